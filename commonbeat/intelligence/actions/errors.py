"""Why something was refused; each is a sentence for the person who meets it."""

from commonbeat.core.errors import CommonbeatError, Conflict


class ReasonMissing(CommonbeatError):
    """Nobody reads, grades or moves intelligence without saying why."""


class WordsMissing(CommonbeatError):
    """An item or a copy would say nothing."""


class MarkedTooHigh(CommonbeatError):
    """It is marked above OFFICIAL, and belongs on another system."""


class ReceiptInside(CommonbeatError):
    """The words may lead back to somebody who reported."""


class BadGrade(CommonbeatError):
    """The parts of a grade do not go together."""


class NotNow(CommonbeatError):
    """This cannot be done in this state."""


class HandlingUnset(CommonbeatError):
    """An item has no handling code, so nothing of it leaves."""


class TakenAlong(CommonbeatError):
    """A copy holds words of the original or of its source."""


class Regraded(CommonbeatError):
    """An item was graded anew since its copy was written."""


class ConditionsNotAccepted(CommonbeatError):
    """A recipient under C reads nothing before they accept the conditions."""


class Changed(Conflict):
    """Somebody changed the report since the page was drawn."""
