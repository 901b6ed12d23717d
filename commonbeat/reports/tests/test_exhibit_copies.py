"""Copies that are made to be looked at and played, and how they are given out."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.core import clock, sandbox
from commonbeat.core.sandbox import Failure, SandboxFailed
from commonbeat.reports.actions import prepare_exhibits
from commonbeat.reports.actions.copying import play_exhibits
from commonbeat.reports.models import Exhibit, Report
from commonbeat.reports.queries import copy_of, exhibits, signed_address
from commonbeat.reports.rules.byte_ranges import part_of
from commonbeat.reports.rules.evidence import CopyRole, CustodyEvent
from commonbeat.reports.tests.cleaning import films
from commonbeat.reports.tests.evidence import bytes_of, keep
from commonbeat.reports.tests.factories import NOON, make_receipt, make_report
from commonbeat.reports.tests.pictures import check_nothing_hidden, exif, picture, saved

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def operator(client: Client) -> User:
    operator = make_user(Role.TRIAGE_OPERATOR)
    sign_in(client, operator)
    return operator


def sent(data: bytes) -> Report:
    receipt = make_receipt()
    keep(receipt, data=data)
    return make_report(receipt=receipt)


def film() -> bytes:
    return films.FILMS["webm vp9 opus"]()


def played(data: bytes) -> tuple[Report, Exhibit]:
    report = sent(data)
    prepare_exhibits(now=NOON)
    assert play_exhibits(now=NOON) == 1
    return report, exhibits(report)[0]


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_photograph_has_a_small_and_a_viewing_copy() -> None:
    report = sent(saved(picture((3_000, 2_400)), "JPEG", exif=exif()))
    prepare_exhibits(now=NOON)
    [exhibit] = exhibits(report)
    view = copy_of(exhibit, CopyRole.VIEW)
    assert view is not None and (view.width, view.height) == (2_000, 1_600)
    for role in (CopyRole.THUMBNAIL, CopyRole.VIEW):
        check_nothing_hidden(bytes_of(exhibit, role))


def test_opening_a_photograph_leads_to_the_viewing_copy(client: Client, operator: User) -> None:
    report = sent(saved(picture((3_000, 2_400)), "JPEG"))
    prepare_exhibits(now=NOON)
    [exhibit] = exhibits(report)
    take = reverse("reports:take_out", args=[exhibit.key])
    answer = client.post(take, {"what": "look"}, follow=True)
    assert body(answer) == bytes_of(exhibit, CopyRole.VIEW)
    assert answer["Content-Disposition"].startswith("inline")


def test_a_film_has_a_copy_that_plays(client: Client, operator: User) -> None:
    report, exhibit = played(film())
    assert bytes_of(exhibit, CopyRole.PLAYABLE)[4:8] == b"ftyp"
    page = client.get(reverse("casework:report", args=[report.reference])).content.decode()
    assert '<video class="cb-player" controls preload="none"' in page
    assert "autoplay" not in page
    assert play_exhibits(now=NOON + timedelta(days=1)) == 0


def test_a_sound_is_given_a_player(client: Client, operator: User) -> None:
    report, _exhibit = played(films.SOUNDS["mp3"]())
    page = client.get(reverse("casework:report", args=[report.reference])).content.decode()
    assert '<audio class="cb-player" controls preload="none"' in page


def test_until_a_film_plays_the_case_says_that_a_copy_is_being_made(
    client: Client, operator: User
) -> None:
    report = sent(film())
    prepare_exhibits(now=NOON)
    page = client.get(reverse("casework:report", args=[report.reference])).content.decode()
    assert "A copy that plays here is being made" in page
    assert "<video" not in page


def test_a_film_is_given_out_part_by_part_and_that_is_one_look(
    client: Client, operator: User
) -> None:
    _report, exhibit = played(film())
    copy = copy_of(exhibit, CopyRole.PLAYABLE)
    assert copy is not None
    whole = bytes_of(exhibit, CopyRole.PLAYABLE)
    address = signed_address(copy, user=operator, now=clock.now())
    for asked, part in (
        ("bytes=0-", whole),
        ("bytes=10-19", whole[10:20]),
        ("bytes=-5", whole[-5:]),
    ):
        answer = client.get(address, headers={"range": asked})
        assert answer.status_code == 206
        assert body(answer) == part
        assert answer["Content-Length"] == str(len(part))
        assert answer["Content-Range"].endswith(f"/{len(whole)}")
        assert "media-src 'self'" in answer["Content-Security-Policy"]
    assert exhibit.custody.filter(event=CustodyEvent.VIEWED.value).count() == 1


@pytest.mark.parametrize("asked", ["", "bytes=", "bytes=-", "bytes=9-3", "bytes=0-1,4-5", "x=1-2"])
def test_a_part_that_is_none_means_the_whole_file(asked: str) -> None:
    assert part_of(asked, size=100) is None


def test_a_part_never_reaches_beyond_the_file() -> None:
    assert part_of("bytes=90-500", size=100) == (90, 100)
    assert part_of("bytes=-500", size=100) == (0, 100)
    assert part_of("bytes=100-", size=100) is None


def test_a_film_that_kills_its_worker_is_tried_five_times_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report = sent(film())
    prepare_exhibits(now=NOON)

    def die(*_args: object, **_facts: object) -> None:
        raise SandboxFailed(Failure.DIED)

    monkeypatch.setattr(sandbox, "run", die)
    tried = [play_exhibits(now=NOON + timedelta(hours=2 * number)) for number in range(7)]
    assert tried == [1, 1, 1, 1, 1, 0, 0]
    assert copy_of(exhibits(report)[0], CopyRole.PLAYABLE) is None


@pytest.mark.parametrize("minutes", [4, 5, 600])
def test_an_address_of_a_file_opens_for_five_minutes_and_for_one_person(
    client: Client, operator: User, minutes: int
) -> None:
    [exhibit] = exhibits(sent(saved(picture((300, 200)), "JPEG")))
    copy = copy_of(exhibit, CopyRole.CLEAN)
    assert copy is not None
    made_at = clock.now() - timedelta(minutes=minutes)
    answer = client.get(signed_address(copy, user=operator, now=made_at))
    assert answer.status_code == (200 if minutes < 5 else 404)
    of_another = signed_address(copy, user=make_user(Role.SUPERVISOR), now=clock.now())
    assert client.get(of_another).status_code == 404


def caged(answer: Any) -> bool:
    """Say whether a browser may do nothing with a file but show it, as what it is said to be."""
    policy = [part.strip() for part in answer.headers["Content-Security-Policy"].split(";")]
    return (
        answer.headers["X-Content-Type-Options"] == "nosniff"
        and "sandbox" in policy
        and "default-src 'none'" in policy
        and not any(part.startswith("script-src") for part in policy)
    )


def given_out(client: Client) -> list[Any]:
    """Return the answers that give a photograph out: to the police, and to its reporter."""
    receipt = make_receipt()
    keep(receipt, data=saved(picture(), "JPEG"))
    report = make_report(receipt=receipt)
    prepare_exhibits(now=NOON)
    [exhibit] = exhibits(report)
    take = reverse("reports:take_out", args=[exhibit.key])
    holder = Client()
    holder.post("/receipt/", {"receipt": receipt})
    clean = copy_of(exhibit, CopyRole.CLEAN)
    assert clean is not None
    answers = [
        client.post(take, {"what": "look"}, follow=True),
        holder.get(f"/receipt/files/{clean.key}/"),
    ]
    assert all(answer.status_code == 200 and body(answer) for answer in answers)
    return answers


def test_a_file_given_out_can_do_nothing(client: Client, operator: User) -> None:
    assert all(caged(answer) for answer in given_out(client))


def test_sabotage_a_file_given_out_without_its_cage_is_noticed(
    client: Client, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commonbeat.reports.views.media._CAGE", "")
    assert not any(caged(answer) for answer in given_out(client))
