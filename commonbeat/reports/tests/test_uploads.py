"""Files in pieces: cut anywhere and gone on with, they are whole or not there."""

import hashlib
import io
import random
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from django.http import HttpResponse
from django.test import Client
from PIL import Image
from pytest_django import Settings

from commonbeat.core import clock
from commonbeat.core.durable_storage import opened
from commonbeat.core.sealed_files import DamagedFile
from commonbeat.reports.actions import Owner, begin_arrival, pieces, sweep_evidence
from commonbeat.reports.actions.evidence import seal_in
from commonbeat.reports.models import ArrivingPiece, Exhibit, Identity
from commonbeat.reports.queries import exhibits
from commonbeat.reports.rules import AuthorKind, MessageKind, hour_band
from commonbeat.reports.rules.evidence import ExhibitState
from commonbeat.reports.rules.tus import PIECE_TYPE
from commonbeat.reports.tests.evidence import bytes_of, files, orphans
from commonbeat.reports.tests.factories import make_receipt, make_report
from commonbeat.reports.tests.pictures import check_nothing_hidden, exif

pytestmark = pytest.mark.django_db(transaction=True)
CUTS = 20


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(scope="module")
def photo() -> bytes:
    """A photograph of about a megabyte, with hidden data in it."""
    noise = Image.effect_noise((1_200, 1_200), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=92, exif=exif())
    return out.getvalue()


class Phone:
    """A browser that sends one file in pieces."""

    def __init__(self, receipt: str, data: bytes) -> None:
        self.client = Client()
        self.receipt = receipt
        self.data = data
        self.address = ""

    def ask(self, method: str, path: str = "", body: bytes = b"", **headers: str) -> HttpResponse:
        answer: Any = self.client.generic(
            method,
            path or self.address,
            body,
            content_type=PIECE_TYPE,
            headers={"Commonbeat-Receipt": self.receipt, "Tus-Resumable": "1.0.0", **headers},
        )
        return cast(HttpResponse, answer)

    def begin(self) -> HttpResponse:
        answer = self.ask("POST", "/evidence/", b"", **{"Upload-Length": str(len(self.data))})
        self.address = answer.headers.get("Location", "")
        return answer

    def here(self) -> int:
        return int(self.ask("HEAD").headers["Upload-Offset"])

    def send(self, start: int, end: int) -> HttpResponse:
        return self.ask("PATCH", body=self.data[start:end], **{"Upload-Offset": str(start)})


def send_cut(phone: Phone, cuts: list[int]) -> None:
    """Send a file whose connection breaks at each of these places."""
    assert phone.begin().status_code == 201
    for cut in [*sorted(cuts), len(phone.data)]:
        start = phone.here()
        assert phone.send(start, cut).status_code == 204


def test_a_file_cut_at_twenty_places_arrives_whole(
    photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    real = seal_in

    def watch(exhibit: Exhibit, whole: Any, **facts: Any) -> None:
        seen.append(whole.writer.sha256)
        real(exhibit, whole, **facts)

    monkeypatch.setattr(pieces, "seal_in", watch)
    phone = Phone(make_receipt(), photo)
    send_cut(phone, random.Random(3).sample(range(1, len(photo)), CUTS))
    assert seen == [hashlib.sha256(photo).hexdigest()]
    exhibit = Exhibit.objects.get()
    assert exhibit.status is ExhibitState.RECEIVED
    check_nothing_hidden(bytes_of(exhibit))
    # The pieces are gone: the clean copy is all there is.
    assert not ArrivingPiece.objects.exists() and len(files()) == 1


def test_sabotage_a_piece_put_in_the_wrong_place_is_noticed(
    photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pieces._put_together

    def shuffled(exhibit: Exhibit, pieces: list[ArrivingPiece], *rest: Any, **more: Any) -> None:
        real(exhibit, pieces[::-1], *rest, **more)

    monkeypatch.setattr(pieces, "_put_together", shuffled)
    send_cut(Phone(make_receipt(), photo), [1_000, 200_000])
    assert Exhibit.objects.get().status is ExhibitState.REFUSED


def test_a_piece_that_does_not_fit_is_turned_away_and_leaves_nothing(photo: bytes) -> None:
    phone = Phone(make_receipt(), photo)
    phone.begin()
    assert phone.send(0, 1_000).status_code == 204
    assert phone.send(0, 1_000).status_code == 409
    assert phone.send(5_000, 6_000).status_code == 409
    assert phone.here() == 1_000
    assert not orphans()


def test_two_pieces_for_one_place_are_kept_once(photo: bytes) -> None:
    receipt = make_receipt()
    owner = Owner.of_receipt(receipt, rung=Identity.ANONYMOUS, realm_id=1)
    exhibit = begin_arrival(owner=owner, size=len(photo), now=clock.now())
    twin = Exhibit.objects.get()
    pieces.add_piece(exhibit=exhibit, receipt=receipt, offset=0, data=iter([photo[:500]]))
    with pytest.raises(pieces.OutOfPlace):
        pieces.add_piece(exhibit=twin, receipt=receipt, offset=0, data=iter([photo[:700]]))
    exhibit.refresh_from_db()
    assert (exhibit.arrived, len(files()), orphans()) == (500, 1, set())


def test_a_stolen_disk_opens_no_piece_without_the_receipt(photo: bytes) -> None:
    phone = Phone(make_receipt(), photo)
    phone.begin()
    phone.send(0, 5_000)
    piece = ArrivingPiece.objects.get()
    right = pieces.piece_key(piece.exhibit, phone.receipt)
    with opened(piece.name, right) as reader:
        assert reader.read() == photo[:5_000]
    with (
        pytest.raises(DamagedFile),
        opened(piece.name, pieces.piece_key(piece.exhibit, make_receipt())),
    ):
        pass


def test_nobody_reaches_a_file_with_another_receipt(photo: bytes) -> None:
    phone = Phone(make_receipt(), photo)
    phone.begin()
    phone.receipt = make_receipt()
    answers = [phone.ask(method).status_code for method in ("HEAD", "PATCH", "DELETE")]
    assert answers == [404, 404, 404]
    phone.receipt = ""
    assert phone.ask("HEAD").status_code == 404


def test_what_never_became_whole_is_swept(photo: bytes) -> None:
    phone = Phone(make_receipt(), photo)
    phone.begin()
    phone.send(0, 5_000)
    sweep_evidence(now=clock.now() + timedelta(hours=26))
    assert not Exhibit.objects.exists() and not files()


def test_a_file_that_is_given_up_is_gone(photo: bytes) -> None:
    phone = Phone(make_receipt(), photo)
    phone.begin()
    phone.send(0, 5_000)
    assert phone.ask("DELETE").status_code == 204
    assert not Exhibit.objects.exists() and not files()


def test_a_file_that_becomes_whole_after_the_report_was_sent_belongs_to_it(photo: bytes) -> None:
    phone = Phone(make_receipt(), photo)
    phone.begin()
    phone.send(0, 5_000)
    report = make_report(receipt=phone.receipt, now=clock.now())
    assert not exhibits(report)
    phone.send(5_000, len(photo))
    assert [each.status for each in exhibits(report)] == [ExhibitState.RECEIVED]
    told = report.messages.get(kind=MessageKind.EVENT.value)
    assert (told.body, told.author) == ("A photo was added.", AuthorKind.REPORTER.value)
    assert told.at == hour_band(told.at)


def test_a_server_that_died_after_the_last_piece_finishes_when_asked(
    photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone(make_receipt(), photo)
    phone.begin()
    with monkeypatch.context() as killed:
        killed.setattr("commonbeat.reports.views.uploads.finish_arrival", lambda **_facts: None)
        phone.send(0, len(photo))
    assert Exhibit.objects.get().status is ExhibitState.ARRIVING
    assert phone.here() == len(photo)
    assert Exhibit.objects.get().status is ExhibitState.RECEIVED


def test_a_file_without_room_or_size_is_not_begun(photo: bytes, settings: Settings) -> None:
    phone = Phone(make_receipt(), photo)
    assert phone.ask("POST", "/evidence/").status_code == 400
    assert phone.ask("POST", "/evidence/", b"", **{"Upload-Length": "600000000"}).status_code == 413
    settings.EVIDENCE_RESERVE = 10**18
    full = phone.begin()
    assert full.status_code == 507
    assert "You can still send your report" in full.content.decode()
