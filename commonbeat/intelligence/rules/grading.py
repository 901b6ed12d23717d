"""How an item of information is graded: source, information and handling (3x5x2)."""

from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """How far whoever gave the information can be relied on."""

    RELIABLE = "1"
    UNTESTED = "2"
    NOT_RELIABLE = "3"


class Information(StrEnum):
    """How the source came to know it."""

    KNOWN_DIRECTLY = "A"
    CORROBORATED = "B"
    KNOWN_INDIRECTLY = "C"
    NOT_KNOWN = "D"
    SUSPECTED_FALSE = "E"


class Handling(StrEnum):
    """Whether it may be shared lawfully."""

    PERMITTED = "P"
    CONDITIONS = "C"


class Condition(StrEnum):
    """What a recipient under C may do with it (A), and with its wording (S)."""

    COVERT_ONLY = "A1"
    BY_NAMED = "A2"
    SANITISE_DELEGATED = "S1"
    SANITISE_ASK = "S2"


class Statement(StrEnum):
    """Whether somebody says that it is so, or thinks so (DPA 2018, section 38)."""

    FACT = "fact"
    OPINION = "opinion"


class PersonRole(StrEnum):
    """What somebody named in an item is to it (DPA 2018, section 38)."""

    SUSPECT = "suspect"
    CONVICTED = "convicted"
    VICTIM = "victim"
    WITNESS = "witness"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade; ``handling`` is None until somebody sets it, and then nothing is shared."""

    source: Source
    information: Information
    handling: Handling | None = None
    codes: frozenset[Condition] = frozenset()
    conditions: str = ""

    @property
    def short(self) -> str:
        """The grade as people write it: 2D, or 2DP once the handling code is set."""
        return f"{self.source}{self.information}{self.handling or ''}"


class GradeFault(StrEnum):
    """Why a grade cannot be given."""

    CONDITIONS_MISSING = "conditions-missing"
    CONDITIONS_UNASKED = "conditions-unasked"


# What is told for the first time by somebody without a name: untested, and nobody knows how known.
DEFAULT_GRADE = Grade(Source.UNTESTED, Information.NOT_KNOWN)


def grade_fault(grade: Grade) -> GradeFault | None:
    """Return what is wrong with a grade: C needs its conditions in words, P and unset have none."""
    if grade.handling is Handling.CONDITIONS:
        return None if grade.conditions.strip() else GradeFault.CONDITIONS_MISSING
    if grade.codes or grade.conditions.strip():
        return GradeFault.CONDITIONS_UNASKED
    return None
