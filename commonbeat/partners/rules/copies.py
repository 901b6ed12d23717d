"""The sanitised copy: allow-listed fields, each worked out here and nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commonbeat.partners.rules.fields import SharedField


@dataclass(frozen=True, slots=True)
class Facts:
    """What a copy is made from: coded facts of a report, and what somebody typed for a partner.

    Moments are local. ``told`` is when the report came in; ``start`` and ``end`` are when it
    happened, None where nobody knows. Nothing that its reporter wrote is among it.
    """

    category: str
    asb_kind: str
    place: str
    is_wide: bool
    area: str
    told: datetime
    start: datetime | None
    end: datetime | None
    is_anonymous: bool
    description: str


def copied(facts: Facts, fields: Iterable[SharedField]) -> dict[str, Any]:
    """Return the copy: the chosen fields and nothing else."""
    values: dict[SharedField, Any] = {
        SharedField.CATEGORY: facts.category,
        SharedField.ASB_KIND: facts.asb_kind,
        SharedField.PLACE: {"label": facts.place, "wide": facts.is_wide},
        SharedField.AREA: facts.area,
        SharedField.TIME: _time(facts),
        SharedField.DESCRIPTION: facts.description,
    }
    chosen = set(fields)
    return {field.value: values[field] for field in SharedField if field in chosen}


def _time(facts: Facts) -> dict[str, Any]:
    """Return when it was: the day alone of somebody without a name, otherwise the hour."""
    if facts.start is None:
        return {"of": "told", "from": _day(facts.told), "to": None}
    band = _day if facts.is_anonymous else _hour
    end = band(facts.end) if facts.end is not None else None
    return {"of": "happened", "from": band(facts.start), "to": end}


def _day(moment: datetime) -> dict[str, Any]:
    return {"day": moment.date().isoformat(), "hour": None}


def _hour(moment: datetime) -> dict[str, Any]:
    # Midnight is what a day without a time is kept as.
    known = bool(moment.hour or moment.minute)
    return {"day": moment.date().isoformat(), "hour": moment.hour if known else None}
