"""PostgreSQL crashes under load and comes back: what people were told they sent is there.

A cluster of our own is made from Debian's programs in a folder of its own, and stopped as by a
crash (``immediate``) while people keep sending. COMMONBEAT_ASSURANCE=full does so ten times.
"""

import getpass
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg
import pytest
from django.conf import settings

from commonbeat.core import crypto
from commonbeat.reports.queries import RECEIPT_PURPOSE
from tests.assurance.children import Nursery
from tests.assurance.figures import figure
from tests.assurance.test_killed_web import SENDERS, Sent, _keep_sending
from tests.running_site import free_port, wait_until

ROOT = Path(__file__).parents[2]
CRASHES = figure(1, 10)
# How long nobody may get an answer, from the crash on.
WINDOW_SECONDS = 10


def programs() -> Path | None:
    """Return the folder of PostgreSQL's own programs, the newest there is."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).parent if named else None


def server_user() -> str | None:
    """Return who may run a server: never root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return getpass.getuser()
    import pwd

    return next((entry.pw_name for entry in pwd.getpwall() if entry.pw_name == "postgres"), None)


pytestmark = [
    pytest.mark.assurance,
    pytest.mark.skipif(programs() is None, reason="no PostgreSQL programs here"),
    pytest.mark.skipif(server_user() is None, reason="root cannot run PostgreSQL"),
]


class Cluster:
    """A PostgreSQL of our own, on a free port, that nobody else uses."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"
        user = server_user()
        if user is not None and os.geteuid() == 0:
            shutil.chown(folder, user)
        made = self._run("initdb", "-U", "postgres", "-N", "-A", "trust", "-D", f"{folder}/data")
        assert made.wait(120) == 0

    def _run(self, program: str, *words: str) -> subprocess.Popen[bytes]:
        folder = programs()
        assert folder is not None
        return subprocess.Popen(
            [folder / program, *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            user=server_user() if os.geteuid() == 0 else None,
        )

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._serve()
        wait_until(self._answers_or_tries_again, 60)

    def _serve(self) -> None:
        folder, port = str(self.folder), str(self.port)
        self.process = self._run(
            "postgres", "-D", f"{folder}/data", "-p", port, "-k", folder, "-h", "127.0.0.1"
        )

    def _answers_or_tries_again(self) -> bool:
        # It refuses to start while a process of the one before still holds its memory.
        if self.process.poll() is not None:
            self._serve()
        return self._answers()

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def crash(self) -> None:
        """Stop it as a fault would: no goodbye to anybody, recovery at the next start."""
        self.stop(signal.SIGQUIT)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it and wait until it has."""
        self.process.send_signal(how)
        self.process.wait(60)

    def digests(self) -> list[bytes]:
        """Return the receipt digest of every report."""
        with psycopg.connect(self.url) as connection:
            rows = connection.execute("SELECT receipt_digest FROM reports_report").fetchall()
        return [bytes(row[0]) for row in rows]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    # In memory where there is such a place: a crash of the server is tried here, not of the disk.
    place = "/dev/shm" if Path("/dev/shm").is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="commonbeat-postgresql-", dir=place))
    cluster = Cluster(folder)
    cluster.start()
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("COMMONBEAT_", "DJANGO_"))},
        "COMMONBEAT_SECRET_KEY": settings.SECRET_KEY,
        "COMMONBEAT_DATABASE_URL": cluster.url,
    }
    command = [sys.executable, "-m", "commonbeat.config.cli", "migrate", "-v0"]
    subprocess.run(command, check=True, cwd=ROOT, env=environment, timeout=300)
    yield cluster
    cluster.stop()
    shutil.rmtree(folder)


def crash_under_load(cluster: Cluster, var: Path, crashes: int, sabotage: str = "") -> Any:
    """Crash the database while people send; return what they were told, and the longest silence."""
    nursery = Nursery(
        "tests.assurance.web_nursery", var, sabotage, COMMONBEAT_DATABASE_URL=cluster.url
    )
    url, sent, silence = f"http://127.0.0.1:{nursery.answer()}", Sent(), 0.0
    server = nursery.start()
    senders = [
        threading.Thread(target=_keep_sending, args=(url, seed, sent), daemon=True)
        for seed in range(SENDERS)
    ]
    for sender in senders:
        sender.start()
    try:
        for _ in range(crashes):
            _wait_for_more(sent, 3)
            gone = monotonic()
            cluster.crash()
            cluster.start()
            _wait_for_more(sent, 3)
            silence = max(silence, monotonic() - gone)
    finally:
        sent.stop = True
        for sender in senders:
            sender.join(60)
        nursery.end(server, signal.SIGTERM)
        nursery.close()
    return sent, silence


def _wait_for_more(sent: Sent, number: int) -> None:
    """Wait until so many more reports were acknowledged."""
    enough = len(sent.acknowledged) + number
    wait_until(lambda: len(sent.acknowledged) >= enough, 60)


def missing(cluster: Cluster, sent: Sent) -> list[str]:
    """Return the receipts that people were given for reports that are not there."""
    kept = set(cluster.digests())
    return [r for r in sent.acknowledged if crypto.keyed_digest(RECEIPT_PURPOSE, r) not in kept]


def test_a_database_that_crashes_loses_nothing_that_was_acknowledged(
    cluster: Cluster, tmp_path: Path
) -> None:
    sent, silence = crash_under_load(cluster, tmp_path, CRASHES)
    assert len(sent.acknowledged) >= 6 * CRASHES
    assert missing(cluster, sent) == []
    assert silence <= WINDOW_SECONDS
    digests = cluster.digests()
    assert len(digests) == len(set(digests))


def test_sabotage_a_server_that_promises_first_is_noticed(cluster: Cluster, tmp_path: Path) -> None:
    sent, _silence = crash_under_load(cluster, tmp_path, 2, sabotage="acknowledge-early")
    assert missing(cluster, sent) != []
