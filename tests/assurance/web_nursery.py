"""Starts real page servers in a moment each: everything is imported once, then forked.

Speaks over its standard streams: first the port, then ``start`` answers with a process id, and
``wait ID`` with how that process ended. ``COMMONBEAT_SABOTAGE`` names a fault to put in first.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import django

from tests.assurance.children import say, serve


def main() -> None:
    """Serve commands until standard input closes."""
    django.setup()
    import httptools  # noqa: F401
    import uvloop  # noqa: F401
    from django.db import connections
    from django.urls import get_resolver

    from commonbeat.config import asgi, server  # noqa: F401  its middleware reads every file

    get_resolver().url_patterns  # noqa: B018  imports every view now, not in each process
    connections.close_all()
    SABOTAGES[os.environ.get("COMMONBEAT_SABOTAGE", "")]()
    listener = server.listen("127.0.0.1", 0)
    say(str(listener.getsockname()[1]))
    serve(lambda: server.run("pages", listener))


def _no_sabotage() -> None:
    """Leave everything as it is."""


def _acknowledge_early() -> None:
    """Say that a report is here, and keep it a moment later."""
    from commonbeat.reports.actions import Submission
    from commonbeat.reports.models import Report
    from commonbeat.reports.rules import hour_band
    from commonbeat.reports.views import flow

    submit = flow.__dict__["submit_report"]

    def promise(*, intake: Any, realm_id: int, reporter: Any, now: Any) -> Submission:
        facts = {"intake": intake, "realm_id": realm_id, "reporter": reporter, "now": now}
        threading.Timer(0.2, submit, kwargs=facts).start()
        report = Report(category=intake.category.value, received_at=hour_band(now))
        return Submission(report, created=True)

    flow.__dict__["submit_report"] = promise


def _halves() -> None:
    """Keep the report in one transaction and its audit entry in another, a moment later."""
    from django.db import transaction

    from commonbeat.reports.actions import submit

    record = submit.__dict__["record"]

    @contextmanager
    def no_transaction() -> Iterator[None]:
        yield

    def record_later(**facts: Any) -> Any:
        time.sleep(0.1)
        with transaction.atomic():
            return record(**facts)

    submit.__dict__["transaction"] = SimpleNamespace(atomic=no_transaction)
    submit.__dict__["record"] = record_later


def _no_sync() -> None:
    """Acknowledge what only the memory of the machine holds."""
    from django.conf import settings

    options = settings.DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("FULL", "OFF")
    os.__dict__["fsync"] = lambda _descriptor: None


def _no_folder_sync() -> None:
    """Keep photographs whose names a power cut forgets."""
    from commonbeat.core import durable_storage

    durable_storage.__dict__["sync_folder"] = lambda _folder: None


def _make_up() -> None:
    """Take a body whose line broke for a whole one, with something at its end."""
    from commonbeat.config import doorway

    piece = doorway.__dict__["_piece"]

    async def careless(receive: doorway.Receive) -> tuple[bytes, bool]:
        try:
            body: tuple[bytes, bool] = await piece(receive)
        except doorway.VisitorLeft:
            body = b"made up" * 100, False
        return body

    doorway.__dict__["_piece"] = careless


SABOTAGES: dict[str, Callable[[], None]] = {
    "": _no_sabotage,
    "acknowledge-early": _acknowledge_early,
    "halves": _halves,
    "no-sync": _no_sync,
    "make-up": _make_up,
    "no-folder-sync": _no_folder_sync,
}

if __name__ == "__main__":
    main()
