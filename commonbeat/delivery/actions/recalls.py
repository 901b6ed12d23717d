"""Holding back, letting go and taking back the unsent messages of a text.

The action closes the text, which is one row, in the transaction of whoever asks: from then on
nothing of it leaves. The worker then writes it into the rows of the messages, in chunks, so that
nobody waits for half a million rows. Killed half way it simply starts again.
"""

from collections.abc import Iterable
from datetime import datetime
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, Q

from commonbeat.delivery.models import Content, OutboxMessage, OutboxMessageQuerySet
from commonbeat.delivery.rules import HELD, STANDINGS, UNFINISHED, MessageState, Standing

# Endpoint ids walked while the writer's lock is held once: 0.2 s on SQLite at its worst.
CHUNK = 5_000
# How long one pass may keep the worker from its other sweeps.
_PASS_SECONDS = 1.0


def cancel_unsent(*, contents: Iterable[Content]) -> None:
    """Take back what was not sent yet of some texts, for good; twice is once."""
    _stand(contents, Standing.WITHDRAWING)


def hold_unsent(*, contents: Iterable[Content]) -> None:
    """Keep back what was not sent yet of some texts, until it is released; twice is once."""
    _stand(contents, Standing.HOLDING)


def release_held(*, contents: Iterable[Content]) -> None:
    """Let go what was held back of some texts; what was taken back stays so."""
    _stand(contents, Standing.RELEASING)


def carry_out(*, now: datetime) -> int:
    """Write into the rows of messages where their texts stand; return how many rows changed."""
    until = monotonic() + _PASS_SECONDS
    changed = 0
    unfinished = Content.objects.filter(standing__in=UNFINISHED).order_by("pk")
    for content_id, standing in unfinished.values_list("pk", "standing"):
        changed += _carry_out(content_id, Standing(standing), now, until)
        if monotonic() > until:
            break
    return changed


def _stand(contents: Iterable[Content], after: Standing) -> None:
    Content.objects.filter(
        pk__in=[content.pk for content in contents], standing__in=STANDINGS.may_become(after)
    ).update(standing=after)


def _carry_out(content_id: int, standing: Standing, now: datetime, until: float) -> int:
    ends = _pending(content_id, standing, now).aggregate(
        low=Min("endpoint_id"), high=Max("endpoint_id")
    )
    changed = 0
    if ends["low"] is not None:
        for low in range(ends["low"], ends["high"] + 1, CHUNK):
            if monotonic() > until:
                return changed
            changed += _carry_out_chunk(content_id, standing, low, now)
    if not _is_in_hand(content_id, standing):
        Content.objects.filter(pk=content_id, standing=standing).update(
            standing=UNFINISHED[standing]
        )
    return changed


@transaction.atomic
def _carry_out_chunk(content_id: int, standing: Standing, low: int, now: datetime) -> int:
    # Whoever asks for something else meanwhile waits for this chunk, and no further one is begun.
    content = Content.objects.select_for_update(no_key=True).only("standing").get(pk=content_id)
    if content.standing != standing:
        return 0
    in_range = _pending(content_id, standing, now).filter(
        endpoint_id__gte=low, endpoint_id__lt=low + CHUNK
    )
    return in_range.update(**_changes(standing, now))


def _pending(content_id: int, standing: Standing, now: datetime) -> OutboxMessageQuerySet:
    """Return the rows that do not say yet where their text stands."""
    queued = Q(state=MessageState.QUEUED)
    abandoned = Q(state=MessageState.SENDING, due_at__lte=now)
    wanted = {
        Standing.HOLDING: queued & Q(due_at__lt=HELD) | abandoned,
        Standing.WITHDRAWING: queued | abandoned,
        Standing.RELEASING: queued & Q(due_at=HELD),
    }
    return OutboxMessage.objects.filter(wanted[standing], content=content_id)


def _changes(standing: Standing, now: datetime) -> dict[str, Any]:
    wanted: dict[Standing, dict[str, Any]] = {
        Standing.HOLDING: {"state": MessageState.QUEUED, "due_at": HELD},
        Standing.WITHDRAWING: {"state": MessageState.CANCELLED, "settled_at": now},
        Standing.RELEASING: {"due_at": now},
    }
    return wanted[standing]


def _is_in_hand(content_id: int, standing: Standing) -> bool:
    """Say whether a worker still holds a message, which it may yet put back into the queue."""
    return (
        standing != Standing.RELEASING
        and OutboxMessage.objects.filter(content=content_id, state=MessageState.SENDING).exists()
    )
