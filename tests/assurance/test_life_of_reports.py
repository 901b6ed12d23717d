"""Any order of things that people do to reports leaves every promise about reports true.

A machine submits, resends, opens, decides, answers, writes, takes back and erases at random, on a
real database. COMMONBEAT_ASSURANCE=full takes 10,000 steps.
"""

import contextlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.actions import chain_unchained
from commonbeat.audit.models import AuditEntry
from commonbeat.audit.queries import verify
from commonbeat.casework.actions import NotNow, StaleDecision, decide, open_report
from commonbeat.casework.models import Decision
from commonbeat.casework.queries import stamp_of
from commonbeat.casework.rules import DecisionKind
from commonbeat.casework.tests.factories import make_verdict
from commonbeat.core.actors import SYSTEM
from commonbeat.core.states import MoveNotAllowed
from commonbeat.reports.actions import (
    CannotSend,
    FaultyMessage,
    answer_received,
    erase_report,
    open_received,
    say_as_reporter,
    send_to_police,
    submit_report,
    withdraw_report,
)
from commonbeat.reports.models import Message, Received, Report, Status, Topic
from commonbeat.reports.queries import clocks, report_by_receipt, report_by_reference
from commonbeat.reports.rules import STATUS_TABLE, Identity, hour_band
from commonbeat.reports.tests.factories import NOON, make_intake, make_member, make_receiver
from tests.assurance.figures import figure

pytestmark = [pytest.mark.assurance, pytest.mark.django_db]

PROMISED = figure(300, 10_000)
STEPS = figure(25, 50)
# Some lives end early, so there are a few more than divide the figure.
LIVES = figure(14, 220)
TOOK_BACK = "You took your report back."
SILENT = {Status.WITHDRAWN, Status.ERASED}


class Life(RuleBasedStateMachine):
    """What happens to a few reports, and what was true of each after the step before."""

    sent = Bundle("sent")

    # Steps of all lives since somebody set this to nothing.
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self._all = transaction.atomic()
        self._all.__enter__()
        self.now = NOON
        self.before: dict[str, tuple[Status, int]] = {}
        self.moves: dict[str, int] = {}
        self.intakes: dict[str, Any] = {}
        self.told_police: set[str] = set()

    def teardown(self) -> None:
        try:
            while chain_unchained():
                continue
            assert verify().is_whole
        finally:
            transaction.set_rollback(True)
            self._all.__exit__(None, None, None)

    @invariant()
    def another_step(self) -> None:
        type(self).steps += 1

    @initialize()
    def people(self) -> None:
        self.resident = make_user(Role.RESIDENT)
        self.officer = make_user(Role.TRIAGE_OPERATOR)
        self.university = make_receiver()
        self.member = make_member(self.university)

    @rule(target=sent, topic=st.sampled_from(list(Topic)), named=st.booleans())
    def submit(self, topic: Topic, named: bool) -> str:
        identity = max(Identity, key=list(Identity).index) if named else Identity.ANONYMOUS
        intake = make_intake(topic=topic, identity=identity)
        reporter = self.resident if named else None
        done = submit_report(intake=intake, realm_id=1, reporter=reporter, now=self.now)
        assert done.created
        self.intakes[done.report.key] = (intake, reporter)
        return done.report.key

    @rule(key=sent)
    def resend(self, key: str) -> None:
        intake, reporter = self.intakes[key]
        if Report.objects.get(key=key).state is Status.ERASED:
            assert report_by_receipt(intake.receipt) is None
            return
        done = submit_report(intake=intake, realm_id=1, reporter=reporter, now=self.now)
        assert not done.created and done.report.key == key

    @rule(target=sent, topic=st.sampled_from(list(Topic)), to_police=st.booleans())
    def submit_to_university(self, topic: Topic, to_police: bool) -> str:
        intake = make_intake(topic=topic, sent_to=self.university.pk, to_police=to_police)
        done = submit_report(intake=intake, realm_id=1, reporter=None, now=self.now)
        assert done.created and done.report.to_police == to_police
        self.intakes[done.report.key] = (intake, None)
        return done.report.key

    @rule(key=sent)
    def open_elsewhere(self, key: str) -> None:
        received = Received.objects.filter(report__key=key).first()
        if received is not None:
            open_received(received=received, member=self.member, now=self.now)

    @rule(key=sent, closes=st.booleans())
    def answer_elsewhere(self, key: str, closes: bool) -> None:
        received = Received.objects.filter(report__key=key).first()
        if received is not None:
            facts = {"received": received, "body": "We help.", "member": self.member}
            with contextlib.suppress(FaultyMessage):
                answer_received(closes=closes, now=self.now, **facts)

    @rule(key=sent)
    def add_police(self, key: str) -> None:
        report = Report.objects.get(key=key)
        with contextlib.suppress(CannotSend):
            send_to_police(report=report, now=self.now)
            with pytest.raises(CannotSend):
                send_to_police(report=report, now=self.now)

    @rule(key=sent)
    def look(self, key: str) -> None:
        report = Report.objects.get(key=key)
        if not report.to_police:
            assert self._known(report) is None
            return
        open_report(report=report, user=self.officer, reason="It is next in line", now=self.now)

    @rule(key=sent, kind=st.sampled_from(list(DecisionKind)))
    def decide(self, key: str, kind: DecisionKind) -> None:
        report = Report.objects.get(key=key)
        if not report.to_police:
            return
        facts = {"report": report, "user": self.officer, "expected": stamp_of(report)}
        verdict = make_verdict(kind, drift_accepted=True)
        with contextlib.suppress(NotNow):
            decide(verdict=verdict, now=self.now, **facts)
            # The same page once more: somebody decided meanwhile, if only we ourselves.
            with pytest.raises((StaleDecision, NotNow)):
                decide(verdict=verdict, now=self.now, **facts)

    @rule(key=sent, once=st.sampled_from(["", "one", "two"]))
    def write(self, key: str, once: str) -> None:
        report = Report.objects.get(key=key)
        if report.state in SILENT:
            with pytest.raises(FaultyMessage):
                say_as_reporter(report=report, body="One more thing.", once="new", now=self.now)
            return
        say_as_reporter(report=report, body="One more thing.", once=once, now=self.now)

    @rule(key=sent)
    def take_back(self, key: str) -> None:
        report = Report.objects.get(key=key)
        with contextlib.suppress(MoveNotAllowed):
            withdraw_report(report=report, now=self.now)

    @rule(key=sent)
    def erase(self, key: str) -> None:
        report = Report.objects.get(key=key)
        with contextlib.suppress(MoveNotAllowed):
            erase_report(report=report, actor=SYSTEM, expected_version=report.version, now=self.now)

    @rule(minutes=st.sampled_from([1, 44, 46, 13 * 60, 80 * 60]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @invariant()
    def every_promise_holds(self) -> None:
        for report in Report.objects.select_related("reporter", "area"):
            self._moves_are_in_the_table(report)
            self._stands_where_it_belongs(report)
            self._is_written_down(report)

    def _moves_are_in_the_table(self, report: Report) -> None:
        begins = Status.SUBMITTED if report.to_police else Status.ELSEWHERE
        before, version = self.before.get(report.key, (begins, 1))
        # Who has the police told never takes it from them again.
        assert report.to_police or report.key not in self.told_police
        if report.to_police:
            self.told_police.add(report.key)
        moved = report.state is not before
        assert not moved or STATUS_TABLE.allows(before, report.state), (before, report.state)
        assert report.version == version + moved
        self.moves[report.key] = self.moves.get(report.key, 0) + moved
        self.before[report.key] = (report.state, report.version)

    def _known(self, report: Report) -> Report | None:
        return report_by_reference(realm_id=1, reference=report.reference, reader=self.officer)

    def _stands_where_it_belongs(self, report: Report) -> None:
        assert report.queue_at == report.queue_moment()
        assert report.to_police or report.queue_at is None
        known = self._known(report)
        assert (known is not None) == report.to_police
        if not report.to_police:
            assert not Decision.objects.filter(report=report).exists()
            assert report.received_at == hour_band(report.received_at)
        for clock in clocks(report, self.now):
            assert 0 <= clock.fraction <= 1
            assert clock.stopped_at is None or clock.stopped_at >= report.received_at
        if report.is_anonymous:
            assert report.reporter is None
            if report.state is not Status.SUBMITTED:
                assert (report.received_at.minute, report.received_at.second) == (0, 0)
        if report.state is Status.ERASED:
            assert report.description == report.place == ""
            assert not Message.objects.filter(report=report).exists()

    def _is_written_down(self, report: Report) -> None:
        entries = AuditEntry.objects.filter(subject=f"report:{report.key}")
        decisions = Decision.objects.filter(report=report)
        assert entries.filter(event="report.submitted").count() == 1
        assert entries.filter(event="report.status-changed").count() == self.moves[report.key]
        assert entries.filter(event="report.decided").count() == decisions.count()
        numbers = list(decisions.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        telling = (
            *("report.message-sent", "report.reporter-wrote", "report.event-told"),
            "report.partner-wrote",
        )
        said = entries.filter(event__in=telling).count()
        if report.state is not Status.ERASED:
            of_police = Message.objects.filter(report=report, author="police")
            spoken = of_police.exclude(kind__in=("update", "event"))
            assert (report.answered_at is not None) == spoken.exists()
            # Taking it back is one entry of the log, and tells of itself in the thread.
            talk = Message.objects.filter(report=report)
            assert said == sum(message.body != TOOK_BACK for message in talk)


def live(lives: int = LIVES, steps: int = STEPS, *, shrink: bool = True) -> int:
    """Live some lives of some steps; return how many steps were taken in all."""
    Life.steps = 0
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
    return Life.steps - lives  # the promises are looked at once before the first step


def test_no_order_of_steps_breaks_a_promise() -> None:
    assert live() >= 0.9 * PROMISED


@pytest.mark.parametrize(
    ("where", "careless"),
    [
        ("commonbeat.reports.actions.talk.settle", lambda report, **_changes: None),
        ("commonbeat.reports.actions.status.record", lambda **_facts: None),
        ("commonbeat.reports.actions.status.hour_band", lambda moment: moment),
        ("commonbeat.reports.actions.erasing._EMPTY", {}),
        ("commonbeat.reports.models.report.ReportQuerySet.for_police", lambda reports: reports),
    ],
    ids=[
        *("a place in the queue", "a move in the log", "a minute that stays", "words that stay"),
        "a list that forgets who was to read it",
    ],
)
def test_sabotage_a_careless_step_is_noticed(
    monkeypatch: pytest.MonkeyPatch, where: str, careless: object
) -> None:
    monkeypatch.setattr(where, careless)
    with pytest.raises(BaseException) as found:
        live(lives=30, steps=25, shrink=False)
    assert "AssertionError" in repr(found.value) or isinstance(found.value, AssertionError)
