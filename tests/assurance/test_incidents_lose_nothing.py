"""Any order of joining, parting, merging and undoing loses no report, no line and no message.

A machine puts reports into incidents, takes them out, merges, undoes, closes and erases at random,
on a real database. COMMONBEAT_ASSURANCE=full takes 10,000 steps.
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
from commonbeat.casework.actions import (
    Ending,
    NotNow,
    StaleIncident,
    add_report,
    close_incident,
    make_incident,
    merge_incidents,
    move_incident,
    take_out,
    undo_merge,
)
from commonbeat.casework.models import Incident, IncidentEntry, IncidentReport
from commonbeat.casework.queries import incident_links, to_be_told
from commonbeat.casework.rules import IncidentState, Outcome
from commonbeat.core.actors import SYSTEM
from commonbeat.core.states import MoveNotAllowed
from commonbeat.reports.actions import erase_report, withdraw_report
from commonbeat.reports.models import Message, Report, Status
from commonbeat.reports.tests.factories import NOON, make_report
from tests.assurance.figures import figure

pytestmark = [pytest.mark.assurance, pytest.mark.django_db]

PROMISED = figure(300, 10_000)
STEPS = figure(25, 50)
LIVES = figure(13, 210)
WHY = "The same street and evening"
ENDING = Ending(Outcome.DEALT_WITH, "We found out what it was.", WHY)


class Joining(RuleBasedStateMachine):
    """A few reports and incidents, and what people do with them."""

    sent = Bundle("sent")
    made = Bundle("made")

    # Steps of all lives since somebody set this to nothing.
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self._all = transaction.atomic()
        self._all.__enter__()
        self.now = NOON
        self.where: dict[int, int | None] = {}
        self.lines: dict[int, str] = {}
        self.links = 0
        self.said: set[int] = set()
        self.told: dict[int, int] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._all.__exit__(None, None, None)

    @initialize()
    def people(self) -> None:
        self.officer = make_user(Role.SUPERVISOR)

    def who(self, **facts: Any) -> dict[str, Any]:
        self.now += timedelta(minutes=1)
        return {"reason": WHY, "user": self.officer, "now": self.now, **facts}

    @rule(target=sent)
    def submit(self) -> int:
        report = make_report(now=self.now)
        self.where[report.pk] = None
        return report.pk

    @rule(target=made, report=sent)
    def make(self, report: int) -> int:
        try:
            incident = make_incident(
                reports=[Report.objects.get(pk=report)], **self.who(title="An event")
            )
        except (StaleIncident, NotNow):
            return 0
        self.where[report] = incident.pk
        return incident.pk

    @rule(report=sent, incident=made)
    def put_in(self, report: int, incident: int) -> None:
        row = Incident.objects.filter(pk=incident).first()
        if row is None:
            return
        with contextlib.suppress(StaleIncident, NotNow):
            add_report(incident=row, report=Report.objects.get(pk=report), **self.who())
            self.where[report] = incident

    @rule(report=sent)
    def take_out(self, report: int) -> None:
        link = IncidentReport.objects.current().filter(report=report).first()
        if link is not None:
            with contextlib.suppress(NotNow):
                take_out(link=link, **self.who())
                self.where[report] = None

    @rule(one=made, other=made)
    def merge(self, one: int, other: int) -> None:
        pair = [Incident.objects.filter(pk=pk).first() for pk in (one, other)]
        if pair[0] is None or pair[1] is None:
            return
        versions = (pair[0].version, pair[1].version)
        with contextlib.suppress(NotNow):
            merge_incidents(one=pair[0], other=pair[1], expected_versions=versions, **self.who())
            older, younger = sorted((one, other))
            for report, place in self.where.items():
                if place == younger:
                    self.where[report] = older

    @rule(incident=made)
    def undo(self, incident: int) -> None:
        row = Incident.objects.filter(pk=incident).first()
        if row is None:
            return
        back = IncidentReport.objects.current().filter(came_from__incident=row)
        coming = list(back.filter(incident=row.merged_into).values_list("report", flat=True))
        with contextlib.suppress(NotNow):
            undo_merge(incident=row, expected_version=row.version, **self.who())
            for report in coming:
                self.where[report] = incident

    @rule(incident=made, after=st.sampled_from([IncidentState.RESOLVED, IncidentState.UNDER_WAY]))
    def move(self, incident: int, after: IncidentState) -> None:
        row = Incident.objects.filter(pk=incident).first()
        if row is not None:
            with contextlib.suppress(NotNow):
                move_incident(incident=row, after=after, expected_version=row.version, **self.who())

    @rule(incident=made)
    def close(self, incident: int) -> None:
        row = Incident.objects.filter(pk=incident).first()
        if row is None:
            return
        told = to_be_told(incident_links(row))
        who = self.who()
        del who["reason"]
        with contextlib.suppress(NotNow):
            left = close_incident(
                incident=row,
                ending=ENDING,
                expected_version=row.version,
                stamps={report.key: stamp for report, stamp in told},
                **who,
            )
            assert left == []
            for report, _stamp in told:
                self.told[report.pk] = self.told.get(report.pk, 0) + 1

    @rule(report=sent)
    def take_back(self, report: int) -> None:
        with contextlib.suppress(MoveNotAllowed):
            withdraw_report(report=Report.objects.get(pk=report), now=self.now)

    @rule(report=sent)
    def erase(self, report: int) -> None:
        row = Report.objects.get(pk=report)
        with contextlib.suppress(MoveNotAllowed):
            erase_report(report=row, actor=SYSTEM, expected_version=row.version, now=self.now)
            self.where[report] = None
            self.said -= set(self.said & self._of_erased(report))
            self.told.pop(report, None)

    def _of_erased(self, report: int) -> set[int]:
        here = set(Message.objects.values_list("pk", flat=True))
        return {pk for pk in self.said if pk not in here}

    @invariant()
    def nothing_is_lost(self) -> None:
        type(self).steps += 1
        self._every_report_is_where_it_was_put()
        self._no_line_and_no_link_is_gone()
        self._everybody_was_told_once_for_each_ending()

    def _every_report_is_where_it_was_put(self) -> None:
        current = IncidentReport.objects.current().values_list("report", "incident")
        places = dict(current)
        assert len(places) == len(current)
        assert {pk: places.get(pk) for pk in self.where} == self.where
        assert set(places) <= set(Report.objects.values_list("pk", flat=True))
        for row in Incident.objects.filter(state=IncidentState.MERGED.value):
            assert row.pk not in places.values(), "what is merged away holds nothing"

    def _no_line_and_no_link_is_gone(self) -> None:
        lines = {entry.pk: entry.kind for entry in IncidentEntry.objects.all()}
        assert self.lines.items() <= lines.items()
        self.lines = lines
        for incident in Incident.objects.all():
            numbers = list(incident.entries.order_by("number").values_list("number", flat=True))
            assert numbers == list(range(1, len(numbers) + 1))
        links = IncidentReport.objects.count()
        assert links >= self.links
        self.links = links

    def _everybody_was_told_once_for_each_ending(self) -> None:
        messages = set(Message.objects.values_list("pk", flat=True))
        assert self.said <= messages
        self.said = messages
        for report in Report.objects.exclude(status=Status.ERASED.value):
            outcomes = report.messages.filter(kind="outcome").count()
            assert outcomes == self.told.get(report.pk, 0)


def live(lives: int = LIVES, steps: int = STEPS, *, shrink: bool = True) -> int:
    """Live some lives of some steps; return how many steps were taken in all."""
    Joining.steps = 0
    run_state_machine_as_test(
        Joining,
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
    return Joining.steps - lives  # everything is looked at once before the first step


def test_no_order_of_joining_and_parting_loses_anything() -> None:
    assert live() >= 0.9 * PROMISED


def _forget_rows(link: IncidentReport, *_args: object, **_facts: object) -> None:
    link.delete()


@pytest.mark.parametrize(
    ("where", "careless"),
    [
        ("commonbeat.casework.actions.incidents.end_link", _forget_rows),
        ("commonbeat.casework.actions.incident_merging._carry", lambda *_args, **_facts: None),
        ("commonbeat.casework.actions.incident_outcome.decide", lambda **_facts: None),
    ],
    ids=["rows that go", "reports that stay behind", "an outcome that nobody is told"],
)
def test_sabotage_a_careless_step_is_noticed(
    monkeypatch: pytest.MonkeyPatch, where: str, careless: object
) -> None:
    monkeypatch.setattr(where, careless)
    with pytest.raises(BaseException) as found:
        live(lives=30, steps=25, shrink=False)
    assert "AssertionError" in repr(found.value) or isinstance(found.value, AssertionError)
