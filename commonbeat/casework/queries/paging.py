"""Where the next page of a long list starts, as an address carries it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from commonbeat.core.ids import row_number

_MOMENT = "%Y%m%dT%H%M%S.%f"


@dataclass(frozen=True, slots=True)
class Place:
    """The last row of a page: the moment that the list is ordered by, and the row's number."""

    at: datetime
    number: int

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC):{_MOMENT}}-{self.number}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the place that an address names, or None where it names none."""
        moment, _, last = text.partition("-")
        number = row_number(last)
        if number is None:
            return None
        try:
            at = datetime.strptime(moment, _MOMENT).replace(tzinfo=UTC)
        except ValueError:
            return None
        return cls(at, number)
