"""What the checks of tasks, tabs, answers, the records system and keeping refuse."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.timezone import localdate

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.casework import actions as casework
from commonbeat.casework.rules import HandedDepth
from commonbeat.casework.tests.asked import make_task
from commonbeat.casework.tests.incidents import incident_of
from commonbeat.casework.tests.queue_parts import make_part
from commonbeat.casework.tests.records import ADDRESS, make_records_file
from commonbeat.core import clock
from commonbeat.core.errors import NotAllowed
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.keeping.tests.factories import agree, ask, hold, make_record
from commonbeat.reports.tests.factories import NOON, make_report
from tests.architecture.refusing import TRIAGE, WHY, refused


def nobody_else_reads_a_task() -> None:
    task = make_task()
    refused(lambda u: casework.open_task(task=task, user=u, now=NOON), *TRIAGE, Role.AUDITOR)


def nobody_else_asks_for_a_task() -> None:
    report = make_report()
    refused(lambda u: make_task(report, user=u), *TRIAGE)


def _of_somebody_else() -> dict[str, Any]:
    task = make_task(person=make_user(Role.NEIGHBOURHOOD_OFFICER))
    return {"task": task, "expected_version": task.version, "now": NOON}


def nobody_accepts_what_is_asked_of_another() -> None:
    about = _of_somebody_else()
    for role in TRIAGE:
        with pytest.raises(NotAllowed):
            casework.accept_task(user=make_user(role), **about)


def nobody_ends_what_is_asked_of_another() -> None:
    about = _of_somebody_else()
    for role in TRIAGE:
        with pytest.raises(NotAllowed):
            casework.finish_task(user=make_user(role), result=WHY, **about)


def nobody_withdraws_what_another_asked_for() -> None:
    about = _of_somebody_else()
    refused(lambda u: casework.withdraw_task(user=u, reason=WHY, **about), Role.SUPERVISOR)


def nobody_hands_on_what_is_none_of_theirs() -> None:
    about = _of_somebody_else()
    of = casework.Asked(team=Role.TRIAGE_OPERATOR.value)
    refused(lambda u: casework.hand_on_task(user=u, of=of, reason=WHY, **about), Role.SUPERVISOR)


def nobody_else_makes_a_tab_for_everybody() -> None:
    refused(lambda u: make_part(u, is_shared=True), Role.SUPERVISOR)


def nobody_removes_a_tab_of_another() -> None:
    part = make_part()
    with pytest.raises(NotAllowed):
        casework.remove_part(part=part, user=make_user(Role.SUPERVISOR), now=NOON)


def nobody_else_hands_over_to_the_records_system() -> None:
    incident = incident_of()
    about: Any = {"incident": incident, "depth": HandedDepth.FACTS, "reason": WHY, "now": NOON}
    version = incident.version
    refused(lambda u: casework.hand_over(user=u, expected_version=version, **about), *TRIAGE)


def nobody_else_sets_a_records_system_up() -> None:
    about: Any = {
        "wanted": casework.SystemSettings("Niche", ADDRESS, True),
        "expected_version": 0,
        "realm_id": LIVE_REALM_ID,
        "now": NOON,
    }
    refused(lambda u: casework.keep_records_system(user=u, **about), Role.ADMINISTRATOR)


def nobody_else_takes_a_file_for_records() -> None:
    day = localdate(NOON)
    about: Any = {"first_day": day, "last_day": day, "purpose": WHY, "realm_id": LIVE_REALM_ID}
    refused(lambda u: casework.ask_for_file(user=u, now=NOON, **about), Role.SUPERVISOR)


def nobody_agrees_to_their_own_file() -> None:
    wish = make_records_file()
    about: Any = {"wish": wish, "agrees": False, "now": clock.now()}
    with pytest.raises(NotAllowed):
        casework.answer_file(user=wish.asker, **about)


def nobody_else_says_which_answers_are_offered() -> None:
    about: Any = {"realm_id": LIVE_REALM_ID, "now": NOON}
    refused(lambda u: casework.add_starter_answers(user=u, **about), Role.SUPERVISOR)


def nobody_else_holds_what_is_kept() -> None:
    record = make_record()
    refused(lambda u: hold(record, user=u), Role.SUPERVISOR)


def nobody_agrees_to_their_own_erasing() -> None:
    asker = make_user(Role.SUPERVISOR)
    review = ask(make_record(), user=asker)
    refused(lambda u: agree(review, user=u), Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        agree(review, user=asker)


REFUSALS: dict[str, Callable[[], None]] = {
    "casework.check_can_read_tasks": nobody_else_reads_a_task,
    "casework.check_can_work_on_tasks": nobody_else_asks_for_a_task,
    "casework.check_can_accept": nobody_accepts_what_is_asked_of_another,
    "casework.check_can_answer_task": nobody_ends_what_is_asked_of_another,
    "casework.check_can_withdraw_task": nobody_withdraws_what_another_asked_for,
    "casework.check_can_hand_on_task": nobody_hands_on_what_is_none_of_theirs,
    "casework.check_can_share_part": nobody_else_makes_a_tab_for_everybody,
    "casework.check_can_change_part": nobody_removes_a_tab_of_another,
    "casework.check_can_hand_over": nobody_else_hands_over_to_the_records_system,
    "casework.check_can_keep_records_system": nobody_else_sets_a_records_system_up,
    "casework.check_can_take_records": nobody_else_takes_a_file_for_records,
    "casework.check_can_answer_records_file": nobody_agrees_to_their_own_file,
    "casework.check_can_keep_answers": nobody_else_says_which_answers_are_offered,
    "keeping.check_can_keep": nobody_else_holds_what_is_kept,
    "keeping.check_can_answer": nobody_agrees_to_their_own_erasing,
}
