"""A task moves only as its table says, and whatever people try in whatever order leaves no gap."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.casework import actions
from commonbeat.casework.actions import Asked, tasking
from commonbeat.casework.models import Task, TaskEntry
from commonbeat.casework.rules import TASK_ACTIVE, TASK_TABLE, TaskState, is_late
from commonbeat.casework.tests.asked import BECAUSE, make_task
from commonbeat.core.errors import CommonbeatError
from commonbeat.reports.tests.factories import NOON

LATER = NOON + timedelta(hours=1)
STEPS = ("accept", "finish", "give-up", "withdraw", "hand-on")
_AFTER = {
    "asked": TaskState.OPEN,
    "accepted": TaskState.ACCEPTED,
    "handed-on": TaskState.OPEN,
    "done": TaskState.DONE,
    "cannot": TaskState.CANNOT,
    "withdrawn": TaskState.WITHDRAWN,
}


def test_nothing_follows_the_end_of_a_task() -> None:
    assert TASK_TABLE.ends() == set(TaskState) - TASK_ACTIVE


def test_only_somebody_who_accepted_it_can_have_done_it() -> None:
    assert TASK_TABLE.may_become(TaskState.DONE) == {TaskState.ACCEPTED}


def test_a_task_is_late_once_its_time_is_over_and_never_after_it_ended() -> None:
    after = NOON + timedelta(seconds=1)
    assert [s for s in TaskState if is_late(state=s, due_at=NOON, now=after)] == [
        TaskState.OPEN,
        TaskState.ACCEPTED,
    ]
    assert not any(is_late(state=s, due_at=NOON, now=NOON) for s in TaskState)


def attempt(step: str, task: Task, user: User, *, of: User) -> None:
    """Try one step; a refusal is an answer too."""
    task.refresh_from_db()
    facts: dict[str, Any] = {
        "task": task,
        "expected_version": task.version,
        "user": user,
        "now": LATER,
    }
    try:
        if step == "accept":
            actions.accept_task(**facts)
        elif step == "finish":
            actions.finish_task(result=BECAUSE, **facts)
        elif step == "give-up":
            actions.give_up_task(reason=BECAUSE, **facts)
        elif step == "withdraw":
            actions.withdraw_task(reason=BECAUSE, **facts)
        else:
            actions.hand_on_task(of=Asked(person=of), reason=BECAUSE, **facts)
    except CommonbeatError:
        pass


def contradictions(task: Task) -> list[str]:
    """Say where a task and its log tell different stories, or a move is in no table."""
    task.refresh_from_db()
    steps = list(TaskEntry.objects.filter(task=task).order_by("number").values_list("step"))
    states = [_AFTER[step] for (step,) in steps]
    found = []
    if states[-1] is not task.standing:
        found.append("the log ends elsewhere")
    if task.version != len(states):
        found.append("a change without its line")
    for before, after in pairwise(states):
        if before not in TASK_ACTIVE:
            found.append("something followed an end")
        elif before is not after and not TASK_TABLE.allows(before, after):
            found.append(f"{before} became {after}")
    return found


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tried=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3)), max_size=9))
def test_any_order_of_steps_by_anybody_leaves_a_task_and_its_log_of_one_mind(
    tried: list[tuple[str, int]],
) -> None:
    assert contradictions(lived_through(tried)) == []


def lived_through(tried: list[tuple[str, int]]) -> Task:
    asker, doer = make_user(Role.TRIAGE_OPERATOR), make_user(Role.NEIGHBOURHOOD_OFFICER)
    people = [asker, doer, make_user(Role.SUPERVISOR), make_user(Role.NEIGHBOURHOOD_OFFICER)]
    task = make_task(user=asker)
    for number, (step, who) in enumerate(tried):
        attempt(step, task, people[who], of=people[(who + number) % len(people)])
    return task


@pytest.mark.django_db
def test_sabotage_a_step_that_writes_no_line_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    asker = make_user(Role.TRIAGE_OPERATOR)
    task = make_task(user=asker)
    monkeypatch.setattr(tasking, "_tell", lambda *_facts, **_more: None)
    attempt("withdraw", task, asker, of=asker)
    assert contradictions(task) == ["the log ends elsewhere", "a change without its line"]
