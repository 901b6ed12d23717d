"""Why something was refused; each is a sentence for the person who meets it."""

from commonbeat.core.errors import CommonbeatError, Conflict


class Unsaid(CommonbeatError):
    """A reason is missing, or a day that does not fit."""


class NotNow(CommonbeatError):
    """It cannot be done as things stand."""


class Changed(Conflict):
    """Somebody else was first, or it came to notice meanwhile."""
