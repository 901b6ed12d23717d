"""What somebody wants to see of the queue, kept under a name of theirs."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

# More tabs than this nobody finds a way through.
MOST_PARTS = 8
# What has no grade yet, among the grades.
UNGRADED = "none"


@dataclass(frozen=True, slots=True)
class Holding:
    """What a part of the queue holds: each list narrows it down, an empty one leaves all in.

    ``kinds`` are categories, ``areas`` codes of neighbourhoods, ``languages`` those that reporters
    wrote in, ``grades`` the newest grade or ``UNGRADED``; ``is_untaken`` leaves out what somebody
    has in hand, ``wrote_again`` all but where the reporter waits for us.
    """

    kinds: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    is_untaken: bool = False
    wrote_again: bool = False

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self == Holding()

    def to_row(self) -> dict[str, Any]:
        """Return what a database keeps: only what narrows it down."""
        row = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in row.items()
            if value
        }

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Return what was kept."""
        return cls(
            kinds=tuple(row.get("kinds", ())),
            areas=tuple(row.get("areas", ())),
            languages=tuple(row.get("languages", ())),
            grades=tuple(row.get("grades", ())),
            is_untaken=bool(row.get("is_untaken")),
            wrote_again=bool(row.get("wrote_again")),
        )
