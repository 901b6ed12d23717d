"""Sealed files: what went in comes out, from anywhere, and every meddling is noticed."""

import hashlib
import io
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonbeat.core import sealed_files
from commonbeat.core.sealed_files import (
    RECORD_BYTES,
    DamagedFile,
    SealedReader,
    SealedWriter,
    new_file_key,
)

SMALL = 64
_TAG = 16


@pytest.fixture
def small_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make records of 64 bytes, so that short texts have many."""
    monkeypatch.setattr(sealed_files, "RECORD_BYTES", SMALL)
    monkeypatch.setattr(sealed_files, "_SEALED_RECORD_BYTES", SMALL + _TAG)


def sealed(data: bytes, key: bytes, *, step: int = 1_000_000) -> bytes:
    raw = io.BytesIO()
    with SealedWriter(raw, key) as writer:
        for at in range(0, len(data), step):
            writer.write(data[at : at + step])
    return raw.getvalue()


def opened(token: bytes, key: bytes) -> bytes:
    return SealedReader(io.BytesIO(token), key).read()


def records(token: bytes) -> tuple[bytes, list[bytes]]:
    """Return the header of a file and its records."""
    head, rest = token[:12], token[12:]
    size = SMALL + _TAG
    return head, [rest[at : at + size] for at in range(0, len(rest), size)]


def swapped(token: bytes) -> bytes:
    head, parts = records(token)
    parts[0], parts[1] = parts[1], parts[0]
    return head + b"".join(parts)


def cut(token: bytes) -> bytes:
    head, parts = records(token)
    return head + b"".join(parts[:-1])


def is_noticed(meddled: bytes, key: bytes) -> bool:
    try:
        opened(meddled, key)
    except DamagedFile:
        return True
    return False


@pytest.mark.usefixtures("small_records")
@settings(max_examples=200)
@given(data=st.binary(max_size=5 * SMALL), step=st.integers(1, 3 * SMALL))
def test_what_is_sealed_opens_again_however_it_was_written(data: bytes, step: int) -> None:
    key = new_file_key()
    assert opened(sealed(data, key, step=step), key) == data


@pytest.mark.usefixtures("small_records")
@settings(max_examples=200)
@given(
    data=st.binary(max_size=5 * SMALL),
    moves=st.lists(st.tuples(st.integers(0, 6 * SMALL), st.integers(-1, 3 * SMALL)), max_size=8),
)
def test_reading_anywhere_gives_what_a_plain_file_gives(
    data: bytes, moves: list[tuple[int, int]]
) -> None:
    key = new_file_key()
    reader, plain = SealedReader(io.BytesIO(sealed(data, key)), key), io.BytesIO(data)
    assert reader.seek(0, io.SEEK_END) == len(data)
    for place, size in moves:
        assert reader.seek(place) == plain.seek(place)
        assert reader.read(size) == plain.read(size)
        assert reader.tell() == plain.tell()


@pytest.mark.usefixtures("small_records")
@settings(max_examples=300)
@given(data=st.data(), size=st.integers(0, 4 * SMALL))
def test_one_changed_bit_anywhere_is_noticed(data: st.DataObject, size: int) -> None:
    key = new_file_key()
    token = bytearray(sealed(bytes(size), key))
    at = data.draw(st.integers(0, len(token) - 1))
    token[at] ^= 1 << data.draw(st.integers(0, 7))
    assert is_noticed(bytes(token), key)


@pytest.mark.usefixtures("small_records")
@given(size=st.integers(1, 5 * SMALL), more=st.binary(min_size=1, max_size=3 * SMALL))
def test_a_shorter_or_a_longer_file_is_noticed_before_anything_is_read(
    size: int, more: bytes
) -> None:
    key = new_file_key()
    token = sealed(b"x" * size, key)
    for wrong in (token + more, *(token[:end] for end in range(len(token)))):
        with pytest.raises(DamagedFile):
            SealedReader(io.BytesIO(wrong), key)


@pytest.mark.usefixtures("small_records")
def test_records_that_changed_places_are_noticed() -> None:
    key = new_file_key()
    assert is_noticed(swapped(sealed(b"a" * SMALL + b"b" * SMALL + b"c", key)), key)


@pytest.mark.usefixtures("small_records")
def test_records_of_another_file_with_the_same_key_are_noticed() -> None:
    key = new_file_key()
    head, first = records(sealed(b"a" * SMALL + b"one", key))
    _other, second = records(sealed(b"b" * SMALL + b"two", key))
    assert is_noticed(head + second[0] + first[1], key)


@pytest.mark.usefixtures("small_records")
def test_sabotage_without_the_number_of_a_record_a_swap_goes_unnoticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = sealed_files._nonce
    monkeypatch.setattr(
        sealed_files, "_nonce", lambda prefix, number, *, last: right(prefix, 0, last=last)
    )
    key = new_file_key()
    assert not is_noticed(swapped(sealed(b"a" * SMALL + b"b" * SMALL + b"c", key)), key)


@pytest.mark.usefixtures("small_records")
def test_sabotage_without_the_mark_of_the_last_record_a_cut_goes_unnoticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = b"a" * SMALL + b"b" * SMALL + b"c"
    key = new_file_key()
    assert is_noticed(cut(sealed(whole, key)), key)
    right = sealed_files._nonce
    monkeypatch.setattr(
        sealed_files, "_nonce", lambda prefix, number, *, last: right(prefix, number, last=False)
    )
    assert not is_noticed(cut(sealed(whole, key)), key)


def test_another_key_opens_nothing() -> None:
    assert is_noticed(sealed(b"secret", new_file_key()), new_file_key())


def test_a_writer_that_stopped_half_way_leaves_a_file_that_does_not_open() -> None:
    raw, key = io.BytesIO(), new_file_key()
    with pytest.raises(RuntimeError), SealedWriter(raw, key) as writer:
        writer.write(b"half")
        raise RuntimeError("the connection broke")
    assert is_noticed(raw.getvalue(), key)


def test_the_writer_knows_the_size_and_the_digest_of_the_plain_bytes() -> None:
    data = b"0123456789" * 300_000
    writer = SealedWriter(io.BytesIO(), new_file_key())
    writer.write(data)
    assert (writer.size, writer.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    writer.close()
    with pytest.raises(ValueError, match="closed"):
        writer.write(b"more")


def test_a_large_file_opens_only_the_records_that_are_asked_for() -> None:
    class Counting(io.BytesIO):
        taken = 0

        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            self.taken += len(data)
            return data

    key = new_file_key()
    raw = Counting(sealed(bytes(40 * RECORD_BYTES), key))
    reader = SealedReader(raw, key)
    reader.seek(20 * RECORD_BYTES + 5)
    assert reader.read(10) == bytes(10)
    assert raw.taken < 3 * RECORD_BYTES


def test_no_plain_byte_is_in_the_sealed_file() -> None:
    assert b"CANARY-7731" not in sealed(b"CANARY-7731" * 50, new_file_key())


def test_the_caged_programs_get_it_without_django() -> None:
    """The cage reads this module for itself, in a process where nothing is set up."""
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, commonbeat.core.sealed_files; print('django' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "False"
