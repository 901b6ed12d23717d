"""Everything that changes a follow or sends a broadcast."""

from commonbeat.alerts.actions.broadcasts import (
    broadcast,
    cancel_broadcast,
    count_progress,
    match_chunk,
    pause_broadcast,
    resume_broadcast,
)
from commonbeat.alerts.actions.follows import (
    LinkTooOld,
    NothingPicked,
    ask_to_follow,
    change_follow,
    confirm_follow,
    follow_in_inbox,
    forget_unconfirmed,
    stop_following,
)
from commonbeat.alerts.rules import Topic, Wish, Words

__all__ = [
    "LinkTooOld",
    "NothingPicked",
    "Topic",
    "Wish",
    "Words",
    "ask_to_follow",
    "broadcast",
    "cancel_broadcast",
    "change_follow",
    "confirm_follow",
    "count_progress",
    "follow_in_inbox",
    "forget_unconfirmed",
    "match_chunk",
    "pause_broadcast",
    "resume_broadcast",
    "stop_following",
]
