"""Why something was refused; each is a sentence for the person who meets it."""

from collections.abc import Sequence

from commonbeat.casework.rules import Advised
from commonbeat.core.errors import CommonbeatError, Conflict


class ReasonMissing(CommonbeatError):
    """Nobody reads or decides without saying why."""


class WordsMissing(CommonbeatError):
    """The reporter would be told nothing, or the outcome was not named."""


class NothingToFind(CommonbeatError):
    """There is no word in what somebody searches for."""


class NoSuchCase(CommonbeatError):
    """The case that a search is for is none that they can open."""


class NotNow(CommonbeatError):
    """This cannot be decided of a report in this state."""


class SignpostMissing(CommonbeatError):
    """A worry below the threshold would end without anybody who helps."""


class MayDrift(CommonbeatError):
    """The words may turn somebody without a name into an informant; say again to send them."""


class MayBeClearer(CommonbeatError):
    """There is advice about the words that their writer has not read yet; say again to send them.

    ``advised`` is that advice.
    """

    def __init__(self, advised: Sequence[Advised]) -> None:
        self.advised = list(advised)
        super().__init__(", ".join(one.advice.value for one in advised))


class AnswerWrong(CommonbeatError):
    """An answer to be kept holds something that it may not."""


class StaleAnswer(Conflict):
    """Somebody changed or withdrew the answer since the page was drawn."""


class StaleDecision(Conflict):
    """Somebody decided, or the reporter wrote, since the page was drawn."""


class SomebodyWasFirst(Conflict):
    """Somebody else acknowledged an alarm, or ended it, a moment before."""


class StaleIncident(Conflict):
    """Somebody changed the incident, or put the report elsewhere, since the page was drawn."""


class StaleRecordsSystem(Conflict):
    """Somebody changed how the records system is reached since the page was drawn."""


class AnotherNumber(Conflict):
    """The records system gave a number already, and this is another one."""


class CannotTakeTask(CommonbeatError):
    """A task cannot be given to this person, whatever the reason is."""


class TooLate(CommonbeatError):
    """A task would be due before it is asked."""


class StaleTask(Conflict):
    """Somebody accepted, ended or moved the task since the page was drawn."""


class StaleHandover(Conflict):
    """Somebody wrote the hand-over of this shift, or took it over, since the page was drawn."""
