"""Each check of ``permissions.py`` holds: taken away, one of these refusals is missed."""

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError

import commonbeat.intelligence
from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError, NotAllowed
from commonbeat.intelligence import actions, permissions
from commonbeat.intelligence.queries import items_of
from commonbeat.intelligence.rules import PersonRole, State, Statement
from commonbeat.intelligence.tests.factories import (
    PERMITTED,
    WHY,
    agree,
    check,
    make_copy,
    make_draft,
    make_given,
    make_graded,
    make_held,
    make_officer,
    make_submitted,
    make_words,
)
from commonbeat.reports.actions import keep_from
from commonbeat.reports.rules.conflicts import Ground
from commonbeat.reports.tests.factories import make_report

pytestmark = pytest.mark.django_db
# The roles that come closest: they read reports, they decide, they audit.
OTHERS = (Role.SUPERVISOR, Role.TRIAGE_OPERATOR, Role.NEIGHBOURHOOD_OFFICER, Role.AUDITOR)


def refused(do: Callable[[Any], object], *roles: Role) -> None:
    """Fail unless everybody of these roles is refused, and an officer who left as well."""
    left = make_user(Role.INTELLIGENCE_OFFICER, is_active=False)
    for person in (*(make_user(role) for role in roles or OTHERS), left):
        with pytest.raises(NotAllowed):
            do(person)


def nobody_else_reads() -> None:
    made, copy, now = make_draft(), make_copy(), clock.now()
    refused(lambda user: actions.open_intelligence(report=made, user=user, reason=WHY, now=now))
    refused(lambda user: actions.open_copy(copy=copy, user=user, now=now))


def nobody_else_writes() -> None:
    made, original, now = make_draft(), make_report(), clock.now()
    [item] = items_of(made)
    words = actions.ItemWords("He has a second one in the car", Statement.FACT)
    about: Any = {"report": made, "expected": made.version, "now": now}
    refused(make_draft)
    refused(lambda user: actions.add_item(item=words, user=user, **about))
    refused(
        lambda user: actions.reword_item(
            item=item, words=words, user=user, expected=made.version, now=now
        )
    )
    refused(
        lambda user: actions.name_subject(
            item=item,
            name="Rick",
            role=PersonRole.OTHER,
            user=user,
            expected=made.version,
            now=now,
        )
    )
    refused(lambda user: actions.move_report(after=State.SUBMITTED, reason=WHY, user=user, **about))
    refused(lambda user: actions.keep_on(reason=WHY, user=user, **about))
    refused(lambda user: actions.erase_intelligence(reason=WHY, user=user, **about))
    refused(lambda user: actions.read_original(report=original, user=user, reason=WHY, now=now))


def nobody_who_is_named_in_an_original_reads_it() -> None:
    original, officer, now = make_report(), make_officer(), clock.now()
    keep_from(
        report=original,
        member=officer,
        ground=Ground.KNOWN,
        actor=officer.actor,
        reason=WHY,
        now=now,
    )
    with pytest.raises(NotAllowed):
        actions.read_original(report=original, user=officer, reason=WHY, now=now)
    with pytest.raises(NotAllowed):
        make_draft(officer, report=original)


def nobody_else_learns_who_told_it() -> None:
    made = make_draft()
    refused(lambda user: actions.read_source(report=made, user=user, reason=WHY, now=clock.now()))


def nobody_else_grades() -> None:
    made = make_submitted()
    item = items_of(made)[0]
    refused(
        lambda user: actions.grade_item(
            item=item,
            grade=PERMITTED,
            reason=WHY,
            user=user,
            expected=made.version,
            now=clock.now(),
        )
    )


def nobody_else_sanitises() -> None:
    made = make_graded()
    refused(
        lambda user: actions.write_copy(
            report=made,
            copy=make_words(),
            user=user,
            expected=made.version,
            now=clock.now(),
        )
    )


def nobody_but_another_supervisor_agrees() -> None:
    copy = make_held()
    refused(
        lambda user: agree(copy, user),
        Role.INTELLIGENCE_OFFICER,
        Role.TRIAGE_OPERATOR,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    )
    refused(
        lambda user: actions.open_held_copy(copy=copy, user=user, now=clock.now()), Role.AUDITOR
    )


def nobody_but_a_second_officer_checks() -> None:
    writer = make_officer()
    copy = make_copy(user=writer)
    refused(lambda user: check(copy, user))
    with pytest.raises(NotAllowed):
        check(copy, writer)


def nobody_else_gives() -> None:
    copy, to = check(make_copy()), make_user(Role.TRIAGE_OPERATOR)
    refused(
        lambda user: actions.give_copy(copy=copy, to=to, reason=WHY, user=user, now=clock.now())
    )


def nobody_else_reads_what_was_given() -> None:
    given = make_given()
    refused(
        lambda user: actions.open_given_copy(given=given, user=user, now=clock.now()),
        *Role,
    )
    refused(lambda user: actions.accept_conditions(given=given, user=user, now=clock.now()), *Role)


REFUSALS: dict[str, Callable[[], None]] = {
    "check_can_see_intelligence": nobody_else_reads,
    "check_can_write_intelligence": nobody_else_writes,
    "check_not_kept_from_original": nobody_who_is_named_in_an_original_reads_it,
    "check_can_read_source": nobody_else_learns_who_told_it,
    "check_can_grade": nobody_else_grades,
    "check_can_sanitise": nobody_else_sanitises,
    "check_can_agree": nobody_but_another_supervisor_agrees,
    "check_can_check_copy": nobody_but_a_second_officer_checks,
    "check_can_give": nobody_else_gives,
    "check_can_read_given": nobody_else_reads_what_was_given,
}


def checks() -> set[str]:
    """Return the name of every check of this context."""
    return {name for name in vars(permissions) if name.startswith("check_")}


def test_every_check_has_a_refusal() -> None:
    assert set(REFUSALS) == checks()


def test_every_check_has_its_question() -> None:
    asked = {name.removeprefix("check_") for name in checks() if "_can_" in name}
    assert asked <= set(vars(permissions))


@pytest.mark.parametrize("name", sorted(REFUSALS))
def test_a_check_refuses_everybody_else(name: str) -> None:
    REFUSALS[name]()


def _take_away(name: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Make a check let everybody pass, wherever it is asked; return in how many places."""
    places = 0
    for found in pkgutil.walk_packages(
        commonbeat.intelligence.__path__, "commonbeat.intelligence."
    ):
        if ".tests" in found.name or ".migrations" in found.name:
            continue
        module = importlib.import_module(found.name)
        if name in vars(module):
            monkeypatch.setattr(module, name, lambda *who, **more: None)
            places += 1
    return places


@pytest.mark.parametrize("name", sorted(REFUSALS))
def test_sabotage_a_check_that_is_taken_away_is_noticed(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _take_away(name, monkeypatch) > 1
    # Where the check is gone, its action goes on, or stumbles over what it should never have met.
    with pytest.raises((pytest.fail.Exception, CommonbeatError, IntegrityError)):
        REFUSALS[name]()
