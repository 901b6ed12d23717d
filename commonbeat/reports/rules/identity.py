"""The ladder of identity: how a reporter is known, and who may climb where."""

from dataclasses import dataclass
from enum import StrEnum

from commonbeat.core.states import StateTable

NAME_LENGTH = 80
REACH_LENGTH = 200
TIMES_LENGTH = 200


class Identity(StrEnum):
    """How a reporter is known, lowest rung first; only the reporter climbs, and never down."""

    COUNTED = "counted"  # counted only: no words are kept, and nobody reads it
    ANONYMOUS = "anonymous"  # the receipt alone
    PSEUDONYM = "pseudonym"  # a name for this one report
    CONFIDENTIAL = "confidential"  # name and contact sealed apart, opened by two people
    NAMED = "named"  # the police who deal with it see name and contact


IDENTITY_TABLE: StateTable[Identity] = StateTable(
    name="identity",
    start=Identity.ANONYMOUS,
    other_starts=tuple(rung for rung in Identity if rung is not Identity.ANONYMOUS),
    moves={
        # Whoever was only counted first says what happened; then they may climb on.
        Identity.COUNTED: frozenset({Identity.ANONYMOUS}),
        Identity.ANONYMOUS: frozenset({Identity.PSEUDONYM, Identity.CONFIDENTIAL, Identity.NAMED}),
        Identity.PSEUDONYM: frozenset({Identity.CONFIDENTIAL, Identity.NAMED}),
        Identity.CONFIDENTIAL: frozenset({Identity.NAMED}),
        Identity.NAMED: frozenset(),
    },
)

# The police hold a name and a way to reach these people.
KNOWN = frozenset({Identity.CONFIDENTIAL, Identity.NAMED})


class Reach(StrEnum):
    """How somebody who gave a name wants to be reached."""

    PHONE = "phone"
    EMAIL = "email"
    OTHER = "other"
    HERE = "here"  # with the receipt alone


class IdentityEventKind(StrEnum):
    """What happened to how a reporter is known; they read each of these."""

    CLIMBED = "climbed"
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    TAKEN_BACK = "taken-back"
    EXPIRED = "expired"


class UnlockWhy(StrEnum):
    """Why the police want to see a sealed name: what its owner is told."""

    DANGER = "danger"
    SPEAK = "speak"
    EVIDENCE = "evidence"
    COURT = "court"


@dataclass(frozen=True, slots=True)
class Contact:
    """Who somebody is and how to reach them safely; ``address`` is empty for ``HERE``."""

    name: str
    how: Reach = Reach.HERE
    address: str = ""
    safe_times: str = ""
    may_leave_message: bool = False


def needs_contact(identity: Identity, *, has_account: bool) -> bool:
    """Say whether a rung asks for a name on a page of its own."""
    if identity in KNOWN:
        return not has_account
    return identity is Identity.PSEUDONYM


def contact_is_complete(contact: Contact) -> bool:
    """Say whether there is a name and, unless the receipt is enough, a way to reach somebody."""
    lengths = (
        (contact.name, NAME_LENGTH),
        (contact.address, REACH_LENGTH),
        (contact.safe_times, TIMES_LENGTH),
    )
    if any(len(text) > most for text, most in lengths):
        return False
    return bool(contact.name) and (contact.how is Reach.HERE or bool(contact.address))
