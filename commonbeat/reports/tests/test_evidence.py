"""Files that were kept: sealed, with their own report alone, and gone when they should be."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from commonbeat.accounts.tests.factories import make_user
from commonbeat.core import crypto
from commonbeat.core.durable_storage import evidence_storage, spooled
from commonbeat.core.models import LiveEvent
from commonbeat.core.sealed_files import DamagedFile
from commonbeat.reports.actions import (
    EvidenceRefused,
    Owner,
    evidence,
    evidence_work,
    prepare_exhibits,
    submit_report,
    sweep_evidence,
    take_file,
)
from commonbeat.reports.models import Exhibit, Identity, Report, SealedCopy
from commonbeat.reports.queries import copy_of, exhibits
from commonbeat.reports.rules import MessageKind, hour_band
from commonbeat.reports.rules.evidence import (
    CopyRole,
    CustodyEvent,
    ExhibitState,
)
from commonbeat.reports.tests.evidence import bytes_of, files, keep, orphans
from commonbeat.reports.tests.factories import NOON, make_intake, make_receipt, make_report
from commonbeat.reports.tests.pictures import HIDING, HOSTILE, check_nothing_hidden

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def path_of(copy: SealedCopy) -> Path:
    return Path(evidence_storage().path(copy.name))


def test_a_kept_file_is_sealed_and_dated_by_the_hour() -> None:
    exhibit = keep(make_receipt())
    copy = exhibit.copies.get()
    data = bytes_of(exhibit)
    check_nothing_hidden(data)
    on_disk = path_of(copy).read_bytes()
    assert b"JFIF" not in on_disk and b"JFIF" in data
    assert path_of(copy).stat().st_mtime == hour_band(NOON).timestamp()
    assert exhibit.kept_at == copy.made_at == hour_band(NOON)
    assert path_of(copy).stat().st_mode & 0o077 == 0
    # Its key is itself sealed in the row.
    row = SealedCopy.objects.filter(pk=copy.pk).extra(select={"raw": "data_key"}).get()
    assert crypto.unseal(bytes(row.raw)) == copy.data_key


def test_of_an_unknown_sender_the_stripped_copy_alone_is_kept_and_hashed() -> None:
    exhibit = keep(make_receipt())
    assert [copy.role for copy in exhibit.copies.all()] == [CopyRole.CLEAN.value]
    assert exhibit.sha256 == hashlib.sha256(bytes_of(exhibit)).hexdigest()
    assert exhibit.custody.get().event == CustodyEvent.SEALED_AFTER_STRIPPING.value
    assert len(files()) == 1


def test_of_a_named_sender_the_original_stays_as_it_was_sent() -> None:
    upload = HIDING["jpeg exif"]()
    exhibit = keep(make_receipt(), rung=Identity.NAMED, data=upload)
    assert bytes_of(exhibit, CopyRole.ORIGINAL) == upload
    assert exhibit.sha256 == hashlib.sha256(upload).hexdigest()
    check_nothing_hidden(bytes_of(exhibit))
    assert exhibit.custody.get().event == CustodyEvent.SEALED_AS_SENT.value


def send(receipt: str, **facts: Any) -> Report:
    reporter = facts.pop("reporter", None)
    intake = make_intake(receipt=receipt, **facts)
    return submit_report(intake=intake, realm_id=1, reporter=reporter, now=NOON).report


def original_is_left(exhibit: Exhibit, upload: bytes) -> bool:
    digest = hashlib.sha256(upload).hexdigest()
    told = exhibit.custody.filter(sha256=digest).exists() or exhibit.sha256 == digest
    return told or copy_of(Exhibit.objects.get(pk=exhibit.pk), CopyRole.ORIGINAL) is not None


@pytest.mark.django_db(transaction=True)
def test_whoever_steps_down_the_ladder_takes_the_original_along() -> None:
    receipt, upload = make_receipt(), HIDING["jpeg exif"]()
    keep(receipt, rung=Identity.NAMED, data=upload)
    exhibit = exhibits(send(receipt))[0]
    assert not original_is_left(exhibit, upload)
    assert len(files()) == 1
    events = list(exhibit.custody.order_by("id").values_list("event", flat=True))
    assert events[-2:] == [CustodyEvent.ORIGINAL_DESTROYED.value, CustodyEvent.SENT.value]


def test_sabotage_an_original_that_outlives_the_choice_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receipt, upload = make_receipt(), HIDING["jpeg exif"]()
    keep(receipt, rung=Identity.NAMED, data=upload)
    monkeypatch.setattr(evidence, "keeps_original", lambda _rung: True)
    assert original_is_left(exhibits(send(receipt))[0], upload)


def test_whoever_stays_named_keeps_the_original() -> None:
    receipt = make_receipt()
    keep(receipt, rung=Identity.NAMED)
    report = send(receipt, identity=Identity.NAMED, reporter=make_user())
    assert copy_of(exhibits(report)[0], CopyRole.ORIGINAL) is not None


def test_a_damaged_file_is_not_given_out() -> None:
    exhibit = keep(make_receipt())
    path = path_of(exhibit.copies.get())
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DamagedFile):
        bytes_of(exhibit)


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_refused_file_leaves_nothing_behind(name: str) -> None:
    with pytest.raises(EvidenceRefused):
        keep(make_receipt(), data=HOSTILE[name]())
    assert not Exhibit.objects.exists()
    assert not files()


def test_files_go_with_their_own_report_alone() -> None:
    receipt = make_receipt()
    kept = keep(receipt)
    assert not exhibits(make_report())
    assert [each.key for each in exhibits(send(receipt))] == [kept.key]
    kept.refresh_from_db()
    assert kept.receipt_digest is None


def add_later(report: Report) -> None:
    """Add a file as the holder of the receipt does, days after."""
    data = HIDING["jpeg exif"]()
    later = NOON + timedelta(days=2)
    take_file(owner=Owner.of_report(report), pieces=[data], size=len(data), now=later)


def staff_were_told(report: Report) -> bool:
    """Say whether the open queue heard of something new in the thread."""
    told = LiveEvent.objects.filter(topic=f"queue:{report.realm_id}", kind="message")
    return any(event.data["report"] == report.key for event in told)


def test_a_file_added_later_stands_in_the_thread_and_staff_hear_of_it_at_once() -> None:
    report = make_report()
    assert not staff_were_told(report)
    add_later(report)
    event = report.messages.get()
    assert (event.kind, event.body) == (MessageKind.EVENT.value, "A photo was added.")
    assert event.at == hour_band(event.at)
    assert staff_were_told(report)


def test_sabotage_a_file_that_comes_in_silence_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "tell_of_file", lambda **_facts: None)
    report = make_report()
    add_later(report)
    assert not staff_were_told(report)


def test_files_sent_with_the_report_are_no_event_of_their_own() -> None:
    receipt = make_receipt()
    keep(receipt)
    assert not send(receipt).messages.exists()


def test_the_worker_makes_a_small_picture_once() -> None:
    receipt = make_receipt()
    keep(receipt)
    report = send(receipt)
    assert (prepare_exhibits(now=NOON), prepare_exhibits(now=NOON)) == (1, 0)
    exhibit = exhibits(report)[0]
    assert exhibit.status is ExhibitState.READY
    assert b"JFIF" in bytes_of(exhibit, CopyRole.THUMBNAIL)


def test_a_file_whose_worker_died_is_taken_up_and_one_that_always_fails_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receipt = make_receipt()
    keep(receipt)
    send(receipt)

    def die(*_args: object, **_facts: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(evidence_work, "made_copy", die)
        with pytest.raises(KeyboardInterrupt):
            prepare_exhibits(now=NOON)
    assert prepare_exhibits(now=NOON) == 0
    with monkeypatch.context() as broken:

        def fail(*_args: object, **_facts: object) -> None:
            raise OSError

        broken.setattr(evidence_work, "made_copy", fail)
        hours = [NOON + timedelta(hours=2 * number) for number in range(1, 7)]
        tried = [prepare_exhibits(now=hour) for hour in hours]
    assert tried == [1, 1, 1, 1, 0, 0]


def test_what_was_never_sent_is_gone_after_a_day(
    django_capture_on_commit_callbacks: Any,
) -> None:
    keep(make_receipt())
    with django_capture_on_commit_callbacks(execute=True):
        sweep_evidence(now=NOON + timedelta(hours=20))
    assert len(files()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        sweep_evidence(now=NOON + timedelta(hours=26))
    assert not files() and not Exhibit.objects.exists()


def test_erasing_a_report_takes_its_files_off_the_disk(
    django_capture_on_commit_callbacks: Any,
) -> None:
    receipt = make_receipt()
    keep(receipt)
    report = send(receipt)
    prepare_exhibits(now=NOON)
    assert len(files()) == 3
    with django_capture_on_commit_callbacks(execute=True):
        report.delete()
    assert not files()


def test_sabotage_rows_that_leave_without_their_files_are_noticed() -> None:
    receipt = make_receipt()
    keep(receipt)
    # Without the callbacks of the commit, which is where the files go.
    send(receipt).delete()
    assert len(orphans()) == 1


def test_files_without_a_row_are_swept_and_fresh_ones_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receipt = make_receipt()
    own = keep(receipt)
    send(receipt)

    def die(*_args: object, **_facts: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(evidence, "record", die)
    with pytest.raises(KeyboardInterrupt):
        keep(make_receipt())
    assert len(orphans()) == 1
    sweep_evidence(now=NOON + timedelta(minutes=50))
    assert len(orphans()) == 1
    sweep_evidence(now=NOON + timedelta(hours=27))
    assert not orphans()
    assert bytes_of(own)


def test_what_was_being_written_when_its_process_died_is_swept(media: Path) -> None:
    with spooled(at=hour_band(NOON)) as half:
        half.writer.write(b"half")
        half.raw.flush()
        left = media / "spool" / "left"
        left.write_bytes(half.path.read_bytes())
        os.utime(left, (hour_band(NOON).timestamp(),) * 2)
    sweep_evidence(now=NOON + timedelta(hours=27))
    assert not files()


def test_sabotage_a_sweep_that_looks_at_no_row_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = make_receipt()
    own = keep(receipt)
    send(receipt)
    nothing = Exhibit.objects.none()
    monkeypatch.setattr(SealedCopy._default_manager, "filter", lambda **_asked: nothing)
    sweep_evidence(now=NOON + timedelta(hours=27))
    monkeypatch.undo()
    assert not path_of(own.copies.get()).exists()


def test_a_file_is_on_disk_before_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    real_sync, real_rename = os.fsync, Path.rename

    def sync(descriptor: int) -> None:
        done.append("sync")
        real_sync(descriptor)

    def rename(path: Path, target: Path) -> Path:
        done.append("rename")
        return real_rename(path, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "rename", rename)
    real_save = Exhibit.save

    def save(exhibit: Exhibit, **facts: Any) -> None:
        done.append("row")
        real_save(exhibit, **facts)

    monkeypatch.setattr(Exhibit, "save", save)
    keep(make_receipt())
    assert done[-4:] == ["sync", "rename", "sync", "row"]


# Room
