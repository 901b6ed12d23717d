"""Where sealed files last: a folder that survives a power cut, or whatever the site names instead.

Files are sealed into a spool beside it first and then moved in, by the same code for a folder and
for an object store (``settings.STORAGES["evidence"]``).
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils._os import safe_join

from commonbeat.core.ids import new_key
from commonbeat.core.sealed_files import SealedReader, SealedWriter, new_file_key


def evidence_storage() -> Storage:
    """Return where sealed files are kept."""
    return storages["evidence"]


def free_bytes() -> int:
    """Return how much room there is on the disk on which files arrive."""
    return shutil.disk_usage(_made(Path(settings.MEDIA_ROOT))).free


class DurableStorage(FileSystemStorage):
    """A folder whose files a power cut leaves whole or not there."""

    def path(self, name: str) -> str:
        """Return where a file is; asked each time, since tests move the folder."""
        return safe_join(str(Path(settings.MEDIA_ROOT) / "evidence"), name)

    def _save(self, name: str, content: "File[bytes]") -> str:
        path = Path(self.path(name))
        _made(path.parent)
        # One disk holds both, so this is a rename: whole, or not there, and its time stays.
        Path(content.name or "").rename(path)
        sync_folder(path.parent)
        return name


class Spooled:
    """A file being sealed; without a key given it has one that nothing else knows yet."""

    def __init__(self, path: Path, raw: BinaryIO, at: datetime, key: bytes | None) -> None:
        self.path = path
        self.raw = raw
        self.key = key or new_file_key()
        self._at = at

    @cached_property
    def writer(self) -> SealedWriter:
        """What seals into it; not asked for when a caged program seals by itself."""
        return SealedWriter(self.raw, self.key)

    def finish(self) -> None:
        """Seal the end of what was written here."""
        self.writer.close()
        self.raw.flush()

    def reader(self) -> SealedReader:
        """Return a reader of what is in it; raises ``DamagedFile``."""
        return SealedReader(self.raw, self.key)

    def move_in(self, name: str) -> None:
        """Bring it to the disk, with no time but the hour given, and into the storage."""
        self.raw.flush()
        os.utime(self.raw.fileno(), (self._at.timestamp(), self._at.timestamp()))
        os.fsync(self.raw.fileno())
        with self.path.open("rb") as file:
            evidence_storage().save(name, File(file, name=str(self.path)))


@contextmanager
def spooled(*, at: datetime, key: bytes | None = None) -> Iterator[Spooled]:
    """Open a new sealed file, dated ``at``; it is gone afterwards unless it was moved in."""
    path = _made(_spool_folder()) / f"{new_key()}.part"
    try:
        with path.open("x+b") as file:
            os.fchmod(file.fileno(), 0o600)
            os.utime(file.fileno(), (at.timestamp(), at.timestamp()))
            yield Spooled(path, file, at, key)
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def opened(name: str, key: bytes) -> Iterator[SealedReader]:
    """Open a sealed file anywhere in it; raises ``OSError`` or ``DamagedFile``."""
    with evidence_storage().open(name) as raw:
        yield SealedReader(cast(BinaryIO, raw), key)


def sweep_spool(*, before: datetime) -> int:
    """Remove what was being written when its process died; returns how many files."""
    folder = _spool_folder()
    removed = 0
    for path in folder.iterdir() if folder.is_dir() else ():
        try:
            is_old = path.stat().st_mtime < before.timestamp()
        except FileNotFoundError:
            continue  # finished meanwhile
        if is_old:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _spool_folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "spool"


def _made(folder: Path) -> Path:
    """Return the folder, made on the disk with those above it."""
    if not folder.is_dir():
        _made(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)
    return folder
