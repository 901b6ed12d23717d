"""Tasks through a browser: the list, one of them, asking, and what stays when all goes wrong."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from commonbeat.accounts.models import Role, User
from commonbeat.audit.models import AuditEntry
from commonbeat.casework.actions import accept_task, tasking
from commonbeat.casework.models import Task
from commonbeat.casework.tests.asked import BECAUSE, DO, WORDS, make_task
from commonbeat.casework.tests.factories import address, at_desk
from commonbeat.casework.tests.incidents import incident_of
from commonbeat.core import clock
from commonbeat.core.actors import SYSTEM
from commonbeat.reports.actions import keep_from
from commonbeat.reports.models import Report
from commonbeat.reports.rules.conflicts import Ground
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)


@pytest.fixture
def beat() -> tuple[Client, User]:
    return at_desk(Role.NEIGHBOURHOOD_OFFICER, display_name="Lena Brandt")


def page(task: Task) -> str:
    return f"/staff/tasks/{task.reference}/"


def act(client: Client, task: Task, do: str, **fields: str) -> Any:
    given = {"do": do, "version": str(task.version), **fields}
    return client.post(f"{page(task)}do/", given)


class TestAsking:
    def send(self, client: Client, path: str, **fields: str) -> Any:
        given = {
            "title": DO,
            "words": WORDS,
            "whom": "team:neighbourhood-officer",
            "urgency": "soon",
            "due_at": f"{LATER + timedelta(hours=3):%Y-%m-%dT%H:%M}",
        }
        return client.post(f"{path}tasks/", {**given, **fields})

    def test_a_task_is_asked_for_on_the_page_of_a_report_and_stands_beside_it(self) -> None:
        client, _user = at_desk()
        report = make_report()
        answer = self.send(client, address(report))
        assert answer.status_code == 302
        shown = client.get(address(report)).content.decode()
        task = Task.objects.get()
        assert task.reference in shown
        assert f"asked Neighbourhood officer to do {task.reference}" in shown

    def test_and_on_the_page_of_an_incident(self) -> None:
        client, _user = at_desk()
        incident = incident_of(make_report())
        path = f"/staff/incidents/{incident.reference}/"
        assert self.send(client, path).status_code == 302
        assert Task.objects.get().reference in client.get(path).content.decode()

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"title": ""}, "Say in a few words what is to be done."),
            ({"whom": ""}, "Choose who should do it."),
            ({"whom": "person:nobody"}, "Choose who should do it."),
            ({"due_at": "soon"}, "Write a day and a time"),
            ({"due_at": "2020-01-01T10:00"}, "Choose a time that is still to come."),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, wrong: dict[str, str], said: str
    ) -> None:
        client, _user = at_desk()
        answer = self.send(client, address(make_report()), **wrong)
        assert answer.status_code == 422
        text = answer.content.decode()
        assert said in text
        assert WORDS in text
        assert not Task.objects.exists()

    def test_somebody_who_is_kept_from_it_cannot_be_given_it(
        self, beat: tuple[Client, User]
    ) -> None:
        client, _user = at_desk()
        _beat_client, officer = beat
        report = make_report()
        keep_from(report=report, member=officer, ground=Ground.KNOWN, actor=SYSTEM, now=NOON)
        answer = self.send(client, address(report), whom=f"person:{officer.key}")
        assert answer.status_code == 422
        assert "Lena Brandt cannot be given this task." in answer.content.decode()


class TestList:
    def numbers(self, client: Client) -> dict[str, str]:
        """Return the number of each tab, as the page shows it."""
        tabs = client.get("/staff/tasks/").context["tabs"]
        return {name: str(count) for name, _words, count in tabs}

    def rows(self, client: Client, tab: str) -> list[str]:
        return [row.reference for row in client.get("/staff/tasks/", {"tab": tab}).context["rows"]]

    def test_every_number_is_that_of_its_rows(self, beat: tuple[Client, User]) -> None:
        client, officer = beat
        make_task(person=officer)
        make_task(due_at=NOON + timedelta(minutes=30), person=officer)
        make_task(team=Role.NEIGHBOURHOOD_OFFICER.value)
        make_task(team=Role.SUPERVISOR.value, user=officer)
        numbers = self.numbers(client)
        assert numbers == {
            "mine": "2", "team": "1", "asked": "1", "late": "1", "all": "4", "ended": "0",
        }  # fmt: skip
        assert {tab: str(len(self.rows(client, tab))) for tab in numbers} == numbers

    def test_the_door_says_how_many_are_mine(self, beat: tuple[Client, User]) -> None:
        client, officer = beat
        make_task(person=officer)
        shown = client.get("/staff/queue/").content.decode()
        assert 'data-count="tasks">1<' in shown
        assert client.get("/staff/tasks/count/").json() == {"mine": "1"}

    def test_what_is_due_first_stands_on_top(self, beat: tuple[Client, User]) -> None:
        client, officer = beat
        second = make_task(person=officer, due_at=LATER + timedelta(hours=3))
        first = make_task(person=officer, due_at=LATER + timedelta(hours=1))
        assert self.rows(client, "mine") == [first.reference, second.reference]

    def test_a_long_list_goes_on_behind_its_last_row(self, beat: tuple[Client, User]) -> None:
        client, officer = beat
        report, asker = make_report(), officer
        made = [make_task(report, person=officer, user=asker).reference for _number in range(53)]
        first = client.get("/staff/tasks/")
        more = client.get("/staff/tasks/", {"after": str(first.context["after"])})
        shown = [row.reference for answer in (first, more) for row in answer.context["rows"]]
        assert shown == made

    def test_a_reader_who_cannot_open_what_it_is_about_is_led_nowhere(self) -> None:
        for about in (make_report(), incident_of()):
            task = make_task(about)
            client, _auditor = at_desk(Role.AUDITOR)
            operator, _user = at_desk()
            there = f'/{about.reference}/"'
            assert about.reference in client.get(page(task)).content.decode()
            assert there not in client.get(page(task)).content.decode()
            assert there in operator.get(page(task)).content.decode()

    def test_an_auditor_reads_all_and_does_nothing(self) -> None:
        client, _auditor = at_desk(Role.AUDITOR)
        task = make_task()
        assert self.rows(client, "all") == [task.reference]
        shown = client.get(page(task))
        assert not shown.context["view"].may_do_anything
        assert act(client, task, "accept").status_code == 403


class TestOne:
    def test_reading_one_is_written_down(self, beat: tuple[Client, User]) -> None:
        client, officer = beat
        task = make_task()
        assert WORDS in client.get(page(task)).content.decode()
        entry = AuditEntry.objects.get(event="task.opened")
        assert entry.actor_id == officer.actor.id

    def test_a_foot_patrol_accepts_it_and_says_what_came_of_it(
        self, beat: tuple[Client, User]
    ) -> None:
        client, _officer = beat
        task = make_task()
        assert act(client, task, "accept").status_code == 302
        task.refresh_from_db()
        assert act(client, task, "finish", words="They gave me the film").status_code == 302
        task.refresh_from_db()
        assert task.state == "done"

    @pytest.mark.parametrize("do", ["give-up", "withdraw", "hand-on"])
    def test_one_word_is_no_reason_and_stays_in_the_form(self, do: str) -> None:
        client, user = at_desk()
        task = make_task(person=user, user=user)
        answer = act(client, task, do, words="Later", whom="team:supervisor")
        assert answer.status_code == 422
        text = answer.content.decode()
        assert "One word is not enough." in text
        assert "Later" in text

    def second(self, beat: tuple[Client, User]) -> tuple[int, str]:
        """Return what the second of two people gets who say how one task ended."""
        client, officer = beat
        task = make_task(person=officer)
        accept_task(task=task, expected_version=1, user=officer, now=LATER)
        answer = act(client, task, "give-up", words=BECAUSE)
        return answer.status_code, answer.content.decode()

    def test_the_second_person_sees_the_conflict_and_their_own_words(
        self, beat: tuple[Client, User]
    ) -> None:
        status, text = self.second(beat)
        assert status == 409
        assert "Somebody else changed this task first." in text
        assert BECAUSE in text
        assert 'name="version" value="2"' in text

    def test_sabotage_a_page_that_forgets_which_version_it_showed_is_noticed(
        self, beat: tuple[Client, User], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        original = tasking._locked

        def careless(task: Task, user: User, _expected: int) -> Task:
            task.refresh_from_db()
            return original(task, user, task.version)

        monkeypatch.setattr(tasking, "_locked", careless)
        status, _text = self.second(beat)
        assert status != 409

    def test_an_unknown_thing_to_do_is_not_there(self, beat: tuple[Client, User]) -> None:
        client, _officer = beat
        assert act(client, make_task(), "burn").status_code == 404

    def test_a_task_of_a_report_that_one_is_kept_from_is_not_there(
        self, beat: tuple[Client, User]
    ) -> None:
        client, officer = beat
        task = make_task()
        report = Report.objects.get()
        keep_from(report=report, member=officer, ground=Ground.KNOWN, actor=SYSTEM, now=NOON)
        assert client.get(page(task)).status_code == 404
        assert act(client, task, "accept").status_code == 404
