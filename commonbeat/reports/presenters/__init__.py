"""What the public pages show: the receipt, the promises, the answers, the thread."""

from commonbeat.reports.presenters.answers import AnswerRow, intake_rows, known_as
from commonbeat.reports.presenters.clocks import ClockView, clock_views, promise_views
from commonbeat.reports.presenters.moments import sent_text, when_text
from commonbeat.reports.presenters.pictures import thumbnail_address
from commonbeat.reports.presenters.receipt import ReceiptView, receipt_view
from commonbeat.reports.presenters.sets import preview_pages, set_line, set_view
from commonbeat.reports.presenters.thread import ThreadView, thread_view
from commonbeat.reports.presenters.topics import TopicGroup, topic_groups

__all__ = [
    "AnswerRow",
    "ClockView",
    "ReceiptView",
    "ThreadView",
    "TopicGroup",
    "clock_views",
    "intake_rows",
    "known_as",
    "preview_pages",
    "promise_views",
    "receipt_view",
    "sent_text",
    "set_line",
    "set_view",
    "thread_view",
    "thumbnail_address",
    "topic_groups",
    "when_text",
]
