"""Keeping a photograph: cleaned in a process of its own, sealed, on disk before its row."""

import os
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.fernet import Fernet
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonbeat.audit.actions import record
from commonbeat.core import crypto
from commonbeat.core.actors import ANONYMOUS_REPORTER, SYSTEM
from commonbeat.core.errors import CommonbeatError
from commonbeat.core.ids import new_key
from commonbeat.reports.models import PendingPhoto, Photo, photo_folder
from commonbeat.reports.queries import RECEIPT_PURPOSE
from commonbeat.reports.rules import hour_band
from commonbeat.reports.rules import photo as cleaning
from commonbeat.reports.rules.photo import (
    MEDIA_TYPE,
    CleanPicture,
    PictureFault,
    Unfit,
    read_answer,
)

PENDING_LIFE = timedelta(days=1)
# File times are cut to the hour, so a fresh file may look an hour old; then one hour to spare.
_ORPHAN_AGE = timedelta(hours=2)
_TIMEOUT_SECONDS = 30
# Pictures are large: a few at a time, whatever the number of people who send one.
_turns = threading.BoundedSemaphore(2)

_REASONS: dict[PictureFault, Promise] = {
    PictureFault.EMPTY: _("The file is empty. Choose the photo again."),
    PictureFault.TOO_BIG: _("The photo is larger than 20 MB. Choose a smaller one."),
    PictureFault.WRONG_KIND: _("The file is not a JPEG, PNG or WebP photo. Choose another one."),
    PictureFault.TOO_MANY_PIXELS: _("The photo has more than 40 million dots. Make it smaller."),
    PictureFault.MOVING: _("The picture moves. Choose a still photo."),
    PictureFault.BROKEN: _("The photo is damaged or not complete. Choose it again."),
    PictureFault.BUSY: _("Too many photos are coming in. Try again in a minute, or go on without."),
}


class PictureRefused(CommonbeatError):
    """The photograph was not kept; the sentence says why and what to do."""

    def __init__(self, fault: PictureFault) -> None:
        super().__init__(str(_REASONS[fault]))
        self.fault = fault


def keep_photo(*, receipt: str, upload: bytes, realm_id: int, now: datetime) -> PendingPhoto:
    """Keep a photograph for the report that will carry ``receipt``; raises ``PictureRefused``.

    Whatever was hidden in it is gone before anything is written.
    """
    try:
        clean = _clean(upload)
    except Unfit as refusal:
        raise PictureRefused(refusal.fault) from refusal
    band = hour_band(now)
    key, data_key = new_key(), Fernet.generate_key()
    photo = PendingPhoto(
        realm_id=realm_id,
        key=key,
        receipt_digest=crypto.keyed_digest(RECEIPT_PURPOSE, receipt),
        data_key=data_key.decode(),
        sha256=clean.sha256,
        media_type=MEDIA_TYPE,
        width=clean.width,
        height=clean.height,
        size=len(clean.data),
        kept_at=band,
    )
    write_durably(photo.path, Fernet(data_key).encrypt(clean.data), at=band)
    with transaction.atomic():
        photo.save(force_insert=True)
        record(
            event="report.photo-kept",
            actor=ANONYMOUS_REPORTER,
            realm_id=realm_id,
            subject=f"photo:{key}",
            details={"sha256": clean.sha256},
            now=band,
        )
    return photo


def _clean(upload: bytes) -> CleanPicture:
    """Have the picture cleaned by another process, which a hostile file may kill."""
    if not _turns.acquire(timeout=_TIMEOUT_SECONDS):
        raise Unfit(PictureFault.BUSY)
    try:
        done = subprocess.run(  # noqa: S603  our own program, without an argument of anybody's
            [sys.executable, "-I", cleaning.__file__],
            input=upload,
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
            env={"PATH": os.defpath},
        )
    except subprocess.TimeoutExpired as late:
        raise Unfit(PictureFault.BROKEN) from late
    finally:
        _turns.release()
    # A cleaner that died says nothing: the same as a broken picture.
    return read_answer(done.stdout)


def write_durably(path: Path, data: bytes, *, at: datetime) -> None:
    """Write a file that a power cut leaves whole or not there; its time says ``at`` and no more."""
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        _sync_folder(path.parent.parent)
    partial = path.with_suffix(".part")
    with partial.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(data)
        file.flush()
        os.utime(file.fileno(), (at.timestamp(), at.timestamp()))
        os.fsync(file.fileno())
    partial.rename(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep_photos(*, now: datetime) -> int:
    """Remove photographs never sent within a day, and files that no row knows; return how many."""
    removed = 0
    for photo in PendingPhoto.objects.filter(kept_at__lt=now - PENDING_LIFE):
        _forget(photo, now=now)
    oldest = (now - _ORPHAN_AGE).timestamp()
    for folder in _folders():
        files = [f for f in folder.iterdir() if f.is_file() and f.stat().st_mtime < oldest]
        known = _known({file.name for file in files})
        for file in files:
            if file.name not in known:
                file.unlink(missing_ok=True)
                removed += 1
    return removed


@transaction.atomic
def _forget(photo: PendingPhoto, *, now: datetime) -> None:
    deleted, _by_model = PendingPhoto.objects.filter(pk=photo.pk).delete()
    if deleted:
        record(
            event="report.photo-expired",
            actor=SYSTEM,
            realm_id=photo.realm_id,
            subject=f"photo:{photo.key}",
            now=now,
        )


def _folders() -> list[Path]:
    top = photo_folder()
    return sorted(f for f in top.iterdir() if f.is_dir()) if top.is_dir() else []


def _known(names: set[str]) -> set[str]:
    """Return which of the names of files belong to a row."""
    kept: set[str] = set()
    for model in (Photo, PendingPhoto):
        kept.update(model.objects.filter(key__in=names).values_list("key", flat=True))
    return kept
