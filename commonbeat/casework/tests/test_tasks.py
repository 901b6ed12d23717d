"""Asking a colleague: who may be asked, what is written down, and that nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework import actions
from commonbeat.casework.actions import (
    Asked,
    CannotTakeTask,
    NotNow,
    ReasonMissing,
    StaleTask,
    TooLate,
    WordsMissing,
    accept_task,
    finish_task,
    give_up_task,
    hand_on_task,
    tasking,
    withdraw_task,
)
from commonbeat.casework.models import Immutable, Task, TaskEntry
from commonbeat.casework.models.task import TaskQuerySet
from commonbeat.casework.queries import TaskTab, task_by_reference, task_counts, tasks_of
from commonbeat.casework.tests.asked import BECAUSE, DO, WORDS, make_task
from commonbeat.casework.tests.incidents import incident_of
from commonbeat.core.actors import SYSTEM
from commonbeat.core.errors import NotAllowed
from commonbeat.core.models import LIVE_REALM_ID, LiveEvent
from commonbeat.reports.actions import erase_report, keep_from, withdraw_report
from commonbeat.reports.models import Report
from commonbeat.reports.rules.conflicts import Ground
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def officer() -> User:
    return make_user(Role.NEIGHBOURHOOD_OFFICER)


def keep(user: User, report: Report) -> None:
    keep_from(report=report, member=user, ground=Ground.KNOWN, actor=SYSTEM, now=NOON)


def erase(report: Report) -> None:
    report.refresh_from_db()
    withdraw_report(report=report, now=LATER)
    report.refresh_from_db()
    erase_report(report=report, expected_version=report.version, actor=SYSTEM, now=LATER)


def mine(user: User, tab: TaskTab = TaskTab.MINE) -> list[Task]:
    return list(tasks_of(realm_id=LIVE_REALM_ID, tab=tab, user=user, now=LATER))


class TestAsking:
    def test_a_task_has_a_reference_and_waits_for_whom_it_was_asked_of(self, officer: User) -> None:
        task = make_task(person=officer)
        assert task.reference == f"TA-26-{task.pk:06d}"
        assert mine(officer) == [task]
        found = task_by_reference(realm_id=LIVE_REALM_ID, text=task.reference, reader=officer)
        assert found == task
        assert found is not None
        assert (found.title, found.words) == (DO, WORDS)

    def test_a_task_for_a_team_waits_for_each_of_them_until_one_accepts(
        self, officer: User
    ) -> None:
        other = make_user(Role.NEIGHBOURHOOD_OFFICER)
        task = make_task(team=Role.NEIGHBOURHOOD_OFFICER.value)
        assert mine(officer, TaskTab.TEAM) == mine(other, TaskTab.TEAM) == [task]
        accept_task(task=task, expected_version=1, user=officer, now=LATER)
        assert mine(other, TaskTab.TEAM) == []
        assert mine(officer) == [task]

    def test_asking_is_written_down_beside_the_report_and_wakes_open_pages(
        self, officer: User
    ) -> None:
        report = make_report()
        task = make_task(report, person=officer)
        entry = AuditEntry.objects.get(event="task.asked")
        assert entry.subject == f"report:{report.key}"
        assert entry.payload["details"] == {"task": task.key, "asked_of": officer.display_name}
        heard = LiveEvent.objects.get(kind="task")
        assert heard.data == {"task": task.key, "state": "open"}

    def test_nobody_is_asked_for_what_should_be_done_already(self) -> None:
        with pytest.raises(TooLate):
            make_task(due_at=NOON)

    def test_a_task_says_what_is_to_be_done(self) -> None:
        with pytest.raises(WordsMissing):
            make_task(title="  ")

    @pytest.mark.parametrize(
        "role", [Role.INTELLIGENCE_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR, Role.RESIDENT]
    )
    def test_nobody_else_asks_or_is_asked(self, role: Role) -> None:
        somebody = make_user(role)
        with pytest.raises(NotAllowed):
            make_task(user=somebody)
        with pytest.raises(CannotTakeTask):
            make_task(person=somebody)

    def test_nobody_is_asked_about_a_report_that_was_erased(self) -> None:
        report = make_report()
        erase(report)
        with pytest.raises(NotNow):
            make_task(report, now=LATER)


class TestDoing:
    def test_who_accepted_it_says_what_came_of_it(self, officer: User) -> None:
        task = make_task(person=officer)
        accept_task(task=task, expected_version=1, user=officer, now=LATER)
        done = finish_task(
            task=task, expected_version=2, result="They gave me the film", user=officer, now=LATER
        )
        assert (done.state, done.result) == ("done", "They gave me the film")
        assert mine(officer) == []
        assert mine(officer, TaskTab.ENDED) == [task]

    def test_what_cannot_be_done_needs_a_reason_and_keeps_it(self, officer: User) -> None:
        task = make_task(person=officer)
        with pytest.raises(ReasonMissing):
            give_up_task(task=task, expected_version=1, reason="No", user=officer, now=LATER)
        given_up = give_up_task(
            task=task, expected_version=1, reason=BECAUSE, user=officer, now=LATER
        )
        assert (given_up.state, given_up.result) == ("cannot", BECAUSE)

    def test_nobody_accepts_what_was_asked_of_another(self, officer: User) -> None:
        task = make_task(person=make_user(Role.NEIGHBOURHOOD_OFFICER))
        with pytest.raises(NotAllowed):
            accept_task(task=task, expected_version=1, user=officer, now=LATER)

    def test_handed_on_it_waits_for_somebody_else(self, officer: User) -> None:
        other = make_user(Role.TRIAGE_OPERATOR)
        task = make_task(person=officer)
        accept_task(task=task, expected_version=1, user=officer, now=LATER)
        of = Asked(person=other)
        handed = hand_on_task(
            task=task, of=of, expected_version=2, reason=BECAUSE, user=officer, now=LATER
        )
        assert handed.state == "open"
        assert (mine(officer), mine(other)) == ([], [task])

    def test_only_the_asker_or_a_supervisor_withdraws_it(self, officer: User) -> None:
        task = make_task(person=officer)
        facts: dict[str, Any] = {
            "task": task,
            "expected_version": 1,
            "reason": BECAUSE,
            "now": LATER,
        }
        with pytest.raises(NotAllowed):
            withdraw_task(user=officer, **facts)
        gone = withdraw_task(user=make_user(Role.SUPERVISOR), **facts)
        assert gone.state == "withdrawn"

    def test_a_line_of_the_log_never_changes(self) -> None:
        make_task()
        entry = TaskEntry.objects.get()
        with pytest.raises(Immutable):
            entry.save()
        with pytest.raises(Immutable):
            TaskEntry.objects.update(words="Something else")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"state": "lost"},
            {"state": "accepted"},
            {"state": "withdrawn"},
            {"team": ""},
            {"report": None},
        ],
    )
    def test_the_database_keeps_no_task_that_cannot_be(self, wrong: dict[str, object]) -> None:
        task = make_task()
        with pytest.raises(IntegrityError), transaction.atomic():
            Task.objects.filter(pk=task.pk).update(**wrong)


class TestConflicts:
    def traces(self, officer: User) -> list[str]:
        """Return where somebody meets tasks about what they are kept from."""
        report, joined = make_report(), make_report()
        of_report = make_task(report, team=Role.NEIGHBOURHOOD_OFFICER.value)
        of_incident = make_task(incident_of(joined), team=Role.NEIGHBOURHOOD_OFFICER.value)
        keep(officer, report)
        keep(officer, joined)
        found = [tab.value for tab in TaskTab if mine(officer, tab)]
        counts = task_counts(realm_id=LIVE_REALM_ID, user=officer, now=LATER)
        found += [f"number of {tab.value}" for tab, count in counts.items() if count]
        for task in (of_report, of_incident):
            text = task.reference
            if task_by_reference(realm_id=LIVE_REALM_ID, text=text, reader=officer):
                found.append(f"page of {'report' if task.report_id else 'incident'}")
        return found

    def test_a_task_does_not_exist_for_whoever_is_kept_from_its_report(self, officer: User) -> None:
        assert self.traces(officer) == []

    def test_sabotage_tasks_that_are_open_to_everybody_are_noticed(
        self, officer: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(TaskQuerySet, "open_to", lambda rows, _reader: rows)
        assert {"team", "number of all", "page of report", "page of incident"} <= set(
            self.traces(officer)
        )

    def given_to(self, officer: User) -> str:
        """Return what is said when a task is given to somebody who is kept from its report."""
        report = make_report()
        keep(officer, report)
        with pytest.raises(CannotTakeTask) as refused:
            make_task(report, person=officer)
        return str(refused.value)

    def test_it_is_not_given_to_them_and_nobody_is_told_why(self, officer: User) -> None:
        intelligence = make_user(Role.INTELLIGENCE_OFFICER, display_name=officer.display_name)
        with pytest.raises(CannotTakeTask) as other:
            make_task(person=intelligence)
        assert self.given_to(officer) == str(other.value)

    def test_nor_is_it_handed_on_to_them(self, officer: User) -> None:
        report, asker = make_report(), make_user(Role.TRIAGE_OPERATOR)
        task = make_task(report, user=asker)
        keep(officer, report)
        of = Asked(person=officer)
        with pytest.raises(CannotTakeTask):
            hand_on_task(
                task=task, of=of, expected_version=1, reason=BECAUSE, user=asker, now=LATER
            )

    def test_sabotage_a_task_that_is_given_to_anybody_is_noticed(
        self, officer: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tasking, "is_kept_from", lambda **_facts: False)
        with pytest.raises(pytest.fail.Exception):
            self.given_to(officer)

    def test_no_step_is_left_to_whoever_was_kept_from_it_since(self, officer: User) -> None:
        report = make_report()
        task = make_task(report, person=officer)
        keep(officer, report)
        with pytest.raises(NotAllowed):
            accept_task(task=task, expected_version=1, user=officer, now=LATER)
        with pytest.raises(NotAllowed):
            actions.open_task(task=task, user=officer, now=LATER)


class TestErasing:
    def left(self, report: Report) -> list[str]:
        """Return what is left of the words of a task once its report is erased."""
        officer = make_user(Role.NEIGHBOURHOOD_OFFICER)
        tasks = [make_task(report, person=officer), make_task(incident_of(report), person=officer)]
        for task in tasks:
            accept_task(task=task, expected_version=1, user=officer, now=LATER)
        finish_task(task=tasks[0], expected_version=2, result=BECAUSE, user=officer, now=LATER)
        erase(report)
        said = [
            text for task in Task.objects.all() for text in (task.title, task.words, task.result)
        ]
        said += [entry.words for entry in TaskEntry.objects.all()]
        said += [task.reference for task in Task.objects.active()]
        return [text for text in said if text]

    def test_its_words_go_with_the_report_and_nobody_is_left_waiting(self) -> None:
        assert self.left(make_report()) == []

    def test_sabotage_tasks_that_erasing_forgets_are_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(actions, "forget_tasks", lambda **_facts: 0)
        assert DO in self.left(make_report())


def accept_at_once(task: Task, people: list[User]) -> list[object]:
    """Let several people accept a task at the same moment; return what each got."""
    start = Barrier(len(people))

    def one(user: User) -> object:
        try:
            start.wait()
            return accept_task(task=task, expected_version=1, user=user, now=LATER)
        except StaleTask as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        return [future.result() for future in [pool.submit(one, person) for person in people]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.assurance
class TestRace:
    def people(self) -> list[User]:
        return [make_user(Role.NEIGHBOURHOOD_OFFICER, display_name=n) for n in ("Sara", "Lena")]

    def test_of_two_who_accept_at_once_one_has_it_and_the_other_hears_of_it(self) -> None:
        people = self.people()
        for _number in range(25):
            results = accept_at_once(make_task(), people)
            assert sorted(type(result).__name__ for result in results) == ["StaleTask", "Task"]
        assert TaskEntry.objects.filter(step="accepted").count() == 25

    def test_sabotage_a_task_that_nobody_guards_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def careless(task: Task, user: User, _expected: int) -> Task:
            return Task.objects.get(pk=task.pk)

        monkeypatch.setattr(tasking, "_locked", careless)
        monkeypatch.setattr("commonbeat.casework.permissions.check_can_accept", lambda *_who: None)
        monkeypatch.setattr(tasking, "_move", lambda task, _after, **_facts: None)
        task = make_task()
        # Their two lines would get one number, which the database refuses as well.
        monkeypatch.setattr(tasking, "_tell", lambda *_facts, **_more: None)
        results = accept_at_once(task, self.people())
        assert "StaleTask" not in {type(result).__name__ for result in results}
