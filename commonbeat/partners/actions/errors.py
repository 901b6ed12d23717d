"""Why something was refused; each is a sentence for the person who meets it."""

from commonbeat.core.errors import CommonbeatError, Conflict
from commonbeat.partners.rules import Found


class NoAgreement(CommonbeatError):
    """No agreement is in force under which this could be shared."""


class FieldsNotAllowed(CommonbeatError):
    """Nothing was chosen, or something that the agreement does not allow."""


class Unsaid(CommonbeatError):
    """A purpose, a reason or a description is missing."""


class NotNow(Conflict):
    """It is over already, or somebody else was first."""


class MayTellWho(CommonbeatError):
    """The words for the partner may tell who reported; say why they are safe, or change them."""

    def __init__(self, sentence: str, found: Found) -> None:
        super().__init__(sentence)
        self.found = found
