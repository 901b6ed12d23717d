"""A real site in processes of its own, on a database of its own, for tests that need both."""

import contextlib
import email
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
# The demonstration town takes a minute to make, several on a machine that does much else.
SECONDS_TO_START = 300
SECONDS_TO_STOP = 5


class RunningSite:
    """``commonbeat serve`` or ``commonbeat demo``, started and stopped by a test."""

    def __init__(self, folder: Path, database_url: str = "", **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"  # a browser makes no passkey for a number
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("COMMONBEAT_", "DJANGO_"))},
            "COMMONBEAT_DEMO": "1",
            "COMMONBEAT_VAR": str(folder),
            "COMMONBEAT_DATABASE_URL": database_url,
            "COMMONBEAT_BASE_URL": self.url,
            # Tests fill a form faster than any person, and all from one address.
            "COMMONBEAT_REPORT_LEAST_SECONDS": "0",
            "COMMONBEAT_REPORT_MANY_FROM_ONE": "1000",
            "PYTHONUNBUFFERED": "1",
            **settings,
        }
        self.process: subprocess.Popen[str] | None = None

    @property
    def output(self) -> str:
        """What the site has printed so far."""
        path = self.folder / "output.txt"
        return path.read_text() if path.exists() else ""

    def run(self, *command: str, check: bool = True) -> str:
        """Run one command on the site's database and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "commonbeat.config.cli", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(f"{command} failed:\n{done.stdout}{done.stderr}")
        return done.stdout if check else done.stdout + done.stderr

    def start(self, *command: str) -> None:
        """Start a command that serves, and wait until it says where."""
        before = len(self.output)
        with (self.folder / "output.txt").open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "commonbeat.config.cli", *command, f"--port={self.port}"],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        try:
            wait_until(lambda: "Commonbeat is at" in self.output[before:] or self._has_ended())
        except AssertionError:
            self.stop()
            raise
        assert not self._has_ended(), f"the site did not start:\n{self.output}"

    def _has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def stop(self) -> float:
        """Ask it to stop as Ctrl-C does, and return how many seconds it took."""
        if self.process is None:
            return 0.0
        started = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(SECONDS_TO_STOP + 10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.process = None
        return time.monotonic() - started

    def parts(self) -> dict[str, int]:
        """Return the process id of each part, as the site last announced it."""
        found = re.findall(r"^(.+) runs as process (\d+)\.$", self.output, re.MULTILINE)
        return {name: int(pid) for name, pid in found}

    def demo_link(self, role: str, *which: str) -> str:
        """Return a one-time log-in link for a role; ``--second`` for the second of them."""
        link = re.search(r"https?://\S+", self.run("demo-link", role, *which))
        assert link, f"no link for {role}"
        # The page under test is always at our own address.
        return urlunsplit((*urlsplit(self.url)[:2], *urlsplit(link.group())[2:]))

    def mail(self) -> list[EmailMessage]:
        """Return every message that the mail catcher has, oldest first."""
        folder = self.folder / "demo" / "mail"
        paths = sorted(folder.rglob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        return [email.message_from_bytes(path.read_bytes(), policy=default) for path in paths]

    def wait_for_mail(self, address: str, subject: str, seconds: float = 15) -> EmailMessage:
        """Return the newest message to an address whose subject holds some words."""

        def newest() -> EmailMessage | None:
            fitting = [m for m in self.mail() if address in m["To"] and subject in m["Subject"]]
            return fitting[-1] if fitting else None

        wait_until(lambda: newest() is not None, seconds)
        found = newest()
        assert found is not None
        return found


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: object, seconds: float = SECONDS_TO_START) -> None:
    """Wait for a callable to be true; fails with how long it waited."""
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"did not happen within {seconds} s"
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    """Say whether a process runs; one that ended and was not yet collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except FileNotFoundError:
        return False
    return state != "Z"


@contextlib.contextmanager
def scratch_database() -> Iterator[str]:
    """Give the address of an empty database of the kind that the suite runs on, for a while.

    An empty address means SQLite in the site's own folder.
    """
    url = os.environ.get("COMMONBEAT_DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield ""
        return
    parts = urlsplit(url)
    name = f"commonbeat_site_{secrets.token_hex(6)}"
    server = urlunsplit((*parts[:2], "/postgres", "", ""))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit((*parts[:2], f"/{name}", "", ""))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
