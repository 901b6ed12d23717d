"""Why a file of a stranger was refused."""

from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with a file; actions give each its sentence."""

    EMPTY = "empty"
    TOO_BIG = "too-big"
    WRONG_KIND = "wrong-kind"
    TOO_MANY_PIXELS = "too-many-pixels"
    MOVING = "moving"
    TOO_LONG = "too-long"
    TOO_MUCH_INSIDE = "too-much-inside"
    LOCKED = "locked"
    MACROS = "macros"
    BROKEN = "broken"
    BUSY = "busy"
    NOT_INSTALLED = "not-installed"


# Not only unfit but likely to be meant to harm: kept apart, and the police are warned.
DANGEROUS = frozenset({Fault.MACROS})


class Unfit(Exception):
    """The file was refused; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault
