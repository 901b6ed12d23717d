"""What may be the same event as an open report, with the reasons in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonbeat.casework.presenters.incidents import incident_address, incident_title
from commonbeat.casework.presenters.rows import address
from commonbeat.casework.queries import Suggestion, Tab
from commonbeat.casework.rules import Likeness, Nearness

_NEAR: dict[Nearness, Promise] = {
    Nearness.SAME_STREETS: gettext_lazy("same place"),
    Nearness.SAME_AREA: gettext_lazy("same area"),
    Nearness.NEXT_AREA: gettext_lazy("the area next to it"),
}


@dataclass(frozen=True, slots=True)
class Suggested:
    """One suggestion: a report or an incident that it belongs to, and why.

    ``box`` tells its form apart; ``incident`` and ``other`` are the references that it sends.
    """

    box: str
    title: str
    href: str
    reference: str
    incident: str
    other: str
    reasons: str
    is_finished: bool


def suggested(found: Iterable[Suggestion]) -> list[Suggested]:
    """Return suggestions as the page of a report shows them."""
    return [_suggested(suggestion) for suggestion in found]


def _suggested(suggestion: Suggestion) -> Suggested:
    report, incident = suggestion.report, suggestion.incident
    return Suggested(
        box=incident.reference if incident else report.reference,
        title=incident_title(incident) if incident else str(report.topic_words),
        href=incident_address(incident) if incident else address(report.reference, Tab.ALL),
        reference=incident.reference if incident else report.reference,
        incident=incident.reference if incident else "",
        other="" if incident else report.reference,
        reasons=reasons(suggestion.likeness),
        is_finished=report.is_closed,
    )


def reasons(likeness: Likeness) -> str:
    """Return why two reports may tell of one event: place, time, kind, words."""
    hours = max(1, likeness.hours)
    within = ngettext("within %(n)d hour", "within %(n)d hours", hours) % {"n": hours}
    said = [str(_NEAR[likeness.place]), within]
    if likeness.is_same_kind:
        said.append(_("same kind"))
    if likeness.words:
        said.append(_("shares: %(words)s") % {"words": ", ".join(likeness.words)})
    return ", ".join(said)
