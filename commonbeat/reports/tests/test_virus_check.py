"""Every file is checked for viruses before anybody of the police opens it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from clamav_client.clamd import ClamdUnixSocket
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.audit.models import AuditEntry
from commonbeat.core import clock
from commonbeat.core.tests.clamd import EICAR, needs_clamd, running_clamd
from commonbeat.reports.actions import prepare_exhibits, submit_report
from commonbeat.reports.models import Exhibit, Identity, Report
from commonbeat.reports.presenters import file_views
from commonbeat.reports.queries import copy_of, exhibits, signed_address
from commonbeat.reports.rules.evidence import (
    MOST_TRIES,
    CopyRole,
    CustodyEvent,
    ExhibitState,
    VirusCheck,
    pause_after,
    verdict_of,
)
from commonbeat.reports.tests.evidence import keep
from commonbeat.reports.tests.factories import NOON, make_intake, make_receipt
from commonbeat.reports.tests.pictures import HIDING

pytestmark = pytest.mark.django_db
LETTER = b"What they sent me:\n" + EICAR + b"\n"


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with running_clamd(tmp_path_factory.mktemp("clamd")) as socket:
        yield socket


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def operator() -> User:
    return make_user(Role.TRIAGE_OPERATOR)


def sent(*uploads: bytes, rung: Identity = Identity.ANONYMOUS) -> Report:
    receipt = make_receipt()
    for upload in uploads:
        keep(receipt, data=upload, rung=rung)
    named = rung is Identity.NAMED
    return submit_report(
        intake=make_intake(receipt=receipt, identity=rung),
        realm_id=1,
        reporter=make_user() if named else None,
        now=NOON,
    ).report


def check_locked_away(exhibit: Exhibit, client: Client, operator: User) -> None:
    """It is in nobody's hands, has no picture, and the record and the pages say why."""
    exhibit.refresh_from_db()
    assert exhibit.status is ExhibitState.QUARANTINED
    assert exhibit.virus_check == VirusCheck.INFECTED.value
    assert copy_of(exhibit, CopyRole.THUMBNAIL) is None
    line = exhibit.custody.order_by("id").last()
    assert line is not None and line.event == CustodyEvent.QUARANTINED.value
    assert "Eicar" in line.reason
    assert AuditEntry.objects.filter(event="report.evidence-quarantined").count() == 1
    sign_in(client, operator)
    for copy in exhibit.copies.all():
        address = signed_address(copy, user=operator, now=clock.now())
        assert client.get(address).status_code == 404
    take = reverse("reports:take_out", args=[exhibit.key])
    for what in ("look", "clean", "original"):
        answer = client.post(take, {"what": what, "reason": "For the case"})
        assert answer.status_code == 404
    assert exhibit.report is not None
    [shown] = file_views(exhibits(exhibit.report))
    assert shown.shown is None


@needs_clamd
@pytest.mark.parametrize("rung", [Identity.ANONYMOUS, Identity.NAMED])
def test_a_virus_in_a_file_that_came_in_is_locked_away(
    clamd: Path, settings: Settings, client: Client, operator: User, rung: Identity
) -> None:
    settings.CLAMAV = f"unix://{clamd}"
    report = sent(LETTER, rung=rung)
    assert prepare_exhibits(now=NOON) == 1
    check_locked_away(exhibits(report)[0], client, operator)
    assert prepare_exhibits(now=NOON + timedelta(days=1)) == 0


@needs_clamd
def test_a_virus_behind_a_photograph_is_found_in_the_original(
    clamd: Path, settings: Settings, client: Client, operator: User
) -> None:
    settings.CLAMAV = f"unix://{clamd}"
    report = sent(HIDING["jpeg exif"]() + EICAR, rung=Identity.NAMED)
    prepare_exhibits(now=NOON)
    check_locked_away(exhibits(report)[0], client, operator)


@needs_clamd
def test_the_case_says_plainly_that_something_dangerous_was_found(
    clamd: Path, settings: Settings, client: Client, operator: User
) -> None:
    settings.CLAMAV = f"unix://{clamd}"
    report = sent(LETTER)
    prepare_exhibits(now=NOON)
    sign_in(client, operator)
    page = client.get(reverse("casework:report", args=[report.reference])).content.decode()
    assert "Something dangerous was found: not opened" in page
    assert "Download the clean copy" not in page


@needs_clamd
def test_a_clean_file_is_ready_and_says_so(clamd: Path, settings: Settings) -> None:
    settings.CLAMAV = f"unix://{clamd}"
    report = sent(HIDING["jpeg exif"](), b"A plain letter\n")
    assert prepare_exhibits(now=NOON) == 2
    for exhibit in exhibits(report):
        assert exhibit.status is ExhibitState.READY
        assert exhibit.virus_check == VirusCheck.CLEAN.value


@needs_clamd
def test_sabotage_a_scanner_that_is_not_listened_to_is_noticed(
    clamd: Path,
    settings: Settings,
    client: Client,
    operator: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.CLAMAV = f"unix://{clamd}"
    monkeypatch.setattr(ClamdUnixSocket, "instream", lambda *_: {"stream": ("OK", None)})
    report = sent(LETTER)
    prepare_exhibits(now=NOON)
    with pytest.raises(AssertionError):
        check_locked_away(exhibits(report)[0], client, operator)


def test_without_a_scanner_files_are_ready_and_say_that_nobody_looked() -> None:
    report = sent(LETTER)
    prepare_exhibits(now=NOON)
    [exhibit] = exhibits(report)
    assert exhibit.status is ExhibitState.READY
    assert exhibit.virus_check == VirusCheck.NOT_CHECKED.value


def opens(client: Client, exhibit: Exhibit) -> bool:
    take = reverse("reports:take_out", args=[exhibit.key])
    answer = client.post(take, {"what": "clean", "reason": "For the case"})
    return answer.status_code == 200


def test_a_scanner_that_is_away_is_asked_five_times_further_and_further_apart(
    settings: Settings, client: Client, operator: User
) -> None:
    settings.CLAMAV = "unix:///nowhere/clamd"
    report = sent(HIDING["jpeg exif"]())
    sign_in(client, operator)
    now = NOON
    for tries in range(1, MOST_TRIES + 1):
        assert not opens(client, exhibits(report)[0])
        assert prepare_exhibits(now=now) == 1
        assert prepare_exhibits(now=now + pause_after(tries) - timedelta(seconds=1)) == 0
        now += pause_after(tries) + timedelta(seconds=1)
    assert prepare_exhibits(now=now + timedelta(days=1)) == 0
    [exhibit] = exhibits(report)
    assert exhibit.status is ExhibitState.RECEIVED
    assert exhibit.virus_check == VirusCheck.UNREACHABLE.value
    assert copy_of(exhibit, CopyRole.THUMBNAIL) is None
    # Evidence is not lost to a broken scanner: it opens, and says that nobody looked.
    assert opens(client, exhibit)
    page = client.get(reverse("casework:report", args=[report.reference])).content.decode()
    assert "the check did not answer" in page


@needs_clamd
def test_a_scanner_that_comes_back_is_asked_again(clamd: Path, settings: Settings) -> None:
    settings.CLAMAV = "unix:///nowhere/clamd"
    report = sent(HIDING["jpeg exif"]())
    prepare_exhibits(now=NOON)
    settings.CLAMAV = f"unix://{clamd}"
    prepare_exhibits(now=NOON + timedelta(minutes=2))
    [exhibit] = exhibits(report)
    assert exhibit.virus_check == VirusCheck.CLEAN.value
    assert exhibit.status is ExhibitState.READY


def test_an_infected_file_cannot_be_in_any_other_state() -> None:
    [exhibit] = exhibits(sent(LETTER))
    with pytest.raises(IntegrityError), transaction.atomic():
        Exhibit.objects.filter(pk=exhibit.pk).update(virus_check=VirusCheck.INFECTED.value)


@pytest.mark.parametrize("worst", list(VirusCheck))
def test_a_file_is_as_safe_as_its_worst_copy(worst: VirusCheck) -> None:
    assert verdict_of([VirusCheck.CLEAN, worst]) is worst
    assert verdict_of([worst, VirusCheck.INFECTED]) is VirusCheck.INFECTED
