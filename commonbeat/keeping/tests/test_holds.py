"""Holds: nothing erases what is held, neither a person nor a sweep; two people end a hold."""

import ast
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.utils.timezone import localdate

import commonbeat
from commonbeat.accounts.actions import delete_account
from commonbeat.accounts.models import User
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.casework.actions import forget_incident
from commonbeat.casework.models import Incident
from commonbeat.casework.tests.incidents import incident_of
from commonbeat.core import clock, holds
from commonbeat.core.actors import SYSTEM
from commonbeat.core.errors import CommonbeatError, NotAllowed
from commonbeat.core.holds import Held
from commonbeat.intelligence.actions import erase_intelligence
from commonbeat.intelligence.models import IntelligenceReport
from commonbeat.intelligence.rules import State
from commonbeat.intelligence.tests.factories import make_graded, make_officer, move
from commonbeat.keeping.actions import (
    NotNow,
    Unsaid,
    answer_lift,
    ask_to_lift,
    erase_by_rule,
    erase_when_due,
    file_everything,
    file_record,
    place_hold,
)
from commonbeat.keeping.models import Hold, KeptRecord, Review
from commonbeat.keeping.rules import Group, HoldState, ReviewState, Verdict, Years
from commonbeat.keeping.tests.factories import (
    LATER,
    WHY,
    agree,
    ask,
    hold,
    make_finished,
    make_record,
    make_supervisor,
    put_years,
)
from commonbeat.reports.actions import erase_report
from commonbeat.reports.models import Exhibit, Identity, Report, Status
from commonbeat.reports.tests.evidence import keep as keep_file
from commonbeat.reports.tests.factories import NOON, make_receipt

pytestmark = pytest.mark.django_db

ROOT = Path(commonbeat.__file__).parent

# Every function that erases what somebody told, or what was made of it. Each is tried below.
ASK_FIRST = {
    "reports/actions/erasing.py erase_report",
    "reports/actions/erasing.py _forget_files",
    "casework/actions/incident_erasing.py _forget",
    "intelligence/actions/moving.py erase_intelligence",
    "partners/actions/ending.py forget_shares",
    "accounts/actions/people.py delete_account",
}


# What they forget tells of nobody who could be on hold.
OF_NOBODY = {
    "casework/actions/records_files.py forget_records_files": "why a file of days was asked for",
}


def shredders(folder: Path = ROOT) -> Iterator[str]:
    """Name every function that forgets the reasons of something in the audit log."""
    for path in folder.rglob("actions/*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
            names = {getattr(call, "id", getattr(call, "attr", "")) for call in calls}
            if "shred" in names:
                yield f"{path.relative_to(folder)} {function.name}"


class World:
    """A finished, named report with a file, an incident and intelligence: all of it one case."""

    def __init__(self) -> None:
        self.reporter = make_user()
        receipt = make_receipt()
        keep_file(receipt, rung=Identity.NAMED)
        self.report = make_finished(
            receipt=receipt, identity=Identity.NAMED, reporter=self.reporter
        )
        self.incident = incident_of(self.report)
        self.officer = make_officer()
        graded = make_graded(self.officer, report=self.report)
        self.intelligence = move(graded, State.ARCHIVED, self.officer)
        IntelligenceReport.objects.filter(pk=self.intelligence.pk).update(
            review_on=localdate(LATER)
        )
        file_everything(now=LATER)
        self.record = KeptRecord.objects.get(report=self.report)
        self.of_incident = KeptRecord.objects.get(incident=self.incident)

    def fresh(self) -> Report:
        return Report.objects.get(pk=self.report.pk)

    def left(self) -> tuple[object, ...]:
        """Return what an eraser would change."""
        report = self.fresh()
        return (
            report.description,
            report.status,
            report.reporter_id,
            Exhibit.objects.filter(report=report).count(),
            Incident.objects.get().title,
            IntelligenceReport.objects.get().state,
            IntelligenceReport.objects.get().items.count(),
        )


def _erase_by_asking(world: World) -> None:
    agree(ask(world.record))


def _erase_what_was_asked_before(world: World) -> None:
    review = Review.objects.create(
        record=world.of_incident,
        verdict=Verdict.ERASE.value,
        state=ReviewState.WAITING.value,
        reason=WHY,
        made_by=make_supervisor(),
        made_at=LATER,
    )
    agree(review)


def _erase_intelligence(world: World) -> None:
    current = IntelligenceReport.objects.get()
    erase_intelligence(
        report=current, reason=WHY, user=world.officer, expected=current.version, now=LATER
    )


def _sweep(world: World) -> None:
    put_years(Group.UNDETECTED, Years(6, 6, goes_alone=True))
    erase_by_rule(now=LATER)


def _forget_incident_of_nothing(world: World) -> None:
    world.incident.links.update(taken_out_at=NOON, taken_out_by="somebody")
    forget_incident(incident=world.incident, actor=SYSTEM, now=LATER)


ERASERS: dict[str, Callable[[World], Any]] = {
    "erase_report": lambda w: erase_report(
        report=w.fresh(), actor=SYSTEM, expected_version=w.fresh().version, now=LATER
    ),
    "two people": _erase_by_asking,
    "two people who asked before": _erase_what_was_asked_before,
    "the command": lambda w: erase_when_due(report=w.fresh(), actor=SYSTEM, reason=WHY, now=LATER),
    "the sweep": _sweep,
    "intelligence": _erase_intelligence,
    "the account": lambda w: delete_account(user=w.reporter, now=LATER),
    "the incident": _forget_incident_of_nothing,
    "the row of the report": lambda w: w.fresh().delete(),
    "the row of a file": lambda w: Exhibit.objects.filter(report=w.report).delete(),
    "the row of intelligence": lambda w: IntelligenceReport.objects.all().delete(),
    "the row of the reporter": lambda w: User.objects.filter(pk=w.reporter.pk).delete(),
}
# An incident that was emptied of its reports is held by a hold on the incident alone.
OF_THE_INCIDENT_ALONE = {"the incident"}


def survives(world: World, erase: Callable[[World], Any]) -> bool:
    """Let an eraser try; say whether everything is as it was."""
    before = world.left()
    try:
        with transaction.atomic():
            erase(world)
    except (CommonbeatError, ProtectedError):
        pass
    return world.left() == before


def test_every_eraser_of_the_code_is_tried_here() -> None:
    assert set(shredders()) == ASK_FIRST | set(OF_NOBODY)


def test_sabotage_an_eraser_that_nobody_tries_is_found(tmp_path: Path) -> None:
    (tmp_path / "actions").mkdir()
    new = tmp_path / "actions" / "new.py"
    new.write_text("def wipe(report):\n    shred(subject='report:1')\n", encoding="utf-8")
    assert set(shredders(tmp_path)) - ASK_FIRST == {"actions/new.py wipe"}


@pytest.mark.parametrize("name", sorted(set(ERASERS) - OF_THE_INCIDENT_ALONE))
def test_a_held_report_survives_every_eraser(name: str) -> None:
    world = World()
    hold(world.record, now=LATER)
    assert survives(world, ERASERS[name])


@pytest.mark.parametrize("name", sorted(ERASERS))
def test_a_held_incident_holds_its_reports_and_what_was_made_of_them(name: str) -> None:
    world = World()
    hold(world.of_incident, now=LATER)
    assert survives(world, ERASERS[name])


@pytest.mark.parametrize(
    "name", ["erase_report", "the command", "intelligence", "the account", "the incident"]
)
def test_sabotage_without_the_question_each_of_them_erases(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World()
    hold(world.record, now=LATER)
    hold(world.of_incident, now=LATER)
    monkeypatch.setattr(holds, "_holders", [])
    assert not survives(world, ERASERS[name])


def test_who_erases_it_all_the_same_is_told_why_not() -> None:
    world = World()
    hold(world.record, now=LATER)
    with pytest.raises(Held, match="Two supervisors can end the hold"):
        ERASERS["erase_report"](world)


def test_who_asks_to_erase_their_account_is_told_why_not_and_stays_signed_in() -> None:
    world = World()
    hold(world.record, now=LATER)
    client = Client()
    sign_in(client, world.reporter)
    page = client.post("/me/delete/", {"sure": "on"})
    assert page.status_code == 422
    assert "must keep something that you told us" in page.content.decode()
    assert client.get("/me/").status_code == 200
    assert User.objects.filter(pk=world.reporter.pk).exists()


# Ending a hold


def one_person_lifts() -> bool:
    """Let one person do all they can to end a hold; say whether it ended."""
    held, user = hold(make_record()), make_supervisor()
    ask_to_lift(hold=held, reason=WHY, user=user, now=LATER)
    for agrees in (True, True):
        try:
            with transaction.atomic():
                answer_lift(hold=held, agrees=agrees, reason=WHY, user=user, now=LATER)
        except (CommonbeatError, IntegrityError):
            continue
    held.refresh_from_db()
    return held.standing is HoldState.LIFTED


def test_one_person_ends_no_hold() -> None:
    assert not one_person_lifts()


def test_sabotage_one_person_who_counts_as_two_meets_the_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from commonbeat.keeping import permissions
    from commonbeat.keeping.actions import holding

    monkeypatch.setattr(permissions, "is_second", lambda **_who: True)
    assert not one_person_lifts(), "the table itself refuses"
    other = make_supervisor()
    monkeypatch.setattr(
        holding,
        "_move",
        lambda row, state, _changed: Hold.objects.filter(pk=row.pk).update(
            state=state.value, lifted_by=other, lift_asked_by=make_supervisor()
        ),
    )
    assert one_person_lifts()


def test_two_people_end_a_hold_and_then_it_can_be_erased() -> None:
    record = make_record()
    held = hold(record)
    ask_to_lift(hold=held, reason=WHY, user=make_supervisor(), now=LATER)
    with pytest.raises(Held):
        ask(record)
    answer_lift(hold=held, agrees=True, reason=WHY, user=make_supervisor(), now=LATER)
    agree(ask(record))
    held.refresh_from_db()
    assert Report.objects.get().state is Status.ERASED
    assert (held.standing, held.reason) == (HoldState.LIFTED, "")


def test_a_refusal_lets_the_hold_go_on_and_it_can_be_asked_again() -> None:
    held = hold(make_record())
    ask_to_lift(hold=held, reason=WHY, user=make_supervisor(), now=LATER)
    with pytest.raises(NotNow, match="asked that already"):
        ask_to_lift(hold=held, reason=WHY, user=make_supervisor(), now=LATER)
    answer_lift(hold=held, agrees=False, reason=WHY, user=make_supervisor(), now=LATER)
    held.refresh_from_db()
    assert (held.standing, held.lift_asked_by) == (HoldState.HELD, None)
    with pytest.raises(NotNow):
        answer_lift(hold=held, agrees=True, reason=WHY, user=make_supervisor(), now=LATER)


def test_a_hold_has_a_reason_a_day_and_comes_once() -> None:
    record, user = make_record(), make_supervisor()
    facts: dict[str, Any] = {"record": record, "user": user, "now": NOON}
    day = localdate(NOON) + timedelta(days=30)
    with pytest.raises(Unsaid):
        place_hold(review_on=day, reason="x", **facts)
    with pytest.raises(Unsaid):
        place_hold(review_on=localdate(NOON), reason=WHY, **facts)
    place_hold(review_on=day, reason=WHY, **facts)
    with pytest.raises(NotNow, match="already"):
        place_hold(review_on=day, reason=WHY, **facts)


def test_what_is_erased_cannot_be_held() -> None:
    record = make_record()
    agree(ask(record))
    with pytest.raises((NotAllowed, NotNow)):
        hold(record, now=LATER)


def test_a_report_that_left_a_held_incident_stays_held() -> None:
    world = World()
    hold(world.of_incident, now=LATER)
    world.incident.links.update(taken_out_at=clock.now(), taken_out_by="somebody")
    assert survives(world, ERASERS["erase_report"])
    assert file_record(subject=world.fresh(), now=LATER).gone_on is None
