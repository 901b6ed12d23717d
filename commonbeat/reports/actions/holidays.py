"""The calendar of days off: imported once a year ahead, and the force's to change."""

from datetime import date, datetime

import holidays
from django.db import transaction

from commonbeat.audit.actions import record
from commonbeat.core.actors import Actor
from commonbeat.reports.models import BankHoliday

# England and Wales share theirs.
_COUNTRY, _PART = "GB", "ENG"
_YEARS_AHEAD = 5


def import_bank_holidays(*, now: datetime) -> int:
    """Add the bank holidays of each year that has none yet; return how many days were added.

    A year that a force has changed is left as it is.
    """
    years = range(now.year - 1, now.year + _YEARS_AHEAD + 1)
    known = {day.year for day in BankHoliday.objects.values_list("day", flat=True)}
    found = holidays.country_holidays(
        _COUNTRY, subdiv=_PART, years=[year for year in years if year not in known], expand=False
    )
    rows = [BankHoliday(day=day, name=name[:120]) for day, name in sorted(found.items())]
    BankHoliday.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def set_bank_holiday(
    *, day: date, name: str, is_off: bool, actor: Actor, realm_id: int, now: datetime
) -> BankHoliday:
    """Add a day off, or say of a known one whether it counts."""
    row, _created = BankHoliday.objects.update_or_create(
        day=day, defaults={"is_off": is_off}, create_defaults={"is_off": is_off, "name": name}
    )
    record(
        event="holidays.changed",
        actor=actor,
        realm_id=realm_id,
        subject=f"holiday:{day.isoformat()}",
        details={"is_off": is_off},
        now=now,
    )
    return row
