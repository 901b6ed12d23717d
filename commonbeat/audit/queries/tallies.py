"""How often something happened, by month and by quarter."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from commonbeat.audit import rules
from commonbeat.audit.models import AuditEntry, Tally
from commonbeat.core.models import LIVE_REALM_ID

# What began before midnight has committed by then.
_SETTLED = timedelta(days=1)


@dataclass(slots=True)
class Quarter:
    """What was counted in the finished months of a quarter, by event and by kind."""

    first: date
    last: date
    events: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    kinds: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def month_span(month: date) -> tuple[datetime, datetime]:
    """Return when a month begins and when the next one does, by the clock of the town."""
    start = timezone.make_aware(datetime.combine(month, time.min))
    return start, timezone.make_aware(datetime.combine(rules.next_month(month), time.min))


def months_to_count(*, now: datetime) -> list[tuple[int, date]]:
    """Return the realm and month of whatever is over and was not counted: live work alone."""
    entries = AuditEntry.objects.in_realm(LIVE_REALM_ID).order_by("at")
    first = entries.values_list("at", flat=True).first()
    if first is None:
        return []
    counted = set(Tally.objects.in_realm(LIVE_REALM_ID).values_list("month", flat=True))
    over = timezone.localdate(now - _SETTLED)
    months = rules.months_between(timezone.localdate(first), over)
    return [(LIVE_REALM_ID, month) for month in months if month not in counted]


def quarters(*, most: int) -> list[Quarter]:
    """Return the newest quarters of which at least a month was counted, newest first."""
    found: dict[tuple[int, int], Quarter] = {}
    rows = Tally.objects.in_realm(LIVE_REALM_ID).order_by("-month")
    for row in rows.filter(month__gte=_earliest(rows.first(), most)):
        quarter = found.setdefault(rules.quarter_of(row.month), Quarter(row.month, row.month))
        quarter.first = min(quarter.first, row.month)
        quarter.events[row.event] += row.number
        quarter.kinds[row.kind] += row.number
    return list(found.values())


def _earliest(newest: Tally | None, most: int) -> date:
    """Return the first month of the ``most`` quarters that end with the newest row."""
    if newest is None:
        return date.max
    year, quarter = rules.quarter_of(newest.month)
    number = year * 4 + quarter - most
    return date(number // 4, number % 4 * 3 + 1, 1)
