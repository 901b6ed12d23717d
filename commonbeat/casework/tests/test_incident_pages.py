"""The pages of incidents: the list, one incident, what is done about it, and merging two."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework.actions import add_note
from commonbeat.casework.forms import INCIDENT_FORMS
from commonbeat.casework.models import Incident
from commonbeat.casework.queries import incident_links
from commonbeat.casework.queries import incident_of as where
from commonbeat.casework.tests.factories import at_desk
from commonbeat.casework.tests.incidents import TITLE, WHY, incident_of, make_near
from commonbeat.core import clock
from commonbeat.core.models import Realm
from commonbeat.places.tests.factories import EAST, make_areas
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=3)
LIST = "/staff/incidents/"


@pytest.fixture(autouse=True)
def _it_is_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)


def address(incident: Incident) -> str:
    return f"{LIST}{incident.reference}/"


def act(client: Any, incident: Incident, do: str, **fields: Any) -> Any:
    """Send one form of the page as it would be now."""
    incident.refresh_from_db()
    given = {"do": do, "version": incident.version, "reason": WHY, **fields}
    return client.post(f"{address(incident)}do/", given)


class TestList:
    def test_it_shows_titles_places_and_how_many_reports(self) -> None:
        make_areas()
        incident = incident_of(make_near(), make_near())
        client, _user = at_desk()
        text = client.get(LIST).content.decode()
        for shown in (TITLE, incident.reference, "Westgate", "2 reports", "Nobody yet"):
            assert shown in text

    def test_it_is_sifted_by_state_mine_and_area(self) -> None:
        make_areas()
        west, east = incident_of(make_near()), incident_of(make_near(at=EAST))
        client, _user = at_desk()
        act(client, east, "charge")

        def shown(query: str) -> set[str]:
            text = client.get(f"{LIST}?{query}").content.decode()
            return {row.reference for row in (west, east) if row.reference in text}

        assert shown("tab=mine") == {east.reference}
        assert shown("tab=open&area=west") == {west.reference}
        assert shown("tab=closed") == set()
        assert shown("tab=all") == {west.reference, east.reference}

    def test_an_empty_list_says_where_incidents_come_from(self) -> None:
        client, _user = at_desk()
        assert "made on the page of a report" in client.get(LIST).content.decode()

    def test_any_number_of_incidents_takes_the_same_queries(self) -> None:
        client, _user = at_desk()

        def asked() -> int:
            with CaptureQueriesContext(connection) as queries:
                client.get(LIST)
            return len(queries)

        incident_of()
        few = asked()
        for _ in range(5):
            incident_of(make_report(), make_report())
        assert asked() == few

    def test_fifty_are_a_page(self) -> None:
        made = [incident_of() for _ in range(51)]
        client, _user = at_desk()
        first = client.get(LIST).content.decode()
        assert made[0].reference not in first
        assert made[0].reference in client.get(f"{LIST}?after={made[1].pk}").content.decode()


class TestOne:
    def test_it_shows_its_reports_as_the_queue_does_and_no_word_of_theirs(self) -> None:
        report = make_report(description="The tenant of number nine was there")
        incident = incident_of(report)
        client, user = at_desk()
        text = client.get(address(incident)).content.decode()
        assert report.reference in text
        assert "number nine" not in text
        entry = AuditEntry.objects.get(event="incident.opened")
        assert (entry.actor_id, entry.subject) == (user.actor.id, f"incident:{incident.key}")

    def test_any_number_of_reports_takes_the_same_queries(self) -> None:
        client, _user = at_desk()
        small = incident_of(make_report(), make_report())
        large = incident_of(*(make_report() for _ in range(9)))

        def asked(incident: Incident) -> int:
            with CaptureQueriesContext(connection) as queries:
                client.get(address(incident))
            return len(queries)

        assert asked(large) == asked(small)

    def test_everything_that_can_be_done_is_done(self) -> None:
        incident, report = incident_of(), make_report()
        client, user = at_desk()
        assert act(client, incident, "charge").status_code == 302
        assert act(client, incident, "add", reference=report.reference).status_code == 302
        link = incident_links(incident)[-1]
        assert act(client, incident, "take-out", link=link.pk).status_code == 302
        assert act(client, incident, "note", reason="Asked the shop").status_code == 302
        says = {"title": "Two break-ins", "category": "burglary", "recorded_as": "crime"}
        done = act(client, incident, "describe", crime_number="04/1/26", **says)
        assert done.status_code == 302
        assert act(client, incident, "resolve").status_code == 302
        assert act(client, incident, "reopen").status_code == 302
        text = client.get(address(incident)).content.decode()
        for shown in ("Two break-ins", "04/1/26", "A crime", "Under way", "Asked the shop"):
            assert shown in text
        incident.refresh_from_db()
        assert incident.officer == user
        assert where(report, reader=user) is None

    @pytest.mark.parametrize("do", sorted(INCIDENT_FORMS))
    def test_without_a_reason_nothing_happens_and_what_was_typed_stays(self, do: str) -> None:
        incident = incident_of()
        client, _user = at_desk()
        before = incident.entries.count()
        page = act(client, incident, do, reason="so", title="My own title", link=1)
        assert page.status_code == 422
        assert "so" in page.content.decode()
        assert incident.entries.count() == before

    def test_the_second_person_sees_the_conflict_and_their_own_words(self) -> None:
        incident = incident_of()
        client, _user = at_desk()
        incident.refresh_from_db()
        stale = incident.version
        colleague, _other = at_desk()
        act(colleague, incident, "charge")
        says = {"title": "My own title", "category": "burglary", "version": stale}
        page = act(client, incident, "describe", **says)
        assert page.status_code == 409
        text = page.content.decode()
        assert "Somebody else changed this incident first" in text
        assert "My own title" in text and WHY in text
        incident.refresh_from_db()
        assert incident.title == TITLE
        assert f'value="{incident.version}"' in text, "the next try is about what is shown"

    @pytest.mark.parametrize("do", [*INCIDENT_FORMS, "no-such-thing"])
    def test_nothing_is_done_about_an_incident_of_another_realm(self, do: str) -> None:
        exercise = Realm.objects.create(kind="exercise", name="One", opened_at=NOON)
        incident = incident_of(make_report(realm_id=exercise.pk))
        client, _user = at_desk()
        assert act(client, incident, do).status_code == 404
        assert client.get(address(incident)).status_code == 404

    def test_a_report_of_another_realm_is_not_there(self) -> None:
        exercise = Realm.objects.create(kind="exercise", name="One", opened_at=NOON)
        stranger, incident = make_report(realm_id=exercise.pk), incident_of()
        client, _user = at_desk()
        page = act(client, incident, "add", reference=stranger.reference)
        assert page.status_code == 422
        assert "There is no report of this reference" in page.content.decode()

    def test_who_told_is_a_range(self) -> None:
        incident = incident_of(*(make_report() for _ in range(3)))
        client, _user = at_desk()
        text = client.get(address(incident)).content.decode()
        assert "2 to 4" in text
        assert "may be the same person" in text

    def test_readers_without_that_work_see_no_door(self) -> None:
        incident = incident_of()
        client, _user = at_desk(Role.INTELLIGENCE_OFFICER)
        assert client.get(address(incident)).status_code == 403
        assert LIST not in client.get("/staff/queue/").content.decode()


class TestMerging:
    def test_both_are_shown_before_they_become_one(self) -> None:
        older, younger = incident_of(title="Back doors"), incident_of(title="Laptops")
        client, _user = at_desk()
        text = client.get(f"{address(younger)}merge/?with={older.reference}").content.decode()
        for shown in ("Back doors", "Laptops", "It stays", "It becomes part of the other"):
            assert shown in text
        older.refresh_from_db()
        assert older.takes_reports and not older.merged_here.exists()

    def merge(self, client: Any, one: Incident, other: Incident, **fields: Any) -> Any:
        for row in (one, other):
            row.refresh_from_db()
        seen = {"version": one.version, "other_version": other.version, "reason": WHY}
        return client.post(f"{address(one)}merge/", {"with": other.reference, **seen, **fields})

    def test_yes_makes_them_one_and_it_can_be_undone(self) -> None:
        older, younger = incident_of(), incident_of()
        client, _user = at_desk()
        assert self.merge(client, younger, older).url == address(older)
        text = client.get(address(younger)).content.decode()
        assert older.reference in text and "Make it two again" in text
        assert act(client, younger, "undo").status_code == 302
        assert len(incident_links(younger)) == len(incident_links(older)) == 1

    def test_a_conflict_keeps_the_reason(self) -> None:
        older, younger = incident_of(), incident_of()
        client, _user = at_desk()
        page = self.merge(client, younger, older, version=1)
        assert page.status_code == 409
        assert WHY in page.content.decode()
        younger.refresh_from_db()
        assert younger.takes_reports

    @pytest.mark.parametrize("typed", ["IN-26-999999", "nonsense", ""])
    def test_a_reference_of_nothing_is_said(self, typed: str) -> None:
        incident = incident_of()
        client, _user = at_desk()
        page = client.get(f"{address(incident)}merge/?with={typed}")
        assert page.status_code == (404 if typed else 200)
        assert "Reference of the other incident" in page.content.decode()


def test_an_erased_incident_says_so_and_nothing_else() -> None:
    incident = incident_of()
    add_note(incident=incident, words="Asked the shop", user=make_user(Role.SUPERVISOR), now=LATER)
    Incident.objects.filter(pk=incident.pk).update(title="")
    client, _user = at_desk()
    assert "Erased with its last report" in client.get(address(incident)).content.decode()
