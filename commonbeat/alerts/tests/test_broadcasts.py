"""A broadcast reaches everybody whom it concerns, each with one text, whatever happens."""

from datetime import timedelta
from typing import Any

import pytest

from commonbeat.alerts import actions, queries
from commonbeat.alerts.actions import Words
from commonbeat.alerts.models import Broadcast, FollowCell, Topic
from commonbeat.alerts.rules import WHOLE_TOWN, BroadcastState, Reach
from commonbeat.alerts.tasks import count_broadcasts, match_broadcasts
from commonbeat.alerts.tests.factories import CELL, NOW, OTHER_CELL, make_followers
from commonbeat.core.models import LIVE_REALM_ID, LiveEvent, Realm
from commonbeat.core.states import MoveNotAllowed
from commonbeat.delivery import actions as delivery
from commonbeat.delivery.models import OutboxMessage
from commonbeat.delivery.rules import Channel, MessageState
from commonbeat.delivery.tasks import carry_out_recalls

pytestmark = pytest.mark.django_db
WORDS = {"en": Words("Lock it", "Two locks."), "zh-hans": Words("锁好", "两把锁。")}


def send(**changes: Any) -> Broadcast:
    asked: dict[str, Any] = {
        "realm_id": LIVE_REALM_ID,
        "subject": "warning:abc",
        "topic": Topic.SAFETY,
        "cells": [CELL],
        "words": WORDS,
        "link_path": "/alerts/abc/",
        "urgent": False,
        "now": NOW,
    }
    return actions.broadcast(**(asked | changes))


def match(broadcast: Broadcast, size: int = 20_000) -> None:
    while actions.match_chunk(broadcast_id=broadcast.pk, now=NOW, size=size):
        pass
    broadcast.refresh_from_db()


def told(broadcast: Broadcast) -> dict[int, str]:
    """Return the language that each endpoint was told in; fails on a second message."""
    pairs = list(
        OutboxMessage.objects.filter(content__in=queries.contents_of([broadcast])).values_list(
            "endpoint_id", "content__language"
        )
    )
    assert len(pairs) == len(dict(pairs)), "somebody got two texts of one broadcast"
    return dict(pairs)


def test_each_follower_is_told_once_in_their_own_language() -> None:
    english = make_followers(3)
    chinese = make_followers(2, language="zh-hans")
    polish = make_followers(2, language="pl")
    broadcast = send()
    match(broadcast)
    languages = told(broadcast)
    assert {languages[e.pk] for e in english + polish} == {"en"}
    assert {languages[e.pk] for e in chinese} == {"zh-hans"}
    assert len(languages) == 7 == broadcast.matched
    assert broadcast.state == BroadcastState.DONE


def test_only_those_who_follow_the_topic_there_are_told() -> None:
    here = make_followers(2)
    make_followers(2, cells=[OTHER_CELL], prefix="elsewhere")
    make_followers(2, topics=[Topic.FRAUD], prefix="other-topic")
    whole_town = make_followers(1, cells=[WHOLE_TOWN], prefix="town")
    broadcast = send()
    match(broadcast)
    assert set(told(broadcast)) == {e.pk for e in here + whole_town}


def test_somebody_who_follows_many_of_the_shapes_is_told_once() -> None:
    make_followers(5, cells=[CELL, OTHER_CELL, WHOLE_TOWN])
    broadcast = send(cells=[CELL, OTHER_CELL])
    assert broadcast.expected == 5
    match(broadcast)
    assert len(told(broadcast)) == 5


def test_who_is_not_confirmed_is_not_told() -> None:
    make_followers(1)
    FollowCell.objects.all().delete()  # cells are written when a follow is confirmed
    broadcast = send()
    match(broadcast)
    assert told(broadcast) == {}


def test_a_broadcast_cut_anywhere_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    make_followers(25)
    broadcast = send()
    enqueue = delivery.enqueue_in_own_language

    def killed(**arguments: Any) -> int:
        enqueue(**arguments)
        raise KeyboardInterrupt  # the power went after the rows, before the commit

    actions.match_chunk(broadcast_id=broadcast.pk, now=NOW, size=10)
    monkeypatch.setattr(delivery, "enqueue_in_own_language", killed)
    with pytest.raises(KeyboardInterrupt):
        actions.match_chunk(broadcast_id=broadcast.pk, now=NOW, size=10)
    broadcast.refresh_from_db()
    before = len(told(broadcast))
    assert broadcast.matched == before
    monkeypatch.undo()
    match(broadcast, size=10)
    assert len(told(broadcast)) == 25 == broadcast.matched


def test_cancelling_in_mid_fan_out_leaves_nothing_to_send() -> None:
    make_followers(30)
    broadcast = send()
    actions.match_chunk(broadcast_id=broadcast.pk, now=NOW, size=10)
    assert 0 < len(told(broadcast)) < 30
    actions.cancel_broadcast(broadcast=broadcast, now=NOW)
    assert carry_out_recalls(NOW) == len(told(broadcast))
    match(broadcast)
    states = set(OutboxMessage.objects.values_list("state", flat=True))
    assert states == {MessageState.CANCELLED}
    assert broadcast.state == BroadcastState.CANCELLED
    actions.cancel_broadcast(broadcast=broadcast, now=NOW)
    assert carry_out_recalls(NOW) == 0


def test_a_paused_broadcast_neither_matches_nor_sends() -> None:
    make_followers(30)
    broadcast = send()
    actions.match_chunk(broadcast_id=broadcast.pk, now=NOW, size=10)
    reached = len(told(broadcast))
    actions.pause_broadcast(broadcast=broadcast, now=NOW)
    match_broadcasts(NOW)
    carry_out_recalls(NOW)
    assert len(told(broadcast)) == reached
    assert not OutboxMessage.objects.filter(due_at__lte=NOW + timedelta(days=365)).exists()
    actions.resume_broadcast(broadcast=broadcast, now=NOW)
    carry_out_recalls(NOW)
    match_broadcasts(NOW)
    assert len(told(broadcast)) == 30
    assert OutboxMessage.objects.filter(due_at__lte=NOW).count() == 30


def test_a_cancelled_broadcast_cannot_be_resumed() -> None:
    broadcast = send()
    actions.cancel_broadcast(broadcast=broadcast, now=NOW)
    with pytest.raises(MoveNotAllowed):
        actions.resume_broadcast(broadcast=broadcast, now=NOW)


def test_who_was_told_before_is_told_again_wherever_they_are() -> None:
    here = make_followers(2)
    first = send()
    match(first)
    elsewhere = make_followers(1, cells=[OTHER_CELL], prefix="new")
    second = send(subject="warning:def", cells=[OTHER_CELL], told_before=[first])
    match(second)
    assert set(told(second)) == {e.pk for e in here + elsewhere}


@pytest.mark.parametrize("carried_out", [False, True])
def test_who_was_not_told_yet_does_not_hear_that_it_is_over(carried_out: bool) -> None:
    make_followers(2)
    first = send()
    match(first)
    actions.cancel_broadcast(broadcast=first, now=NOW)
    if carried_out:
        carry_out_recalls(NOW)
    over = send(subject="warning:abc:end", cells=(), told_before=[first])
    match(over)
    assert told(over) == {}


def test_reach_counts_people_and_not_shapes() -> None:
    make_followers(3, cells=[CELL, OTHER_CELL])
    make_followers(2, channel=Channel.EMAIL)
    reach = queries.audience(realm_id=LIVE_REALM_ID, cells=[CELL, OTHER_CELL], topic=Topic.SAFETY)
    assert reach == Reach(inbox=3, email=2)
    assert queries.audience(realm_id=LIVE_REALM_ID, cells=[], topic=Topic.SAFETY) == Reach()


def test_reach_is_what_is_then_told() -> None:
    make_followers(4, cells=[CELL])
    make_followers(3, cells=[WHOLE_TOWN], channel=Channel.EMAIL, prefix="town")
    make_followers(2, cells=[OTHER_CELL], prefix="elsewhere")
    broadcast = send()
    match(broadcast)
    assert broadcast.expected == broadcast.matched == 7


def test_an_exercise_reaches_nobody_of_the_live_realm() -> None:
    make_followers(5)
    exercise = Realm.objects.create(kind=Realm.Kind.EXERCISE, name="Night of sirens", opened_at=NOW)
    broadcast = send(realm_id=exercise.pk)
    match(broadcast)
    assert broadcast.expected == 0
    assert told(broadcast) == {}


def test_the_check_of_the_realm_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: matching forgets the realm; delivery itself still reaches nobody."""
    make_followers(5)
    exercise = Realm.objects.create(kind=Realm.Kind.EXERCISE, name="Night of sirens", opened_at=NOW)
    monkeypatch.setattr(
        queries,
        "followers_in",
        lambda *, realm_id, cells, topic: FollowCell.objects.filter(topic=topic, cell__in=cells),
    )
    broadcast = send(realm_id=exercise.pk)
    assert broadcast.expected == 5, "the sabotage did not bite"
    match(broadcast)
    assert told(broadcast) == {}


def test_the_worker_counts_what_became_of_it_and_tells_the_pages() -> None:
    make_followers(2)
    broadcast = send()
    match_broadcasts(NOW)
    OutboxMessage.objects.update(state=MessageState.SENT, settled_at=NOW)
    count_broadcasts(NOW)
    broadcast.refresh_from_db()
    assert (broadcast.sent, broadcast.waiting) == (2, 0)
    assert broadcast.settled_at == NOW
    last = LiveEvent.objects.filter(topic=f"broadcast:{broadcast.key}").latest("pk")
    assert last.data["percent"] == 100


@pytest.mark.parametrize("followers", [5, 50])
def test_a_chunk_takes_the_same_number_of_queries_for_few_and_many(
    followers: int, django_assert_max_num_queries: Any
) -> None:
    make_followers(followers)
    broadcast = send()
    with django_assert_max_num_queries(12):
        actions.match_chunk(broadcast_id=broadcast.pk, now=NOW)
