"""The end of an upload: whatever happens while a file is put together, nobody is told too much."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from pytest_django import Settings

from commonbeat.audit.models import AuditEntry
from commonbeat.core import clock
from commonbeat.reports.actions import (
    evidence,
    pieces,
    prepare_exhibits,
    stripping,
    sweep_evidence,
)
from commonbeat.reports.actions.evidence import drop_exhibits
from commonbeat.reports.models import ArrivingPiece, Exhibit
from commonbeat.reports.queries import exhibits
from commonbeat.reports.rules import MessageKind, Status
from commonbeat.reports.rules.evidence import EvidenceFault, ExhibitState, Unfit
from commonbeat.reports.tests.evidence import files, keep, orphans
from commonbeat.reports.tests.factories import make_receipt, make_report
from commonbeat.reports.tests.pictures import HIDING
from commonbeat.reports.tests.test_uploads import Phone

pytestmark = pytest.mark.django_db(transaction=True)

type Happening = Callable[[], None]


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def phone() -> Phone:
    phone = Phone(make_receipt(), HIDING["jpeg exif"]())
    assert phone.begin().status_code == 201
    return phone


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Happening) -> None:
    """Let something happen while the file is looked at."""
    real = stripping.strip

    def strip(*args: Any, **facts: Any) -> Any:
        act()
        return real(*args, **facts)

    monkeypatch.setattr(evidence, "strip", strip)


def check_it_waits_and_arrives(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, act: Happening
) -> None:
    with monkeypatch.context() as broken:
        meanwhile(broken, act)
        phone.client.raise_request_exception = False
        answer = phone.send(0, len(phone.data))
        assert answer.status_code >= 500
    assert Exhibit.objects.get().status is ExhibitState.ARRIVING
    assert sum(piece.size for piece in ArrivingPiece.objects.all()) == len(phone.data)
    assert phone.here() == len(phone.data)
    assert Exhibit.objects.get().status is ExhibitState.RECEIVED
    assert not ArrivingPiece.objects.exists() and not orphans()


def fails(error: BaseException) -> Callable[..., None]:
    def act(*_args: object, **_facts: object) -> None:
        raise error

    return act


@pytest.mark.parametrize(
    "error",
    [OperationalError("locked"), Unfit(EvidenceFault.BUSY), Unfit(EvidenceFault.NO_ROOM)],
    ids=["the database is locked", "no place to look at it", "the disk is full"],
)
def test_what_passes_by_itself_loses_no_file(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    check_it_waits_and_arrives(phone, monkeypatch, fails(error))


def test_sabotage_a_file_refused_for_want_of_room_is_noticed(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "_PASSING", frozenset())
    with pytest.raises(AssertionError):
        check_it_waits_and_arrives(phone, monkeypatch, fails(Unfit(EvidenceFault.NO_ROOM)))


def test_nobody_is_told_that_a_file_is_here_while_it_is_being_finished(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is told so never asks again, and a process that died would leave it undone."""
    with monkeypatch.context() as killed:
        # As a process leaves it that is killed while it is at it.
        killed.setattr(pieces, "_take_or_refuse", fails(KeyboardInterrupt()))
        killed.setattr(pieces, "_unclaimed_after_a_fault", nullcontext)
        with pytest.raises(KeyboardInterrupt):
            phone.send(0, len(phone.data))
    answer = phone.ask("HEAD")
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    later = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert phone.here() == len(phone.data)
    assert Exhibit.objects.get().status is ExhibitState.RECEIVED


def check_nothing_comes_back(phone: Phone, monkeypatch: pytest.MonkeyPatch, act: Happening) -> None:
    meanwhile(monkeypatch, act)
    assert phone.send(0, len(phone.data)).status_code == 404
    assert not Exhibit.objects.exists() and not files()


def test_a_file_given_up_while_it_is_looked_at_does_not_come_back(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_nothing_comes_back(
        phone, monkeypatch, lambda: drop_exhibits(receipt=phone.receipt, now=clock.now())
    )


def test_a_file_of_a_report_that_was_taken_back_meanwhile_is_destroyed(phone: Phone) -> None:
    phone.send(0, 1_000)
    report = make_report(receipt=phone.receipt, now=clock.now())
    type(report).objects.update(status=Status.WITHDRAWN.value)
    assert phone.send(1_000, len(phone.data)).status_code == 404
    assert not Exhibit.objects.exists() and not files()
    assert AuditEntry.objects.filter(event="report.evidence-removed").count() == 1


def test_a_file_that_comes_after_the_report_can_be_given_up_too(phone: Phone) -> None:
    make_report(receipt=phone.receipt, now=clock.now())
    late = Phone(phone.receipt, phone.data)
    assert late.begin().status_code == 201
    late.send(0, 1_000)
    assert late.ask("DELETE").status_code == 204
    assert late.ask("HEAD").status_code == 404


def test_sabotage_a_row_that_is_written_again_is_noticed(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "_keep_row", lambda exhibit: exhibit.save())
    with pytest.raises(AssertionError):
        check_nothing_comes_back(
            phone, monkeypatch, lambda: drop_exhibits(receipt=phone.receipt, now=clock.now())
        )


def test_what_is_said_of_a_file_while_it_is_looked_at_stays(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    Exhibit.objects.update(description="")
    meanwhile(
        monkeypatch,
        lambda: evidence.describe_exhibit(exhibit=Exhibit.objects.get(), words="The van."),
    )
    phone.send(0, len(phone.data))
    assert Exhibit.objects.get().description == "The van."


def test_a_file_that_missed_its_report_is_given_to_it_soon() -> None:
    receipt = make_receipt()
    report = make_report(receipt=receipt, now=clock.now())
    keep(receipt, now=clock.now())
    sweep_evidence(now=clock.now() + timedelta(minutes=15))
    assert [each.status for each in exhibits(report)] == [ExhibitState.RECEIVED]
    assert report.messages.get(kind=MessageKind.EVENT.value).body == "A photo was added."
    assert prepare_exhibits(now=clock.now()) == 1


def test_a_report_that_was_withdrawn_is_given_no_file() -> None:
    receipt = make_receipt()
    report = make_report(receipt=receipt, now=clock.now())
    type(report).objects.update(status=Status.WITHDRAWN.value)
    keep(receipt, now=clock.now())
    sweep_evidence(now=clock.now() + timedelta(minutes=15))
    assert not Exhibit.objects.exists() and not files()
