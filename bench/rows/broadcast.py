"""A warning matched to 644,000 followers and put into the outbox, beside one bare statement."""

from collections.abc import Iterator
from time import perf_counter

from django.db import connection

from bench import filling, town
from bench.filling import random_digest, random_key
from bench.results import Result, at_most
from commonbeat.alerts import actions
from commonbeat.alerts.models import Broadcast, BroadcastText, Follow, FollowCell
from commonbeat.alerts.rules import Topic, Wish, Words
from commonbeat.alerts.tasks import match_broadcasts
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.delivery.actions import write_content
from commonbeat.delivery.models import Endpoint, OutboxMessage
from commonbeat.places.queries import snap
from commonbeat.places.tests.factories import WEST

FOLLOWERS = 644_000


def measure(scale: float) -> Iterator[Result]:
    """Measure from the question to the last row, and then the same rows bare."""
    town.make_areas()
    cell = snap(longitude=WEST[0], latitude=WEST[1]).cell8
    count = int(FOLLOWERS * scale)
    make_followers(count, cell)
    now = clock.now()
    started = perf_counter()
    sent = actions.broadcast(
        realm_id=LIVE_REALM_ID,
        subject="warning:bench",
        topic=Topic.SAFETY,
        cells=[cell],
        words={"en": Words("Stay away from the river path", "The water is high.")},
        link_path="/",
        urgent=True,
        now=now,
    )
    while match_broadcasts(now):
        pass
    ours = perf_counter() - started
    sent.refresh_from_db()
    written = OutboxMessage.objects.count()
    assert written >= count, f"{written} rows for {count} followers"
    yield at_most(
        f"warning to {written:,} followers into the outbox",
        ours=ours,
        floor=_bare(cell, sent),
        unit="s",
        times=1.5,
    )


def make_followers(count: int, cell: int) -> None:
    """Fill the tables with so many confirmed followers of one cell, by e-mail."""
    follow = actions.ask_to_follow(
        realm_id=LIVE_REALM_ID,
        address="follower@example.com",
        wish=Wish(topics=(Topic.SAFETY,), cells=(cell,)),
        language="en",
        now=clock.now(),
    )
    OutboxMessage.objects.all().delete()  # the question whether the address is theirs
    Follow.objects.filter(pk=follow.pk).update(confirmed_at=clock.now(), token_digest=None)
    follow.refresh_from_db()
    first = FollowCell.objects.create(
        realm_id=LIVE_REALM_ID,
        topic=Topic.SAFETY,
        cell=cell,
        endpoint=follow.endpoint,
        follow=follow,
    )
    filling.copy_row(
        follow.endpoint, count - 1, address_digest=random_digest(), stop_token=random_key()
    )
    # Copies come in the order of n, so the n-th follower has the n-th id after the first.
    endpoint, own = f"{follow.endpoint_id} + n", f"{follow.pk} + n"
    assert Endpoint.objects.order_by("-pk").values_list("pk", flat=True)[0] == (
        follow.endpoint_id + count - 1
    )
    filling.copy_row(follow, count - 1, key=random_key(), endpoint_id=endpoint)
    filling.copy_row(first, count - 1, endpoint_id=endpoint, follow_id=own)


def _bare(cell: int, sent: Broadcast) -> float:
    """Return the seconds of one statement that writes as many rows into the same table."""
    pattern = BroadcastText.objects.get(broadcast=sent).content
    other = write_content(
        realm_id=pattern.realm_id,
        label="floor",
        language="en",
        subject="Floor",
        body="Floor",
        now=clock.now(),
    )
    with connection.cursor() as cursor:
        started = perf_counter()
        cursor.execute(
            "INSERT INTO delivery_outboxmessage (realm_id, content_id, endpoint_id, channel, "
            "priority, state, due_at, tries, faults, error) "
            "SELECT DISTINCT 1, %s, e.id, e.channel, 1, 'queued', CURRENT_TIMESTAMP, 0, 0, '' "
            "FROM alerts_followcell c JOIN delivery_endpoint e ON e.id = c.endpoint_id "
            "WHERE c.realm_id = 1 AND c.topic = 'safety' AND c.cell = %s "
            "AND e.stopped_at IS NULL",
            [other.pk, cell],
        )
        taken = perf_counter() - started
        assert cursor.rowcount == OutboxMessage.objects.filter(content=pattern).count()
    return taken
