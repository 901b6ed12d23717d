"""The sandbox: what runs in it reaches nothing, takes little, and gives one clear outcome."""

import errno
import os
import select
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from commonbeat.core import sandbox
from commonbeat.core.sandbox import MEBIBYTE, End, Failure, Program, SandboxFailed
from commonbeat.core.sealed_files import SealedReader, SealedWriter, new_file_key

PRISONER = "commonbeat.core.tests.prisoner"
# Without the namespace: the locked descriptors alone, as in a container that allows no other.
NO_NAMESPACE = (
    "-I",
    "-c",
    "from commonbeat.core import cage; cage.leave_network = lambda: False; cage.main()",
)
# What it imports is read first: an ordinary user may not be able to read this Python at all.
ORDINARY = (
    "-I",
    "-c",
    f"import os; from commonbeat.core import cage; import {PRISONER};"
    "os.setgroups([]); os.setgid(65534); os.setuid(65534); cage.main()",
)
UNLOCKED = (
    "-I",
    "-c",
    "from commonbeat.core import cage; cage.leave_network = lambda: False;"
    "cage.lock = lambda: None; cage.main()",
)


def deed(name: str, program: Program | None = None, **task: Any) -> dict[str, Any]:
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as sink:
        return sandbox.run(
            program or Program(PRISONER),
            source=End(source.fileno()),
            sink=End(sink.fileno()),
            task={"deed": name, **task},
            read=dict,
        )


@contextmanager
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def check_nobody_called(server: socket.socket) -> None:
    """The kernel queues a connection before anybody accepts it, so none means none was made."""
    assert not select.select([server], [], [], 0)[0]


def try_to_connect() -> None:
    with listener() as server:
        verdict = deed("connect", port=server.getsockname()[1])
        check_nobody_called(server)
        assert verdict["refused"] in {errno.EMFILE, errno.ENETUNREACH}


def test_a_program_reaches_no_network() -> None:
    try_to_connect()


def test_a_program_reaches_no_network_where_the_kernel_gives_no_namespace(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sandbox, "_CAGE", NO_NAMESPACE)
    try_to_connect()


def test_a_program_reaches_no_network_as_an_ordinary_user(monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() != 0:
        pytest.skip("these tests run as an ordinary user already")
    monkeypatch.setattr(sandbox, "_CAGE", ORDINARY)
    try_to_connect()


def test_sabotage_a_cage_left_open_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_CAGE", UNLOCKED)
    with pytest.raises(AssertionError):
        try_to_connect()


def test_a_cage_that_does_not_lock_gives_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    open_lock = (
        "-I",
        "-c",
        "from commonbeat.core import cage; cage.resource.RLIMIT_NOFILE = cage.resource.RLIMIT_CORE;"
        "cage.main()",
    )
    monkeypatch.setattr(sandbox, "_CAGE", open_lock)
    with pytest.raises(SandboxFailed):
        deed("copy")


def test_a_program_opens_no_file_and_starts_no_other(tmp_path: Path) -> None:
    path = tmp_path / "made"
    tmp_path.chmod(0o777)
    assert deed("touch", path=str(path))["refused"] == errno.EMFILE
    assert deed("start", path=str(path))["refused"]
    assert not path.exists()


def test_a_program_cannot_lift_its_limits() -> None:
    assert deed("lift")["refused"]


def test_sabotage_an_unlocked_program_opens_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sandbox, "_CAGE", UNLOCKED)
    path = tmp_path / "made"
    assert deed("touch", path=str(path))["refused"] is None
    assert path.exists()


def test_a_program_knows_nothing_but_its_two_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONBEAT_FIELD_KEYS", "a secret")
    key = new_file_key()
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as other:
        SealedWriter(source, key).close()
        source.flush()
        os.set_inheritable(other.fileno(), True)
        seen = sandbox.run(
            Program(PRISONER),
            source=End(source.fileno(), key),
            task={"deed": "look around"},
            read=dict,
        )
        assert seen["open"] == [0, 1, 2, source.fileno()]
    assert set(seen["environment"]) <= {"LC_CTYPE"}
    assert [word for word in seen["arguments"].split("\0") if word][1:] == list(sandbox._CAGE)
    assert seen["core"] == 0


def test_a_program_has_half_a_minute_and_half_a_gibibyte_unless_it_says_otherwise() -> None:
    given = Program(PRISONER)
    assert given.cpu_seconds == 30
    assert given.memory_bytes == 512 * MEBIBYTE


def test_memory_is_limited() -> None:
    assert deed("grow", bytes=600 * MEBIBYTE)["refused"]
    assert not deed("grow", bytes=300 * MEBIBYTE)["refused"]


def test_output_is_limited() -> None:
    small = Program(PRISONER, output_bytes=2 * MEBIBYTE)
    assert deed("fill", small, times=3)["refused"] == errno.EFBIG
    assert deed("fill", times=3)["refused"] is None


@pytest.mark.parametrize(
    ("name", "program", "task", "failure"),
    [
        ("die", Program(PRISONER), {}, Failure.DIED),
        ("spin", Program(PRISONER, cpu_seconds=1), {}, Failure.LATE),
        ("hang", Program(PRISONER, wall_seconds=1), {}, Failure.LATE),
        ("flood", Program(PRISONER), {}, Failure.NONSENSE),
        ("babble", Program(PRISONER), {"words": "{"}, Failure.NONSENSE),
        ("babble", Program(PRISONER), {"words": "hello\n"}, Failure.NONSENSE),
        ("babble", Program(PRISONER), {"words": "[1]\n"}, Failure.NONSENSE),
        ("babble", Program(PRISONER), {"words": ""}, Failure.DIED),
        ("copy", Program("commonbeat.core.tests.nobody"), {}, Failure.DIED),
    ],
)
def test_whatever_goes_wrong_has_one_clear_outcome(
    name: str, program: Program, task: dict[str, Any], failure: Failure
) -> None:
    with pytest.raises(SandboxFailed) as failed:
        deed(name, program, **task)
    assert failed.value.failure is failure


def test_sealed_files_go_in_and_come_out() -> None:
    come, go = new_file_key(), new_file_key()
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as sink:
        with SealedWriter(source, come) as writer:
            writer.write(b"a small secret" * 200_000)
        source.flush()
        verdict = sandbox.run(
            Program(PRISONER),
            source=End(source.fileno(), come),
            sink=End(sink.fileno(), go),
            task={"deed": "copy"},
            read=dict,
        )
        assert SealedReader(sink, go).read() == b"A SMALL SECRET" * 200_000
        sink.seek(0)
        assert b"SECRET" not in sink.read()
    assert verdict["size"] == 14 * 200_000


def test_only_a_few_run_at_once() -> None:
    hanging = Program(PRISONER, wall_seconds=20)
    held = [sandbox._turns.acquire(blocking=False) for _turn in range(sandbox._AT_ONCE)]
    assert all(held)
    try:
        with tempfile.TemporaryFile() as source, pytest.raises(SandboxFailed) as failed:
            sandbox.run(hanging, source=End(source.fileno()), read=dict, patience=0)
        assert failed.value.failure is Failure.BUSY
    finally:
        for _turn in held:
            sandbox._turns.release()
    assert deed("copy")["read"] == 0
