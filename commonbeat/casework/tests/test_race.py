"""B18: two people decide about one report at the same moment, again and again."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework.actions import StaleDecision, Verdict, decide, deciding, telling
from commonbeat.casework.models import Assessment, Decision, HandoverAlarm
from commonbeat.casework.queries import Stamp, stamp_of
from commonbeat.casework.rules import DecisionKind, Grade
from commonbeat.casework.tests.factories import make_assessed, make_verdict
from commonbeat.reports.models import Report
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.assurance]
RACES = 1_000 if os.environ.get("COMMONBEAT_ASSURANCE") == "full" else 25
KINDS = [
    *(DecisionKind.TAKE, DecisionKind.ASK, DecisionKind.ANSWER, DecisionKind.CLOSE),
    DecisionKind.ASSESS,
]


def race(
    report: Report, people: list[User], kinds: list[DecisionKind], **facts: Any
) -> list[object]:
    """Let people decide at once from the same page; return what each got."""
    seen, start = stamp_of(report), Barrier(len(people))

    def one(user: User, kind: DecisionKind) -> object:
        try:
            start.wait()
            return decide(
                report=Report.objects.get(pk=report.pk),
                verdict=make_verdict(
                    kind, words=f"From {user.display_name}, in a few words", **facts
                ),
                user=user,
                expected=seen,
                now=NOON + timedelta(minutes=30),
            )
        except StaleDecision as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        running = [pool.submit(one, *pair) for pair in zip(people, kinds, strict=True)]
        return [future.result() for future in running]


def contradictions(report: Report) -> list[str]:
    """Return how what is kept about a report contradicts itself."""
    decisions = list(Decision.objects.filter(report=report).order_by("number"))
    report.refresh_from_db()
    said = report.messages.filter(author="police").count()
    logged = AuditEntry.objects.filter(
        event="report.decided", subject=f"report:{report.key}"
    ).count()
    found = []
    if [d.number for d in decisions] != list(range(1, len(decisions) + 1)):
        found.append("decisions are not numbered without a gap")
    # An assessment is the one decision that says nothing to the reporter.
    thought = list(Assessment.objects.filter(report=report).order_by("number"))
    assessed = [decision for decision in decisions if decision.kind == DecisionKind.ASSESS]
    if [one.decision_id for one in thought] != [one.pk for one in assessed]:
        found.append("a decision without its assessment")
    if [one.number for one in thought] != list(range(1, len(thought) + 1)):
        found.append("assessments are not numbered without a gap")
    if len(decisions) - len(assessed) != said or len(decisions) != logged:
        found.append("a decision without its message or its entry")
    if decisions and decisions[-1].version_after != report.version:
        found.append("a version that no decision explains")
    return found


@pytest.fixture
def people() -> list[User]:
    return [make_user(Role.TRIAGE_OPERATOR, display_name=name) for name in ("Sara", "Lena")]


def test_of_two_decisions_at_once_one_counts_and_the_other_hears_of_it(people: list[User]) -> None:
    for number in range(RACES):
        report = make_report()
        kinds = [KINDS[number % 5], KINDS[number // 5 % 5]]
        results = race(report, people, kinds)
        won = [result for result in results if isinstance(result, Decision)]
        lost = [result for result in results if isinstance(result, StaleDecision)]
        assert (len(won), len(lost)) == (1, 1), (number, kinds, results)
        assert contradictions(report) == []


def test_of_two_emergencies_at_once_one_alarm_is_raised(people: list[User]) -> None:
    for number in range(RACES // 5):
        report = make_report()
        facts = {"assessed": make_assessed(Grade.EMERGENCY)}
        results = race(report, people, [DecisionKind.ASSESS, DecisionKind.ASSESS], **facts)
        kinds = sorted(type(result).__name__ for result in results)
        assert kinds == ["Decision", "StaleDecision"], (number, results)
        assert contradictions(report) == []
        assert HandoverAlarm.objects.filter(report=report).count() == 1


def test_sabotage_without_the_stamp_an_update_is_lost_and_this_test_sees_it(
    monkeypatch: pytest.MonkeyPatch, people: list[User]
) -> None:
    """Sabotage: when a page is always taken for fresh, both decide and nobody hears of it."""
    fresh: Callable[[Report], Stamp] = stamp_of
    always = type("Always", (Stamp,), {"__eq__": lambda a, b: True, "__hash__": lambda a: 0})

    def blind(report: Report) -> Any:
        now = fresh(report)
        return always(now.version, now.decision, now.message)

    monkeypatch.setattr(telling, "stamp_of", blind)
    # The number comes from the page, so that its uniqueness would still catch it: blind it too.
    monkeypatch.setattr(
        deciding,
        "_write_down",
        lambda report, verdict, user, *, before, words, now: _write_anyway(
            report, verdict, user, words=words, now=now
        ),
    )
    report = make_report()
    results = race(report, people, [DecisionKind.ANSWER, DecisionKind.ANSWER])
    assert [type(result) for result in results] == [Decision, Decision]


def _write_anyway(report: Report, verdict: Verdict, user: User, **rest: object) -> Decision:
    before = stamp_of(report)
    return _original(report, verdict, user, before=before, **rest)  # type: ignore[arg-type]


_original = deciding._write_down
