"""Whoever is kept from a report finds nothing of it in incidents: no list, no page, no hint."""

from datetime import timedelta

import pytest

from commonbeat.casework.actions import add_note, add_report, take_charge
from commonbeat.casework.models import Incident
from commonbeat.casework.models.incident import IncidentQuerySet
from commonbeat.casework.queries import suggestions
from commonbeat.casework.tests.factories import address
from commonbeat.casework.tests.incidents import TITLE, WHY, incident_of, make_near
from commonbeat.casework.tests.test_interests import TOLD, okafor
from commonbeat.core import clock
from commonbeat.core.errors import NotAllowed
from commonbeat.places.tests.factories import make_areas
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=3)


@pytest.fixture(autouse=True)
def _town(monkeypatch: pytest.MonkeyPatch) -> None:
    make_areas()
    monkeypatch.setattr(clock, "now", lambda: LATER)


def traces() -> list[str]:
    """Return where somebody who is named in a report meets its incident."""
    client, officer = okafor()
    named, other = make_near(TOLD), make_near()
    incident = incident_of(named, other)
    mine = incident_of(make_report())
    pages = {
        "list": "/staff/incidents/?tab=all",
        "page": f"/staff/incidents/{incident.reference}/",
        "case": address(other),
        "merge": f"/staff/incidents/{mine.reference}/merge/?with={incident.reference}",
    }
    found = []
    for name, path in pages.items():
        text = client.get(path).content.decode()
        if f'/{incident.reference}/"' in text or named.reference in text:
            found.append(name)
    lonely = make_near()
    if any(s.report in {named, other} for s in suggestions(lonely, reader=officer, now=LATER)):
        found.append("suggestion")
    return found


def test_an_incident_does_not_exist_for_whom_one_of_its_reports_names() -> None:
    assert traces() == []


def test_sabotage_incidents_that_are_open_to_everybody_are_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(IncidentQuerySet, "open_to", lambda rows, _reader: rows)
    assert {"list", "page", "case", "merge"} <= set(traces())


def test_no_action_takes_it_from_them_either() -> None:
    _client, officer = okafor()
    named = make_near(TOLD)
    incident, mine = incident_of(named), incident_of(make_report())
    incident.refresh_from_db()
    with pytest.raises(NotAllowed):
        add_report(incident=mine, report=named, reason=WHY, user=officer, now=LATER)
    with pytest.raises(NotAllowed):
        add_note(incident=incident, words="Looked at the film", user=officer, now=LATER)
    with pytest.raises(NotAllowed):
        take_charge(
            incident=incident,
            expected_version=incident.version,
            reason=WHY,
            user=officer,
            now=LATER,
        )
    assert Incident.objects.get(pk=incident.pk).title == TITLE
