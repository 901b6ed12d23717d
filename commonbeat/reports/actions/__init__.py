"""The only writes to reports, their threads and their photographs."""

from commonbeat.reports.actions.photos import PictureRefused, keep_photo, sweep_photos
from commonbeat.reports.actions.question_sets import (
    SetNotReady,
    begin_draft,
    discard_draft,
    publish_draft,
    publish_shipped_sets,
    save_draft,
)
from commonbeat.reports.actions.status import change_status, mark_seen, withdraw_report
from commonbeat.reports.actions.submit import FaultyIntake, Submission, submit_report
from commonbeat.reports.actions.talk import FaultyMessage, say_as_police, say_as_reporter

__all__ = [
    "FaultyIntake",
    "FaultyMessage",
    "PictureRefused",
    "SetNotReady",
    "Submission",
    "begin_draft",
    "change_status",
    "discard_draft",
    "keep_photo",
    "mark_seen",
    "publish_draft",
    "publish_shipped_sets",
    "save_draft",
    "say_as_police",
    "say_as_reporter",
    "submit_report",
    "sweep_photos",
    "withdraw_report",
]
