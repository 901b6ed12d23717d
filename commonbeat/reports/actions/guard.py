"""Who may send now: a browser that has done a little work, or a person who has waited a little.

Every public door asks ``admit_sender`` before it takes a report. No answer is no: at worst it says
how many seconds to wait, and what was typed waits in the page. Nothing is stored; what is counted
is counted in memory, of nobody in particular or under a key that is soon thrown away.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings

from commonbeat.core import crypto
from commonbeat.reports.rules.limiter import Limiter
from commonbeat.reports.rules.pace import Pace
from commonbeat.reports.rules.puzzle import is_fresh_challenge, new_challenge, proof_fault
from commonbeat.reports.rules.tickets import TicketKind, read_ticket, write_ticket


@dataclass(frozen=True, slots=True)
class Effort:
    """What the page carries for whoever sends it: a puzzle, its solution, and a ticket."""

    challenge: str = ""
    proof: str = ""
    ticket: str = ""

    @classmethod
    def from_post(cls, post: Mapping[str, str]) -> "Effort":
        """Return what a page brought, unread."""
        return cls(
            challenge=str(post.get("challenge", "")),
            proof=str(post.get("proof", "")),
            ticket=str(post.get("ticket", "")),
        )


@dataclass(frozen=True, slots=True)
class Admission:
    """Whether a report is taken now; if not, after how long, with the ticket that says so."""

    wait: timedelta = timedelta(0)
    ticket: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.wait

    @property
    def seconds(self) -> int:
        """The wait in whole seconds, rounded up."""
        return -(-self.wait // timedelta(seconds=1))


@dataclass(slots=True)
class Counts:
    """What this process counts; it forgets all of it when it ends."""

    callers: Limiter
    unproven: Pace


@cache
def counts() -> Counts:
    """Return the counts of this process."""
    share = settings.REPORT_UNPROVEN_A_MINUTE / max(1, settings.WEB_PROCESSES)
    many = settings.REPORT_MANY_FROM_ONE
    callers = Limiter(free_tries=many, stopped_at=many + 5)
    return Counts(callers=callers, unproven=Pace(per_minute=max(1.0, share)))


def offer_effort(brought: Effort, *, receipt: str, now: datetime) -> Effort:
    """Return what the next page carries: what was brought, or a new puzzle and a new ticket."""
    secret = _secret()
    if read_ticket(brought.ticket, secret=secret, receipt=receipt, now=now):
        ticket = brought.ticket
    else:
        ready_at = now + timedelta(seconds=settings.REPORT_LEAST_SECONDS)
        ticket = write_ticket(TicketKind.BEGUN, secret=secret, receipt=receipt, ready_at=ready_at)
    if is_fresh_challenge(brought.challenge, secret=secret, receipt=receipt, now=now):
        return Effort(brought.challenge, brought.proof, ticket)
    cost = settings.REPORT_PROOF_COST
    return Effort(new_challenge(secret=secret, receipt=receipt, cost=cost, now=now), "", ticket)


def admit_sender(effort: Effort, *, receipt: str, caller: str, now: datetime) -> Admission:
    """Say whether a report may be sent now, or how long its sender waits.

    ``caller`` is what ``core.callers.caller_of`` makes of a request; it is counted under a key in
    memory and forgotten within ten minutes.
    """
    if not settings.REPORT_GUARD:
        return Admission()
    secret = _secret()
    ticket = read_ticket(effort.ticket, secret=secret, receipt=receipt, now=now)
    if ticket and ticket.kind is TicketKind.PLACE:
        return Admission(max(ticket.ready_at - now, timedelta(0)), effort.ticket)
    wait = counts().callers.wait(caller, now=now)
    if proof_fault(effort.proof, secret=secret, receipt=receipt, now=now):
        least = timedelta(seconds=settings.REPORT_LEAST_SECONDS)
        ready_at = ticket.ready_at if ticket else now + least
        wait = max(wait, ready_at - now, counts().unproven.take(now=now))
    if wait > timedelta(0):
        ready_at = now + wait
        place = write_ticket(TicketKind.PLACE, secret=secret, receipt=receipt, ready_at=ready_at)
        written = read_ticket(place, secret=secret, receipt=receipt, now=now)
        return Admission(written.ready_at - now if written else wait, place)
    counts().callers.note_wrong(caller, now=now)
    return Admission()


def _secret() -> bytes:
    return crypto.keyed_digest("report-guard", "tickets and proofs")
