"""The only writes to reports, their threads and their photographs."""

from commonbeat.reports.actions.photos import PictureRefused, keep_photo, sweep_photos
from commonbeat.reports.actions.question_sets import publish_shipped_sets
from commonbeat.reports.actions.status import change_status, mark_seen, withdraw_report
from commonbeat.reports.actions.submit import FaultyIntake, Submission, submit_report
from commonbeat.reports.actions.talk import FaultyMessage, say_as_police, say_as_reporter

__all__ = [
    "FaultyIntake",
    "FaultyMessage",
    "PictureRefused",
    "Submission",
    "change_status",
    "keep_photo",
    "mark_seen",
    "publish_shipped_sets",
    "say_as_police",
    "say_as_reporter",
    "submit_report",
    "sweep_photos",
    "withdraw_report",
]
