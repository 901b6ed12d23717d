"""What the page of a report shows of the incident that it tells of, or may tell of."""

from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from commonbeat.accounts.models import User
from commonbeat.casework import actions, presenters, queries
from commonbeat.casework.forms import JoinForm
from commonbeat.casework.permissions import can_work_on_incidents
from commonbeat.casework.presenters import IncidentRow, Suggested
from commonbeat.casework.rules import IncidentState, may_link
from commonbeat.reports.models import Report


@dataclass(frozen=True, slots=True)
class Joining:
    """The incident that a report belongs to, or what may be the same event.

    ``form`` is what somebody typed that was not taken, and ``tried`` the box in which they did.
    """

    incident: IncidentRow | None
    suggested: list[Suggested]
    may_make: bool
    form: JoinForm
    tried: str


def joining_for(user: User, report: Report, form: Form | None, *, now: datetime) -> Joining | None:
    """Return what this person sees of incidents beside a report; nothing for mere readers.

    That words of other reports were compared and shown is written down.
    """
    if not can_work_on_incidents(user):
        return None
    typed = form if isinstance(form, JoinForm) else None
    tried = (typed.data.get("incident") or typed.data.get("other") or "new") if typed else ""
    incident = queries.incident_of(report, reader=user)
    may_make = incident is None and may_link(state=IncidentState.OPEN, status=report.status)
    found = queries.suggestions(report, reader=user, now=now) if may_make else []
    shown = [suggestion.report for suggestion in found if suggestion.likeness.words]
    if shown:
        actions.note_comparison(report=report, others=shown, user=user, now=now)
    boxes = presenters.suggested(found)
    there = {"", *(box.box for box in boxes), *(["new"] if may_make else [])}
    return Joining(
        incident=presenters.incident_row(incident, now=now) if incident else None,
        suggested=boxes,
        may_make=may_make,
        form=typed or JoinForm(),
        tried=tried if tried in there else "gone",
    )
