"""Writing, approving, updating and ending what the police tell people."""

from commonbeat.publishing.actions.approval import (
    approve,
    ask_for_approval,
    pause_sending,
    resume_sending,
    send_back,
)
from commonbeat.publishing.actions.drafts import (
    NotReady,
    discard,
    place_name,
    save_draft,
    start_update,
    start_warning,
)
from commonbeat.publishing.actions.endings import cancel_warning, end_overdue, take_down_news
from commonbeat.publishing.actions.news import publish_news
from commonbeat.publishing.actions.wording import message_for, moment_words, news_of
from commonbeat.publishing.rules import Draft, Severity, Words

__all__ = [
    "Draft",
    "NotReady",
    "Severity",
    "Words",
    "approve",
    "ask_for_approval",
    "cancel_warning",
    "discard",
    "end_overdue",
    "message_for",
    "moment_words",
    "news_of",
    "pause_sending",
    "place_name",
    "publish_news",
    "resume_sending",
    "save_draft",
    "send_back",
    "start_update",
    "start_warning",
    "take_down_news",
]
