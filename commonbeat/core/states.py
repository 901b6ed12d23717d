"""State tables: an enum, the moves it allows, and a picture of both drawn from the code."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from commonbeat.core.errors import CommonbeatError


class MoveNotAllowed(CommonbeatError):
    """The table has no move between these two states."""


@dataclass(frozen=True, slots=True)
class StateTable[S: StrEnum]:
    """Which state may follow which; every state of the enum must be a key.

    ``other_starts`` are states in which something may begin as well.
    """

    name: str
    start: S
    moves: Mapping[S, frozenset[S]]
    other_starts: tuple[S, ...] = ()

    def __post_init__(self) -> None:
        missing = set(type(self.start)) - set(self.moves)
        if missing:
            raise ValueError(f"{self.name}: no row for {sorted(missing)}")

    def allows(self, before: S, after: S) -> bool:
        """Say whether ``after`` may follow ``before``."""
        return after in self.moves[before]

    def check(self, before: S, after: S) -> None:
        """Raise ``MoveNotAllowed`` unless ``after`` may follow ``before``."""
        if not self.allows(before, after):
            raise MoveNotAllowed(f"{self.name}: {before} cannot become {after}")

    def may_become(self, after: S) -> frozenset[S]:
        """Return the states from which ``after`` can be reached in one move."""
        return frozenset(state for state, following in self.moves.items() if after in following)

    def ends(self) -> frozenset[S]:
        """Return the states that nothing follows."""
        return frozenset(state for state, following in self.moves.items() if not following)

    def diagram(self) -> str:
        """Return the table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2"]
        lines += [f"    [*] --> {start}" for start in (self.start, *self.other_starts)]
        for state in type(self.start):
            lines += [f"    {state} --> {after}" for after in sorted(self.moves[state])]
        lines += [f"    {state} --> [*]" for state in type(self.start) if not self.moves[state]]
        return "\n".join(lines) + "\n"
