"""Boxes over a picture: cut at its edges, refused beside it, and kept as they were drawn."""

import pytest

from commonbeat.reports.rules.cleaning import Box
from commonbeat.reports.rules.release import (
    RELEASE_OPEN,
    RELEASE_REVIEWED,
    RELEASE_TABLE,
    BadBox,
    BoxFault,
    BoxKind,
    BoxSource,
    ReleaseBox,
    ReleaseState,
    hidden_by,
    may_be_made,
)

WHOLE = {"left": 0.0, "top": 0.0, "width": 100.0, "height": 100.0}


def drawn(**sides: float) -> ReleaseBox:
    return ReleaseBox.drawn(BoxKind.PLATE, **{**WHOLE, **sides})


def test_a_box_that_was_drawn_is_kept_in_fractions_of_the_picture() -> None:
    box = drawn(left=10, top=20, width=30, height=40)
    assert (box.x, box.y, box.width, box.height) == pytest.approx((0.1, 0.2, 0.3, 0.4))
    assert box.kept and box.source is BoxSource.DRAWN


def test_a_box_over_the_edge_is_cut_there() -> None:
    box = drawn(left=90, top=80, width=50, height=50)
    assert (box.x, box.y, box.width, box.height) == pytest.approx((0.9, 0.8, 0.1, 0.2))


@pytest.mark.parametrize("sides", [{"left": 100}, {"top": 100}, {"left": -300}, {"left": 300}])
def test_a_box_beside_the_picture_is_refused(sides: dict[str, float]) -> None:
    with pytest.raises(BadBox) as bad:
        drawn(**sides)
    assert bad.value.fault is BoxFault.OUTSIDE


@pytest.mark.parametrize("sides", [{"width": 0}, {"height": 0}, {"width": -4}, {"height": 0.05}])
def test_a_box_without_a_size_is_refused(sides: dict[str, float]) -> None:
    with pytest.raises(BadBox) as bad:
        drawn(**sides)
    assert bad.value.fault is BoxFault.TOO_THIN


@pytest.mark.parametrize(
    "sides",
    [{}, {"left": 99.9, "width": 0.1}, {"top": 50, "height": 500}, {"left": 0, "width": 0.1}],
)
def test_every_box_that_is_taken_is_one_for_the_program_that_hides(
    sides: dict[str, float],
) -> None:
    box = drawn(**sides).to_hide()
    told = {name: getattr(box, name) for name in ("x", "y", "width", "height", "score")}
    assert Box.read(told) == box


def test_a_box_comes_back_as_it_was_kept() -> None:
    box = drawn(left=12.3, width=4.5)
    assert ReleaseBox.read(box.told()) == box


def test_a_face_at_the_edge_is_proposed_within_the_picture() -> None:
    face = ReleaseBox.found(Box(0.9, 0.5, 0.4, 0.2, 0.8))
    assert face.x + face.width <= 1
    assert face.kind is BoxKind.FACE and face.source is BoxSource.FOUND


def test_what_was_dropped_is_not_hidden() -> None:
    kept, dropped = drawn(left=1), ReleaseBox.read({**drawn(left=2).told(), "kept": False})
    assert hidden_by([kept, dropped]) == [kept.to_hide()]


@pytest.mark.parametrize("state", ReleaseState)
def test_a_copy_is_made_of_what_somebody_reviewed_and_of_nothing_else(state: ReleaseState) -> None:
    assert may_be_made(state, reviewer="user:1") is (state is ReleaseState.REVIEWED)
    assert not may_be_made(state, reviewer="")


def test_a_copy_is_ready_only_after_it_was_reviewed() -> None:
    assert RELEASE_TABLE.may_become(ReleaseState.READY) == {ReleaseState.REVIEWED}
    assert RELEASE_TABLE.may_become(ReleaseState.REVIEWED) == {ReleaseState.TO_REVIEW}
    assert not RELEASE_OPEN & RELEASE_REVIEWED


def test_a_review_that_was_sent_is_never_taken_back() -> None:
    assert not RELEASE_TABLE.allows(ReleaseState.READY, ReleaseState.TO_REVIEW)
    assert not RELEASE_TABLE.allows(ReleaseState.REVIEWED, ReleaseState.DISCARDED)
