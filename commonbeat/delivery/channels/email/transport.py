"""Draining due messages into the mail server."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from time import monotonic

import structlog
from django.conf import settings

from commonbeat.core.durability import quick_commits
from commonbeat.core.sweeps import stopping
from commonbeat.delivery import queries
from commonbeat.delivery.actions import sending
from commonbeat.delivery.actions.sending import Claimed
from commonbeat.delivery.channels.email.letters import Letter, write_letter
from commonbeat.delivery.channels.email.smtp import Connection, Outcome, Parcel, ServerDown
from commonbeat.delivery.models import Content
from commonbeat.delivery.rules import Channel, MessageState, may_reach

logger = structlog.get_logger("commonbeat")

_BATCH = 200
_LONGEST_PAUSE = 60.0


class EmailTransport:
    """One worker's way to the mail server; keeps its connection, and pauses while it is down."""

    def __init__(self, url: str) -> None:
        self._connection = Connection(url)
        self._pause = 0.0
        self._down_until = 0.0

    def drain(self, *, now: datetime) -> int:
        """Send one batch of due messages; return how many were settled."""
        # While the server is away messages stay as they are: no tries are used up, and all
        # leave within a minute of its return.
        if monotonic() < self._down_until:
            return 0
        try:
            self._connection.open()
        except ServerDown as down:
            self._note_down(down)
            return 0
        lease = timedelta(seconds=settings.LEASE_SECONDS)
        claimed = sending.claim(channel=Channel.EMAIL, limit=_BATCH, lease=lease, now=now)
        if not claimed:
            return 0
        batch = _Batch(claimed, now=now, until=monotonic() + settings.LEASE_SECONDS / 2)
        try:
            with quick_commits():
                for outcome in self._connection.send(batch.parcels()):
                    batch.settle(outcome)
            self._pause = 0.0
        except ServerDown as down:
            batch.drop_in_hand(str(down))
            self._note_down(down)
        finally:
            batch.release_rest()
        return batch.settled

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _note_down(self, down: ServerDown) -> None:
        self._pause = min(max(self._pause * 2, 1.0), _LONGEST_PAUSE)
        self._down_until = monotonic() + self._pause
        logger.warning("mail_server_down", error=str(down), again_in_seconds=self._pause)


class _Batch:
    """Messages that were claimed together, and what is not settled of them."""

    def __init__(self, claimed: Iterable[Claimed], *, now: datetime, until: float) -> None:
        self._open = {message.pk: message for message in claimed}
        self._now = now
        self._until = until
        self._handed: list[Claimed] = []  # given to the connection, in order, not settled
        self._letters = _Letters()
        self._sent = sending.SentNotes(now=now)
        self._live_realms = queries.live_realm_ids()
        self.settled = 0

    def parcels(self) -> Iterator[Parcel]:
        """Yield what may be sent, while the claim lasts; settle what may not."""
        for message in list(self._open.values()):
            if stopping.is_set() or monotonic() > self._until:
                return
            try:
                parcel = self._parcel(message)
            except Exception as error:
                sending.note_fault(message, error=type(error).__name__, now=self._now)
                self._done(message.pk)
                continue
            if parcel is not None:
                self._handed.append(message)
                yield parcel

    def _parcel(self, message: Claimed) -> Parcel | None:
        is_live, address = message.realm_id in self._live_realms, message.address
        if not may_reach(realm_is_live=is_live, channel=Channel.EMAIL, address=address):
            self._end(message, MessageState.REFUSED, "real address outside the live realm")
            return None
        content, letter = self._letters.of(message.content_id)
        if content.expires_at is not None and content.expires_at <= self._now:
            self._end(message, MessageState.EXPIRED)
            return None
        if message.is_stopped and not content.is_personal:
            self._end(message, MessageState.CANCELLED)
            return None
        if not is_live:
            # A sink address leads nowhere: the exercise sees it sent, no server sees it at all.
            self._end(message, MessageState.SENT)
            return None
        data = letter.addressed(to=address, message_pk=message.pk, stop_token=message.stop_token)
        return Parcel(message.pk, letter.sender, address, data)

    def settle(self, outcome: Outcome) -> None:
        """Write down what the server said, before anything else is handed over."""
        message = self._open[outcome.message_pk]
        if outcome.is_sent:
            self._sent.note(message.pk)
        elif outcome.is_permanent:
            sending.settle(
                message.pk, state=MessageState.FAILED, error=outcome.error, now=self._now
            )
        else:
            sending.try_later(message, error=outcome.error, now=self._now)
        self._handed.remove(message)
        self._done(message.pk)

    def drop_in_hand(self, error: str) -> None:
        """The connection broke: nobody knows what became of the mail in hand, so try it later."""
        if self._handed:
            message = self._handed[0]
            sending.try_later(message, error=error, now=self._now)
            self._done(message.pk)

    def release_rest(self) -> None:
        """Put back what was not reached."""
        if self._open:
            sending.release(self._open, now=self._now)

    def _end(self, message: Claimed, state: MessageState, error: str = "") -> None:
        """Settle a message that is not for the server."""
        sending.settle(message.pk, state=state, error=error, now=self._now)
        self._done(message.pk)

    def _done(self, pk: int) -> None:
        del self._open[pk]
        self.settled += 1


class _Letters:
    """Each text of a batch, rendered once."""

    def __init__(self) -> None:
        self._written: dict[int, tuple[Content, Letter]] = {}

    def of(self, content_id: int) -> tuple[Content, Letter]:
        if content_id not in self._written:
            content = Content.objects.get(pk=content_id)
            self._written[content_id] = (content, write_letter(content))
        return self._written[content_id]
