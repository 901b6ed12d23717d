"""Files that only their key opens: sealed in records, so that large ones need little memory.

A file is a header and records of 1 MiB, each sealed with AES-256-GCM. The nonce of a record holds
its number and whether it is the last one (the STREAM construction of Hoang, Reyhanitabar, Rogaway
and Vizár, 2015), so that records moved, dropped or added are noticed. Nothing of Django is needed
here: the caged programs that clean files read and write through it.
"""

import hashlib
import io
import os
from collections import OrderedDict
from collections.abc import Buffer
from types import TracebackType
from typing import BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
RECORD_BYTES = 1024 * 1024
_MARK = b"CBSF1"
_PREFIX_BYTES = 7
_HEADER_BYTES = len(_MARK) + _PREFIX_BYTES
_TAG_BYTES = 16
_SEALED_RECORD_BYTES = RECORD_BYTES + _TAG_BYTES
# A parser goes to and fro between the index of a video and its data: a few records stay open.
_OPEN_RECORDS = 4


class DamagedFile(Exception):
    """The file is not what was sealed with this key: changed, cut, or of another key."""


def new_file_key() -> bytes:
    """Return the 32 random bytes that open one file."""
    return os.urandom(KEY_BYTES)


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


class SealedWriter:
    """Seals what is written to it; ``raw`` need only take ``write``.

    Only ``close`` marks the end: a file whose writer stopped before that does not open. It leaves
    ``raw`` open, for the caller to bring to the disk. Not thread-safe.
    """

    def __init__(self, raw: BinaryIO, key: bytes) -> None:
        self._raw = raw
        self._cipher = AESGCM(key)
        self._prefix = os.urandom(_PREFIX_BYTES)
        self._header = _MARK + self._prefix
        self._number = 0
        self._waiting = bytearray()
        self._digest = hashlib.sha256()
        self._size = 0
        self._closed = False
        raw.write(self._header)

    def write(self, data: Buffer) -> int:
        """Seal bytes; returns how many."""
        if self._closed:
            raise ValueError("The sealed file is closed.")
        view = memoryview(data).cast("B")
        self._digest.update(view)
        self._size += len(view)
        at = 0
        while at < len(view):
            # A full record waits until more comes: it might be the last one.
            if len(self._waiting) == RECORD_BYTES:
                self._seal(last=False)
            step = min(RECORD_BYTES - len(self._waiting), len(view) - at)
            self._waiting += view[at : at + step]
            at += step
        return len(view)

    def close(self) -> None:
        """Seal the last record, which says that it is the last; closing again does nothing."""
        if not self._closed:
            self._seal(last=True)
            self._closed = True

    def _seal(self, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last=last)
        self._raw.write(self._cipher.encrypt(nonce, bytes(self._waiting), self._header))
        self._waiting.clear()
        self._number += 1

    @property
    def size(self) -> int:
        """How many plain bytes were written so far."""
        return self._size

    @property
    def sha256(self) -> str:
        """The SHA-256 of the plain bytes written so far, in hexadecimal."""
        return self._digest.hexdigest()

    @property
    def closed(self) -> bool:
        """Whether the end was marked."""
        return self._closed

    def tell(self) -> int:
        """Return how many plain bytes were written so far."""
        return self._size

    def flush(self) -> None:
        """Do nothing: a record is sealed when it is full or the last."""

    def readable(self) -> bool:
        """Return that nothing can be read here."""
        return False

    def writable(self) -> bool:
        """Return whether more may come."""
        return not self._closed

    def seekable(self) -> bool:
        """Return that it only grows."""
        return False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # What went wrong half-way must not look whole.
        if kind is None:
            self.close()


class SealedReader(io.BufferedIOBase):
    """Opens a sealed file anywhere, one record at a time; ``raw`` must be seekable.

    Raises ``DamagedFile``: on opening when the end is not the end that was sealed, and on reading
    when a record is not the one that belongs there. Leaves ``raw`` open. Not thread-safe.
    """

    def __init__(self, raw: BinaryIO, key: bytes) -> None:
        super().__init__()
        self._raw = raw
        self._cipher = AESGCM(key)
        raw.seek(0)
        self._header = raw.read(_HEADER_BYTES)
        sealed = raw.seek(0, os.SEEK_END) - _HEADER_BYTES
        if sealed < _TAG_BYTES or not self._header.startswith(_MARK):
            raise DamagedFile
        self._prefix = self._header[len(_MARK) :]
        self._records = -(-sealed // _SEALED_RECORD_BYTES)
        self._size = sealed - self._records * _TAG_BYTES
        self._opened: OrderedDict[int, bytes] = OrderedDict()
        self._at = 0
        # The last record says where the file ends: a shorter or longer one is noticed here.
        self._record(self._records - 1)

    def _record(self, number: int) -> bytes:
        if number in self._opened:
            self._opened.move_to_end(number)
            return self._opened[number]
        self._raw.seek(_HEADER_BYTES + number * _SEALED_RECORD_BYTES)
        token = self._raw.read(_SEALED_RECORD_BYTES)
        nonce = _nonce(self._prefix, number, last=number == self._records - 1)
        try:
            plain = self._cipher.decrypt(nonce, token, self._header)
        except (InvalidTag, ValueError) as error:
            raise DamagedFile from error
        self._opened[number] = plain
        if len(self._opened) > _OPEN_RECORDS:
            self._opened.popitem(last=False)
        return plain

    @property
    def size(self) -> int:
        """How many plain bytes the file holds."""
        return self._size

    def read(self, size: int | None = -1, /) -> bytes:
        """Return up to ``size`` plain bytes from here; all that is left without one."""
        left = max(0, self._size - self._at)
        wanted = left if size is None or size < 0 else min(size, left)
        parts: list[bytes] = []
        while wanted:
            number, within = divmod(self._at, RECORD_BYTES)
            part = self._record(number)[within : within + wanted]
            parts.append(part)
            self._at += len(part)
            wanted -= len(part)
        return b"".join(parts)

    def read1(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` plain bytes from here."""
        return self.read(size)

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go somewhere, counted in plain bytes; returns where."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("Before the start of the file.")
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        """Return the place in plain bytes."""
        return self._at

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def seekable(self) -> bool:
        """Return that it can be read anywhere."""
        return True
