"""Errors that carry a sentence for the person who meets them."""


class CommonbeatError(Exception):
    """An action was refused; ``str(error)`` is a translated sentence that says why."""


class NotAllowed(CommonbeatError):
    """The actor may not do this."""


class Conflict(CommonbeatError):
    """Somebody else changed the same thing first; nothing was written."""
