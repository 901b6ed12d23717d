"""A power cut: what was acknowledged had reached the disk before the answer left.

The system calls of a real page server are watched (``strace``) while reports come in: between a
request and its answer the write-ahead log must be synced; a photograph is synced, named and its
folder synced before its row is. COMMONBEAT_ASSURANCE=full watches a hundred of each.
"""

import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from commonbeat.reports.tests.factories import make_receipt
from tests.assurance.figures import figure
from tests.assurance.test_killed_web import WebNursery, _nursery, _send
from tests.running_site import wait_until

pytestmark = [
    pytest.mark.assurance,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(shutil.which("strace") is None, reason="no strace here"),
]
only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite syncs by itself")

REPORTS = figure(4, 100)
CALLS = "fsync,fdatasync,rename,renameat,renameat2,write,writev,sendto,sendmsg"
_SYNC = re.compile(r"\b(?:fsync|fdatasync)\(\d+<([^>]*)>")
_ANSWER = re.compile(r"\b(?:write|writev|sendto|sendmsg)\(\d+<(?:TCP|socket).*HTTP/1\.1 (\d+)")
_RENAME = re.compile(r"\brename(?:at2?)?\(.*\.part\"")


def watched(nursery: WebNursery, log: Path) -> list[str]:
    """Send reports to a server under ``strace``; return what it did, in order.

    Each step is ``wal`` (the database's log was synced), ``file`` or ``folder`` (of a photograph),
    ``other``, ``named`` (it got its name) or ``answer`` (a page left).
    """
    server = nursery.start()
    # One whole report first: what every process does once is not what is watched.
    assert _send(nursery.url, make_receipt(), "The first one.", with_photo=True)
    tracer = subprocess.Popen(
        ["strace", "-f", "-yy", "-s", "40", "-e", f"trace={CALLS}", "-o", log, "-p", str(server)],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert tracer.stderr is not None
    try:
        assert "attached" in tracer.stderr.readline()
        for number in range(REPORTS):
            assert _send(nursery.url, make_receipt(), f"Report {number}.", with_photo=True)
        wait_until(lambda: answers_in(log) >= REPORTS, 20)
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.wait(20)
        tracer.stderr.close()
        nursery.end(server, signal.SIGTERM)
    return steps(log.read_text())


def answers_in(log: Path) -> int:
    return steps(log.read_text()).count("answer") if log.exists() else 0


def steps(log: str) -> list[str]:
    found = []
    for line in log.splitlines():
        if synced := _SYNC.search(line):
            found.append(kind_of(synced.group(1)))
        elif _RENAME.search(line):
            found.append("named")
        elif answer := _ANSWER.search(line):
            found.append(f"answer{'' if answer.group(1) == '200' else answer.group(1)}")
    return found


def kind_of(path: str) -> str:
    """Return what it is that was synced; a folder is one of those in which evidence lies."""
    if path.endswith("-wal"):
        return "wal"
    if path.endswith(".part"):
        return "file"
    return "folder" if f"{path}/".rpartition("/media/")[2].startswith("evidence/") else "other"


def requests(done: list[str]) -> list[list[str]]:
    """Return what was done before each answer, since the answer before it."""
    found: list[list[str]] = [[]]
    for step in done:
        if step == "answer":
            found.append([])
        else:
            found[-1].append(step)
    return found[:-1]


def check_reports(done: list[str]) -> None:
    """Of three answers the last acknowledged a report: after the log was synced."""
    sent = requests(done)[2::3]
    assert len(sent) == REPORTS
    assert all("wal" in before for before in sent), sent


def check_photographs(done: list[str]) -> None:
    """Of three answers the second kept a photograph: file, name, folder, and then its row."""
    kept = requests(done)[1::3]
    assert len(kept) == REPORTS
    for before in kept:
        assert "file" in before, before
        order = [before.index(step) for step in ("file", "named")]
        after = before[order[1] :]
        assert "folder" in after, "no folder was synced"
        assert order == sorted(order) and after.index("folder") < after.index("wal"), before


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@only_sqlite
def test_what_is_acknowledged_is_on_the_disk(tmp_path: Path) -> None:
    with _nursery(tmp_path, "") as nursery:
        done = watched(nursery, tmp_path / "calls")
    check_reports(done)
    check_photographs(done)


@only_sqlite
def test_sabotage_a_server_that_does_not_wait_for_the_disk_is_noticed(tmp_path: Path) -> None:
    with _nursery(tmp_path, "no-sync") as nursery:
        done = watched(nursery, tmp_path / "calls")
    for check in (check_reports, check_photographs):
        with pytest.raises(AssertionError):
            check(done)


@only_sqlite
def test_sabotage_a_folder_that_nobody_syncs_is_noticed(tmp_path: Path) -> None:
    with _nursery(tmp_path, "no-folder-sync") as nursery:
        done = watched(nursery, tmp_path / "calls")
    check_reports(done)
    with pytest.raises(AssertionError, match="no folder was synced"):
        check_photographs(done)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="the server syncs, and says so")
def test_postgresql_syncs_each_commit_before_it_answers() -> None:
    with connection.cursor() as cursor:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"SHOW {name}")
            assert cursor.fetchone() == ("on",), name
