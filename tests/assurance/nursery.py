"""Starts real workers in a few milliseconds each: everything is imported once, then forked.

Speaks over its standard streams: ``start`` answers with a process id, ``wait ID`` with how that
process ended. ``COMMONBEAT_SABOTAGE`` names a fault of ``SABOTAGES`` to put in first.
"""

import os
import sys
from collections.abc import Callable
from typing import Any

import django

from tests.assurance.children import say, serve


def main() -> None:
    """Serve commands until standard input closes."""
    django.setup()
    from django.urls import get_resolver

    from commonbeat.core import worker

    get_resolver().url_patterns  # noqa: B018  imports every view now, not in each worker
    worker.load_sweeps()
    SABOTAGES[os.environ.get("COMMONBEAT_SABOTAGE", "")]()
    say("ready")
    serve(lambda: _run(worker.run))


def _run(worker: Callable[[], None]) -> None:
    # A worker's own log must not come between our answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    worker()


def _replace(owner: object, name: str, careless: Callable[..., Any]) -> None:
    setattr(owner, name, careless)


def _no_sabotage() -> None:
    """Leave everything as it is."""


def _note_late() -> None:
    """Note what was sent only at the end of a batch: a kill repeats the batch."""
    from commonbeat.delivery.channels.email import transport

    settle, release = transport._Batch.settle, transport._Batch.release_rest

    def keep(batch: Any, outcome: Any) -> None:
        batch.__dict__.setdefault("late", []).append(outcome)

    def settle_late(batch: Any) -> None:
        for outcome in batch.__dict__.get("late", []):
            settle(batch, outcome)
        release(batch)

    _replace(transport._Batch, "settle", keep)
    _replace(transport._Batch, "release_rest", settle_late)


def _note_early() -> None:
    """Mark messages sent when they are claimed: a kill loses them."""
    from commonbeat.delivery.actions import sending
    from commonbeat.delivery.models import OutboxMessage

    claim = sending.claim

    def claim_as_sent(**options: Any) -> Any:
        claimed = claim(**options)
        OutboxMessage.objects.filter(pk__in=[c.pk for c in claimed]).update(state="sent")
        return claimed

    _replace(sending, "claim", claim_as_sent)


def _half_an_inbox() -> None:
    """Note texts as delivered of which half never reach their inbox."""
    from commonbeat.delivery.models import InboxItem

    written = InboxItem.objects.bulk_create

    def forget(items: Any, **options: Any) -> Any:
        return written(items[: len(items) // 2], **options)

    _replace(InboxItem.objects, "bulk_create", forget)


def _small_chunks() -> None:
    """No fault: take messages back few at a time, so that a kill falls between two chunks."""
    from commonbeat.delivery.actions import recalls

    _replace(recalls, "CHUNK", 2)


def _open_door() -> None:
    """Claim whatever is queued, taken back or not."""
    from commonbeat.delivery.models import OutboxMessageQuerySet

    _small_chunks()
    _replace(OutboxMessageQuerySet, "exclude", lambda rows, **_closed: rows)


SABOTAGES: dict[str, Callable[[], None]] = {
    "": _no_sabotage,
    "note-late": _note_late,
    "note-early": _note_early,
    "half-an-inbox": _half_an_inbox,
    "small-chunks": _small_chunks,
    "open-door": _open_door,
}

if __name__ == "__main__":
    main()
