"""Where a report goes: to the police, to an organisation that takes reports, to both, to nobody."""

from dataclasses import dataclass
from enum import StrEnum

from commonbeat.reports.rules.identity import Identity
from commonbeat.reports.rules.status import AuthorKind, MessageKind


class Destination(StrEnum):
    """Who reads a report, as its reporter chooses it; they may add the police, and take none."""

    POLICE = "police"
    PARTNER = "partner"
    BOTH = "both"
    NOBODY = "nobody"  # only counted


# Names and contacts are for the police alone: an organisation is sent none.
NAMELESS = frozenset({Identity.ANONYMOUS, Identity.PSEUDONYM})


@dataclass(frozen=True, slots=True)
class Chosen:
    """A destination, with the organisation where it needs one; ``str()`` is how a form carries it.

    ``organisation`` is the number of its row.
    """

    destination: Destination = Destination.POLICE
    organisation: int | None = None

    def __str__(self) -> str:
        number = "" if self.organisation is None else f"-{self.organisation}"
        return f"{self.destination.value}{number}"

    @property
    def to_police(self) -> bool:
        """Whether the police read it."""
        return self.destination in {Destination.POLICE, Destination.BOTH}

    @property
    def is_counted(self) -> bool:
        """Whether it is only counted."""
        return self.destination is Destination.NOBODY


def read_choice(text: str) -> Chosen | None:
    """Return the choice that a form carries, or nothing when it is none."""
    name, _dash, number = text.partition("-")
    if name not in set(Destination):
        return None
    destination = Destination(name)
    if destination in {Destination.POLICE, Destination.NOBODY}:
        return None if number else Chosen(destination)
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return Chosen(destination, int(number))


def rungs_for(*, to_police: bool) -> frozenset[Identity]:
    """Return how the reporter of a report can be known: an organisation alone keeps no name."""
    return frozenset(Identity) if to_police else NAMELESS | {Identity.COUNTED}


def partner_reads(author: AuthorKind, kind: MessageKind) -> bool:
    """Say whether the organisation reads a message.

    What the police say is for the reporter, and so is what a reporter answers them.
    """
    if author is AuthorKind.PARTNER:
        return True
    return author is AuthorKind.REPORTER and kind is MessageKind.INFORMATION


def police_read(author: AuthorKind) -> bool:
    """Say whether the police read a message: not what an organisation says to the reporter."""
    return author is not AuthorKind.PARTNER


class Progress(StrEnum):
    """How far the organisation is with a report."""

    NEW = "new"
    READ = "read"
    ANSWERED = "answered"
    CLOSED = "closed"
    TAKEN_BACK = "taken-back"
