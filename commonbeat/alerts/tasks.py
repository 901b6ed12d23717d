"""Sweeps: match broadcasts, count what became of them, forget what nobody confirmed."""

from datetime import datetime, timedelta
from time import monotonic

from commonbeat.alerts import actions
from commonbeat.alerts.models import Broadcast
from commonbeat.alerts.rules import BroadcastState
from commonbeat.core.sweeps import sweep

# How long one pass may keep the worker from its other sweeps.
_PASS_SECONDS = 1.0
_MATCHING = [BroadcastState.WAITING, BroadcastState.RUNNING]


@sweep(every=timedelta(seconds=1), waits_for_rows=True)
def match_broadcasts(now: datetime) -> int:
    """Put followers into the outbox, oldest broadcast first; return how many chunks were done."""
    chunks = 0
    until = monotonic() + _PASS_SECONDS
    waiting = Broadcast.objects.filter(settled_at__isnull=True, state__in=_MATCHING)
    for broadcast_id in waiting.order_by("asked_at").values_list("pk", flat=True)[:20]:
        more = True
        while more and monotonic() < until:
            more = actions.match_chunk(broadcast_id=broadcast_id, now=now)
            chunks += 1
    return chunks


@sweep(every=timedelta(seconds=2))
def count_broadcasts(now: datetime) -> int:
    """Note how far each broadcast has come, for the pages that show it."""
    open_ids = Broadcast.objects.filter(settled_at__isnull=True).values_list("pk", flat=True)
    for broadcast_id in list(open_ids):
        actions.count_progress(broadcast_id=broadcast_id, now=now)
    return 0


@sweep(every=timedelta(hours=1))
def forget_unconfirmed(now: datetime) -> int:
    """Forget wishes that nobody confirmed in three days."""
    return actions.forget_unconfirmed(now=now)
