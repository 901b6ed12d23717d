"""``commonbeat serve``: pages, live streams and the worker together, at one address."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from commonbeat.config import server
from commonbeat.config.migrated import require_migrated
from commonbeat.config.supervisor import Part, Supervisor

SECONDS_TO_START = 60


class Command(BaseCommand):
    """Runs the whole site on one machine."""

    help = "Run pages, live streams and the worker together, and keep them running."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        require_migrated()
        self.supervise(options["host"], options["port"], self._greet)

    def supervise(self, host: str, port: int, greet: Callable[[str], object]) -> None:
        """Run every part until told to stop; ``greet`` is called with the address once it is up."""
        try:
            listener = server.listen(host, port)
        except server.AddressTaken as error:
            raise CommandError(
                f"Cannot listen on {error}. Choose another port with --port."
            ) from error
        address = f"http://{host}:{listener.getsockname()[1]}"
        parts = site_parts(listener.fileno())
        supervisor = Supervisor(parts, self.say)
        supervisor.run(lambda: _wait_until_up(address, supervisor) and greet(address))
        self.say("Stopped.")

    def say(self, line: str) -> None:
        """Print one line at once, also into a pipe."""
        self.stdout.write(line)
        self.stdout.flush()

    def _greet(self, address: str) -> None:
        self.say(f"Commonbeat is at {address} (Ctrl-C stops it).")


def site_parts(descriptor: int) -> list[Part]:
    """Return the parts of a whole site, given its listening socket."""
    web = ["web", "--everything", "--fd", str(descriptor)]
    parts = [
        Part(f"web {number}", web, open_files=[descriptor])
        for number in range(1, settings.WEB_PROCESSES + 1)
    ]
    parts.append(Part("worker", ["worker"]))
    if settings.DEMO and not settings.SMTP_URL:
        parts.append(Part("mail catcher", ["mail-catcher"]))
    return parts


def _wait_until_up(address: str, supervisor: Supervisor) -> bool:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and not supervisor.is_stopping:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):  # noqa: S310  our own
                return True
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    return False
