"""When a session counts, how long it lives, and what a one-time link is for."""

from datetime import datetime, timedelta
from enum import StrEnum

# Where the session of a browser names its sign-in.
SESSION_KEY = "sign_in"


class Proof(StrEnum):
    """How somebody showed who they are."""

    PASSKEY = "passkey"  # held by the person and unlocked by them: user verification is required
    PASSWORD = "password"  # noqa: S105
    DEMO = "demo"  # a link of a demonstration; worthless anywhere else


class Standing(StrEnum):
    """What a session is worth at one moment."""

    GOOD = "good"
    OVER = "over"  # ended by hand, idle for too long, or too old
    UNPROVED = "unproved"  # signed in, but not in a way that this person's role asks for


class LinkKind(StrEnum):
    """What a one-time link opens."""

    ENROL = "enrol"  # the first passkey, or another one after an administrator's yes
    RECOVER = "recover"  # a new passkey in place of every older one
    DEMO = "demo"


LINK_LIFE = {
    LinkKind.ENROL: timedelta(days=7),
    LinkKind.RECOVER: timedelta(hours=1),
    LinkKind.DEMO: timedelta(hours=24),
}
# 160 bits: nobody finds one by trying.
LINK_TOKEN_CHARACTERS = 32

# How long each is kept after it is over; ``apps.py`` says so in words.
KEEP_SIGN_INS = timedelta(days=30)
KEEP_LINKS = timedelta(days=7)
KEEP_UNCONFIRMED = timedelta(days=3)

# How long a proof is fresh enough for an action that cannot be taken back.
FRESH_FOR = timedelta(minutes=5)
# A stay is noted as seen once a minute at most, so that reading a page seldom writes.
SEEN_EVERY = timedelta(minutes=1)


def proof_counts(proof: str, *, is_trusted: bool, is_demo: bool) -> bool:
    """Say whether a person may be let in on this proof.

    Somebody who acts for the police or a partner needs a passkey: a password can be phished. The
    mark of a demonstration link counts in a demonstration only, for anybody.
    """
    if proof == Proof.PASSKEY:
        return True
    if proof == Proof.DEMO:
        return is_demo
    return proof == Proof.PASSWORD and not is_trusted


def is_over(
    *, started_at: datetime, seen_at: datetime, now: datetime, idle: timedelta, absolute: timedelta
) -> bool:
    """Say whether a stay has been idle or has lasted for too long."""
    return now - seen_at >= idle or now - started_at >= absolute


def is_fresh(*, proved_at: datetime, now: datetime) -> bool:
    """Say whether a proof is recent; one from the future is not."""
    return timedelta(0) <= now - proved_at < FRESH_FOR
