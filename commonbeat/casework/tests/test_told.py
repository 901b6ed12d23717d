"""When it happened, as the officer reads it: no time that nobody told."""

import pytest

from commonbeat.casework.presenters.case import _happened
from commonbeat.reports.models import Report

DAY = "2026-11-21T00:00:00+00:00"
NEXT = "2026-11-22T00:00:00+00:00"
EVENING = "2026-11-21T21:30:00+00:00"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"when": "today", "from": DAY}, "Saturday 21 November"),
        ({"when": "yesterday", "from": DAY, "to": NEXT}, "Saturday 21 November"),
        ({"when": "exact", "from": DAY}, "Saturday 21 November"),
        ({"when": "exact", "from": EVENING}, "Saturday 21 November, 9:30 pm"),
        (
            {"when": "between", "from": EVENING, "to": NEXT},
            "Between Saturday 21 November, 9:30 pm and Sunday 22 November",
        ),
        ({"when": "unknown"}, "Not known"),
    ],
)
def test_a_day_without_a_time_is_read_as_a_day(told: dict[str, str], words: str) -> None:
    assert _happened(Report(happened=told)) == words
