"""What is held back or taken back does not leave, from that commit on, whoever dies meanwhile."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from commonbeat.delivery import actions
from commonbeat.delivery.actions import recalls, sending
from commonbeat.delivery.channels import inbox
from commonbeat.delivery.models import Content, InboxItem, OutboxMessage, OutboxMessageQuerySet
from commonbeat.delivery.rules import Channel, MessageState, Standing
from commonbeat.delivery.tests.factories import NOW, make_content, make_messages

pytestmark = pytest.mark.django_db
LEASE = timedelta(minutes=2)
LATER = NOW + timedelta(minutes=5)


def _claim(*, limit: int = 100, now: Any = NOW) -> list[sending.Claimed]:
    return sending.claim(channel=Channel.EMAIL, limit=limit, lease=LEASE, now=now)


def _states() -> dict[str, int]:
    return Counter(OutboxMessage.objects.values_list("state", flat=True))


def _standing() -> str:
    return Content.objects.get().standing


def _cut(monkeypatch: pytest.MonkeyPatch, *, after: int, committed: bool) -> None:
    """Let the power go in or after the given chunk."""
    monkeypatch.setattr(recalls, "CHUNK", 3)
    whole, count = recalls._carry_out_chunk, [0]
    changes = recalls._changes

    def cut_after(*given: Any) -> int:
        changed = whole(*given)
        count[0] += 1
        if count[0] == after:
            raise KeyboardInterrupt
        return changed

    def cut_before(*given: Any) -> dict[str, Any]:
        count[0] += 1
        if count[0] == after:
            raise KeyboardInterrupt
        return changes(*given)

    if committed:
        monkeypatch.setattr(recalls, "_carry_out_chunk", cut_after)
    else:
        monkeypatch.setattr(recalls, "_changes", cut_before)


@pytest.mark.parametrize("recall", [actions.cancel_unsent, actions.hold_unsent])
@pytest.mark.parametrize("channel", Channel)
def test_nothing_leaves_before_the_worker_has_touched_a_row(
    recall: Callable[..., None], channel: Channel
) -> None:
    make_messages(3, channel=channel)
    recall(contents=[Content.objects.get()])
    assert _states() == {MessageState.QUEUED: 3}
    assert _claim() == []
    assert inbox.deliver(now=NOW) == 0
    assert not InboxItem.objects.exists()


def test_sabotage_a_claim_that_ignores_where_a_text_stands_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_messages(3)
    actions.cancel_unsent(contents=[Content.objects.get()])
    monkeypatch.setattr(OutboxMessageQuerySet, "exclude", lambda rows, **_closed: rows)
    assert len(_claim()) == 3


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("after", [1, 2, 4])
def test_a_recall_cut_anywhere_sends_nothing_and_is_finished(
    monkeypatch: pytest.MonkeyPatch, after: int, committed: bool
) -> None:
    make_messages(10)
    actions.cancel_unsent(contents=[Content.objects.get()])
    with monkeypatch.context() as patch:
        _cut(patch, after=after, committed=committed)
        with pytest.raises(KeyboardInterrupt):
            recalls.carry_out(now=NOW)
    done = (after if committed else after - 1) * 3
    assert _states().get(MessageState.CANCELLED, 0) == min(done, 10)
    assert _standing() == Standing.WITHDRAWING
    assert _claim() == []
    recalls.carry_out(now=NOW)
    assert _states() == {MessageState.CANCELLED: 10}
    assert _standing() == Standing.WITHDRAWN


@pytest.mark.parametrize("after", [1, 2])
def test_a_hold_cut_half_way_and_released_sends_everything_once(
    monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    make_messages(10)
    actions.hold_unsent(contents=[Content.objects.get()])
    with monkeypatch.context() as patch:
        _cut(patch, after=after, committed=True)
        with pytest.raises(KeyboardInterrupt):
            recalls.carry_out(now=NOW)
    actions.release_held(contents=[Content.objects.get()])
    recalls.carry_out(now=NOW)
    assert _standing() == Standing.OPEN
    assert len(_claim()) == 10
    assert _claim() == []


def test_a_chunk_stops_when_somebody_asks_for_something_else_meanwhile() -> None:
    make_messages(4)
    content = Content.objects.get()
    actions.hold_unsent(contents=[content])
    actions.release_held(contents=[content])
    low = OutboxMessage.objects.earliest("endpoint_id").endpoint_id
    assert recalls._carry_out_chunk(content.pk, Standing.HOLDING, low, NOW) == 0
    assert len(_claim()) == 4


@pytest.mark.parametrize(
    ("recall", "ends_as"),
    [(actions.cancel_unsent, MessageState.CANCELLED), (actions.hold_unsent, MessageState.QUEUED)],
)
def test_a_message_in_hand_that_comes_back_does_not_leave_later(
    recall: Callable[..., None], ends_as: MessageState
) -> None:
    make_messages(3)
    in_hand = _claim(limit=1)
    recall(contents=[Content.objects.get()])
    recalls.carry_out(now=NOW)
    sending.try_later(in_hand[0], error="the server went away", now=NOW)
    recalls.carry_out(now=NOW)
    assert _states() == {ends_as: 3}
    assert _claim(now=LATER) == []


def test_a_message_whose_worker_died_does_not_leave_later() -> None:
    make_messages(3)
    _claim(limit=1)
    actions.cancel_unsent(contents=[Content.objects.get()])
    recalls.carry_out(now=NOW)
    assert _standing() == Standing.WITHDRAWING, "somebody may still have it in hand"
    recalls.carry_out(now=LATER)
    assert (_states(), _standing()) == ({MessageState.CANCELLED: 3}, Standing.WITHDRAWN)


def test_what_was_taken_back_cannot_be_let_go() -> None:
    make_messages(2)
    for recall in (actions.cancel_unsent, actions.release_held, actions.hold_unsent):
        recall(contents=[Content.objects.get()])
    recalls.carry_out(now=NOW)
    actions.release_held(contents=[Content.objects.get()])
    assert (_states(), _standing()) == ({MessageState.CANCELLED: 2}, Standing.WITHDRAWN)


def test_other_texts_are_left_alone() -> None:
    taken_back, other = make_content("alert:one"), make_content("alert:two")
    make_messages(2, content=taken_back)
    make_messages(2, content=other)
    actions.cancel_unsent(contents=[taken_back])
    recalls.carry_out(now=NOW)
    assert {message.content_id for message in _claim()} == {other.pk}


def test_a_pass_that_takes_long_lets_the_other_sweeps_go_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recalls, "CHUNK", 3)
    monkeypatch.setattr(recalls, "_PASS_SECONDS", -1.0)
    make_messages(4)
    actions.cancel_unsent(contents=[Content.objects.get()])
    assert recalls.carry_out(now=NOW) == 0
    assert _standing() == Standing.WITHDRAWING
