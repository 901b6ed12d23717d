"""Broadcast states and small sums, for every value."""

from hypothesis import given
from hypothesis import strategies as st

from commonbeat.alerts.rules import (
    BROADCAST_STATES,
    Advance,
    BroadcastState,
    Reach,
    fallback,
    ranges,
    round_reach,
)

states = st.sampled_from(BroadcastState)


@given(states, states)
def test_a_broadcast_moves_only_as_its_table_says(
    before: BroadcastState, after: BroadcastState
) -> None:
    assert BROADCAST_STATES.allows(before, after) == (after in BROADCAST_STATES.moves[before])


@given(st.lists(states, max_size=12))
def test_a_cancelled_broadcast_never_starts_again(path: list[BroadcastState]) -> None:
    state = BroadcastState.CANCELLED
    for after in path:
        if BROADCAST_STATES.allows(state, after):
            state = after
    assert state == BroadcastState.CANCELLED


def test_every_state_can_be_cancelled_but_the_last() -> None:
    assert BROADCAST_STATES.may_become(BroadcastState.CANCELLED) == (
        set(BroadcastState) - {BroadcastState.CANCELLED}
    )


@given(st.integers(0, 10_000_000))
def test_reach_is_rounded_to_ten(number: int) -> None:
    assert round_reach(number) % 10 == 0
    assert abs(round_reach(number) - number) <= 5


@given(st.integers(0, 5_000), st.integers(0, 5_000), st.integers(1, 700))
def test_the_ranges_of_a_walk_meet_every_endpoint_once(after: int, last: int, size: int) -> None:
    met = [n for low, high in ranges(after, last, size) for n in range(low, high)]
    assert met == list(range(after + 1, last + 1))


def test_everybody_whose_language_is_missing_reads_english() -> None:
    assert fallback({"zh-hans", "en"}) == "en"
    assert fallback({"zh-hans"}) == "zh-hans"


@given(states, st.tuples(*[st.integers(0, 1_000)] * 6))
def test_only_a_finished_broadcast_shows_a_hundred_percent(
    state: BroadcastState, numbers: tuple[int, ...]
) -> None:
    expected, matched, sent, waiting, failed, stopped = numbers
    advance = Advance(state, expected, matched, sent, waiting, failed, stopped)
    assert 0 <= advance.percent <= 100
    if advance.percent == 100:
        assert state == BroadcastState.DONE
        assert not waiting


def test_reach_counts_each_channel() -> None:
    assert Reach(inbox=3, email=4).total == 7
