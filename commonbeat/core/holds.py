"""What must not be erased now: contexts below ask before they erase, a context above answers.

Every eraser forgets the reasons in the audit log first (``audit.actions.shred``), and that asks
here; so an eraser that is written later asks too.
"""

from collections.abc import Callable

from commonbeat.core.errors import CommonbeatError

# Given a subject of the audit log, ``report:KEY``, returns why it must stay, or "".
type Holder = Callable[[str], str]


class Held(CommonbeatError):
    """A person put it on hold; nothing of it is erased until two people end that."""


_holders: list[Holder] = []


def answer_for_holds(holder: Holder) -> Holder:
    """Register who knows what is on hold."""
    if holder not in _holders:
        _holders.append(holder)
    return holder


def why_held(subject: str) -> str:
    """Return the sentence that says why ``subject`` must stay; empty when nothing holds it."""
    return next((why for holder in _holders if (why := holder(subject))), "")


def check_not_held(subject: str) -> None:
    """Raise ``Held`` while ``subject`` must stay. Call it in the transaction that erases."""
    if why := why_held(subject):
        raise Held(why)
