"""The pages of the intelligence room."""

from commonbeat.intelligence.views.copies import agree, copy, give, given, sanitise
from commonbeat.intelligence.views.items import add_item, grade, person, reword
from commonbeat.intelligence.views.reports import move, new, report, source
from commonbeat.intelligence.views.room import copies, reports

__all__ = [
    "add_item",
    "agree",
    "copies",
    "copy",
    "give",
    "given",
    "grade",
    "move",
    "new",
    "person",
    "report",
    "reports",
    "reword",
    "sanitise",
    "source",
]
