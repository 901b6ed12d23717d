"""How often we looked, as the public reads it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from commonbeat.audit import rules
from commonbeat.audit.models import AuditEntry, Checkpoint
from commonbeat.audit.queries import Quarter

# A few characters are enough to compare by eye; the file of the auditor has them all.
_SHOWN = 16


@dataclass(frozen=True, slots=True)
class Line:
    """How often one thing happened, in words."""

    words: str
    number: str


@dataclass(frozen=True, slots=True)
class QuarterView:
    """One quarter."""

    title: str
    looks: list[Line]
    sums: list[Line]


def quarter_views(quarters: Iterable[Quarter]) -> list[QuarterView]:
    """Return the quarters as a page shows them."""
    return [_quarter(quarter) for quarter in quarters]


def _quarter(quarter: Quarter) -> QuarterView:
    first, last = date_format(quarter.first, "F"), date_format(quarter.last, "F Y")
    title = last
    if quarter.first != quarter.last:
        title = _("%(first)s to %(last)s") % {"first": first, "last": last}
    told = [event for event in rules.event_types() if str(event.told)]
    kinds = AuditEntry._meta.get_field("kind").flatchoices
    return QuarterView(
        title=title,
        looks=[Line(str(event.told), _number(quarter.events[event.name])) for event in told],
        sums=[Line(str(words), _number(quarter.kinds[kind])) for kind, words in kinds],
    )


def _number(number: int) -> str:
    told = rules.told_number(number)
    return (
        number_format(told, force_grouping=True)
        if told
        else _("Fewer than %(n)d") % {"n": rules.SMALLEST_TOLD}
    )


def seal_text(checkpoint: Checkpoint | None) -> str:
    """Return the newest seal of the log, and its day."""
    if checkpoint is None:
        return ""
    day = date_format(checkpoint.at, "j F Y")
    said = {"seal": bytes(checkpoint.root).hex()[:_SHOWN], "day": day}
    return _("%(day)s: %(seal)s") % said
