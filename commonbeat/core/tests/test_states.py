"""State tables."""

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.core.states import MoveNotAllowed, StateTable


class Light(StrEnum):
    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    OFF = "off"


TABLE = StateTable(
    name="Light",
    start=Light.RED,
    moves={
        Light.RED: frozenset({Light.GREEN, Light.OFF}),
        Light.GREEN: frozenset({Light.AMBER}),
        Light.AMBER: frozenset({Light.RED}),
        Light.OFF: frozenset(),
    },
)


def test_a_table_without_a_row_for_every_state_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="off"):
        StateTable(
            name="Light",
            start=Light.RED,
            moves={state: frozenset() for state in Light if state is not Light.OFF},
        )


@given(st.sampled_from(Light), st.sampled_from(Light))
def test_check_raises_exactly_where_the_table_has_no_move(before: Light, after: Light) -> None:
    if TABLE.allows(before, after):
        TABLE.check(before, after)
        assert before in TABLE.may_become(after)
    else:
        with pytest.raises(MoveNotAllowed):
            TABLE.check(before, after)
        assert before not in TABLE.may_become(after)


def test_the_ends_are_the_states_that_nothing_follows() -> None:
    assert TABLE.ends() == {Light.OFF}


def test_the_diagram_shows_every_move() -> None:
    picture = TABLE.diagram()
    assert "red --> green" in picture
    assert "off --> [*]" in picture
    assert picture.count("-->") == 1 + 4 + 1
