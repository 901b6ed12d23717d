"""Who did something, as text that outlives the account it came from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A doer for the audit log: ``id`` is stable and opaque, ``label`` is what a reader sees."""

    id: str
    label: str


SYSTEM = Actor(id="system", label="Commonbeat")
# Every reporter without an account is this one actor, so that no log can tell two of them apart.
ANONYMOUS_REPORTER = Actor(id="anonymous", label="Anonymous reporter")
# One for all whose name is sealed: no log may lead from their report to their account.
CONFIDENTIAL_REPORTER = Actor(id="confidential", label="Confidential reporter")
NAMED_REPORTER = Actor(id="named", label="Reporter without an account")
FOLLOWER = Actor(id="follower", label="Follower")
