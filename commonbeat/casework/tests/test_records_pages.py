"""The pages of the records system, the box of an incident, files, and the call that comes in."""

from datetime import timedelta
from typing import Any

import pytest

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.audit.models import AuditEntry
from commonbeat.casework.models import HandOff, Incident, RecordsFile, RecordsSystem
from commonbeat.casework.rules import HandOffState
from commonbeat.casework.tests.factories import at_desk
from commonbeat.casework.tests.incidents import incident_of
from commonbeat.casework.tests.records import ADDRESS, HANDED, WHY, call_back, hand, make_system
from commonbeat.core import clock
from commonbeat.delivery.channels.webhook import signature
from commonbeat.reports.tests.factories import make_report

pytestmark = pytest.mark.django_db
SYSTEM = "/staff/records/"
FILES = "/staff/files/"


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: HANDED)


def keep(client: Any, **fields: Any) -> Any:
    system = RecordsSystem.objects.first()
    version = system.version if system else 0
    given = {"name": "Niche", "address": ADDRESS, "is_on": "yes", "version": version, **fields}
    return client.post(f"{SYSTEM}keep/", given)


def act(client: Any, incident: Incident, do: str, **fields: Any) -> Any:
    incident.refresh_from_db()
    given = {"do": do, "version": incident.version, "reason": WHY, **fields}
    return client.post(f"/staff/incidents/{incident.reference}/do/", given)


class TestSettingUp:
    def test_a_new_system_shows_its_secret_once(self) -> None:
        client, _user = at_desk(Role.ADMINISTRATOR)
        answer = keep(client)
        secret = RecordsSystem.objects.get().secrets[0]
        assert secret in answer.content.decode()
        assert answer.headers["Cache-Control"] == "no-store"
        assert secret not in client.get(SYSTEM).content.decode()

    def test_neither_secret_nor_address_is_in_the_log(self) -> None:
        client, _user = at_desk(Role.ADMINISTRATOR)
        keep(client)
        said = str(AuditEntry.objects.get(event="records-system.changed").payload)
        assert RecordsSystem.objects.get().secrets[0] not in said
        assert ADDRESS not in said

    @pytest.mark.parametrize("address", ["http://records.example.org/", "https://10.0.0.1/"])
    def test_a_bad_address_is_refused_beside_its_field_and_stays(self, address: str) -> None:
        client, _user = at_desk(Role.ADMINISTRATOR)
        answer = keep(client, address=address)
        assert answer.status_code == 422
        assert f'value="{address}"' in answer.content.decode()
        assert not RecordsSystem.objects.exists()

    def test_of_two_at_once_the_second_sees_the_conflict_and_keeps_what_was_typed(self) -> None:
        client, _user = at_desk(Role.ADMINISTRATOR)
        keep(client)
        keep(client, name="Athena")
        answer = keep(client, version=1, name="Connect")
        assert answer.status_code == 409
        assert 'value="Connect"' in answer.content.decode()
        assert RecordsSystem.objects.get().name == "Athena"

    def test_it_asks_for_the_passkey_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        client, _user = at_desk(Role.ADMINISTRATOR)
        monkeypatch.setattr(clock, "now", lambda: HANDED + timedelta(minutes=6))
        answer = keep(client)
        assert answer.status_code == 302
        assert "/again/" in answer.headers["Location"]
        assert not RecordsSystem.objects.exists()

    def test_a_secret_is_changed_with_both_in_use_meanwhile(self) -> None:
        client, _user = at_desk(Role.ADMINISTRATOR)
        keep(client)
        old = RecordsSystem.objects.get().secrets[0]
        answer = client.post(f"{SYSTEM}secret/", {"do": "new", "version": 1})
        new, kept = RecordsSystem.objects.get().secrets
        assert kept == old
        assert new in answer.content.decode()
        client.post(f"{SYSTEM}secret/", {"do": "drop", "version": 2})
        assert RecordsSystem.objects.get().secrets == [new]

    def test_what_did_not_arrive_is_shown_with_its_reason(self) -> None:
        make_system()
        made = hand()
        HandOff.objects.update(state=HandOffState.REFUSED.value, why="private")
        client, _user = at_desk(Role.ADMINISTRATOR)
        text = client.get(SYSTEM).content.decode()
        assert made.incident.reference in text
        assert "leads into a private network" in text


class TestIncident:
    def test_an_officer_hands_it_over_from_its_page(self) -> None:
        incident = incident_of(make_report())
        client, _user = at_desk()
        assert act(client, incident, "hand-over", depth="facts").status_code == 302
        text = client.get(f"/staff/incidents/{incident.reference}/").content.decode()
        assert "Waiting to be sent" in text
        assert "No records system is on." in text

    def test_without_a_reason_nothing_happens_and_the_choice_stays(self) -> None:
        incident = incident_of(make_report())
        client, _user = at_desk()
        answer = act(client, incident, "hand-over", depth="words", reason="")
        assert answer.status_code == 422
        assert '<option value="words" selected>' in answer.content.decode()
        assert not HandOff.objects.exists()

    def test_a_second_person_sees_that_it_changed(self) -> None:
        incident = incident_of(make_report())
        client, _user = at_desk()
        stale = incident.version
        act(client, incident, "hand-over", depth="facts")
        answer = act(client, incident, "hand-over", depth="facts", version=stale)
        assert answer.status_code == 409
        assert HandOff.objects.count() == 1

    def test_what_was_refused_is_sent_again(self) -> None:
        made = hand()
        HandOff.objects.update(state=HandOffState.REFUSED.value, why="refused", tries=1)
        client, _user = at_desk()
        text = client.get(f"/staff/incidents/{made.incident.reference}/").content.decode()
        assert "Try again now" in text
        assert act(client, made.incident, "send-again").status_code == 302
        made.refresh_from_db()
        assert (made.standing, made.tries) == (HandOffState.WAITING, 0)


class TestCallBack:
    def test_a_signed_call_sets_the_number(self) -> None:
        system, made = make_system(), hand()
        assert call_back(system, made).json() == {"taken": "now"}
        assert Incident.objects.get().crime_number == "04/556677/26"

    def test_the_same_call_again_changes_nothing(self) -> None:
        system, made = make_system(), hand()
        call_back(system, made)
        assert call_back(system, made).json() == {"taken": "before"}
        assert AuditEntry.objects.filter(event="hand-off.answered").count() == 1

    def test_another_number_later_is_refused(self) -> None:
        system, made = make_system(), hand()
        call_back(system, made)
        assert call_back(system, made, "other").status_code == 409

    def test_no_call_that_is_not_genuine_is_taken(self) -> None:
        assert forged_calls_taken() == 0

    def test_sabotage_a_door_that_does_not_look_at_signatures_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(signature, "is_genuine", lambda *_args, **_kwargs: True)
        assert forged_calls_taken() > 0

    def test_sabotage_a_door_that_takes_old_calls_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(signature, "TOLERANCE", timedelta(days=2))
        assert forged_calls_taken() > 0

    def test_what_we_sent_ourselves_is_no_answer(self) -> None:
        system, made = make_system(), hand()
        assert call_back(system, made, kind="incident.handed-over").status_code == 422

    @pytest.mark.parametrize("number", ["", "x" * 41, 7, None, ["a"], "a\0b", {"a": 1}])
    def test_what_is_no_number_is_refused(self, number: Any) -> None:
        system, made = make_system(), hand()
        assert call_back(system, made, number).status_code == 422

    def test_a_system_that_is_off_is_not_there(self) -> None:
        system = make_system(is_on=False)
        assert call_back(system, hand()).status_code == 404


def forged_calls_taken() -> int:
    """Call back in every wrong way; return how many of them were taken."""
    system, made = make_system(), hand()
    ways: list[dict[str, Any]] = [
        {"secret": signature.new_secret()},
        {"signed_at": HANDED - timedelta(minutes=5, seconds=1)},
        {"signed_at": HANDED + timedelta(minutes=6)},
        {"signed_at": HANDED - timedelta(days=1)},
        {"webhook-signature": ""},
        {"webhook-signature": "v1,AAAA"},
        {"webhook-id": "another"},
        {"webhook-timestamp": "0"},
    ]
    return sum(call_back(system, made, **way).status_code != 403 for way in ways)


class TestFiles:
    def ask(self, client: Any, **fields: Any) -> Any:
        day = HANDED.date().isoformat()
        given = {"first_day": day, "last_day": day, "purpose": "For the weekly load", **fields}
        return client.post(FILES, given)

    def test_a_supervisor_asks_and_takes_it(self) -> None:
        hand()
        client, _user = at_desk(Role.SUPERVISOR)
        assert self.ask(client).status_code == 302
        key = RecordsFile.objects.get().key
        assert f"{FILES}{key}/take/" in client.get(FILES).content.decode()
        answer = client.post(f"{FILES}{key}/take/")
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.content.decode().startswith('\ufeff"handed over"')

    def test_supervisors_alone_find_the_way_there_below_the_list_of_incidents(self) -> None:
        for role, finds in ((Role.SUPERVISOR, True), (Role.TRIAGE_OPERATOR, False)):
            client, _user = at_desk(role)
            assert (f'href="{FILES}"' in client.get("/staff/incidents/").content.decode()) is finds

    def test_days_in_the_wrong_order_are_said_beside_the_field_and_stay(self) -> None:
        client, _user = at_desk(Role.SUPERVISOR)
        answer = self.ask(client, last_day="2026-01-01")
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "The last day is before the first." in text
        assert 'value="2026-01-01"' in text

    def test_days_without_anything_are_said(self) -> None:
        client, _user = at_desk(Role.SUPERVISOR)
        answer = self.ask(client)
        assert answer.status_code == 422
        assert "Nothing was handed over on these days." in answer.content.decode()

    def test_another_supervisor_finds_what_waits_and_agrees(self) -> None:
        hand()
        HandOff.objects.update(rows=21)
        client, _user = at_desk(Role.SUPERVISOR)
        self.ask(client)
        key = RecordsFile.objects.get().key
        assert f"{FILES}{key}/answer/" not in client.get(FILES).content.decode()
        other = make_user(Role.SUPERVISOR)
        sign_in(client, other)
        assert f"{FILES}{key}/answer/" in client.get(FILES).content.decode()
        client.post(f"{FILES}{key}/answer/", {"answer": "yes"})
        assert RecordsFile.objects.get().answerer == other
