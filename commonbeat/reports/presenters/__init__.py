"""What the public pages show: the receipt, the promises, the answers, the thread."""

from commonbeat.reports.presenters.answers import (
    AnswerRow,
    intake_rows,
    known_as,
    place_label,
    reached_as,
)
from commonbeat.reports.presenters.clocks import ClockView, clock_views, promise_views
from commonbeat.reports.presenters.destinations import Goes, ability_notes, choice_views
from commonbeat.reports.presenters.files import UPLOAD_LIMITS, FileView, file_views
from commonbeat.reports.presenters.known import KnownView, known_view, rung_views
from commonbeat.reports.presenters.moments import sent_text, when_text
from commonbeat.reports.presenters.proof import ProofRow, VerdictView, proof_rows, verdict_view
from commonbeat.reports.presenters.receipt import ReceiptView, receipt_view
from commonbeat.reports.presenters.received import received_line, received_view
from commonbeat.reports.presenters.reminder import reminder_due_at, reminder_file
from commonbeat.reports.presenters.sets import preview_pages, set_line, set_view
from commonbeat.reports.presenters.thread import ThreadView, thread_view
from commonbeat.reports.presenters.topics import TopicGroup, topic_groups
from commonbeat.reports.presenters.victim import VictimView, victim_view

__all__ = [
    "UPLOAD_LIMITS",
    "AnswerRow",
    "ClockView",
    "FileView",
    "Goes",
    "KnownView",
    "ProofRow",
    "ReceiptView",
    "ThreadView",
    "TopicGroup",
    "VerdictView",
    "VictimView",
    "ability_notes",
    "choice_views",
    "clock_views",
    "file_views",
    "intake_rows",
    "known_as",
    "known_view",
    "place_label",
    "preview_pages",
    "promise_views",
    "proof_rows",
    "reached_as",
    "receipt_view",
    "received_line",
    "received_view",
    "reminder_due_at",
    "reminder_file",
    "rung_views",
    "sent_text",
    "set_line",
    "set_view",
    "thread_view",
    "topic_groups",
    "verdict_view",
    "victim_view",
    "when_text",
]
