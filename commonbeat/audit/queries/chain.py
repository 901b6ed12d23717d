"""Reading the log, and proving that nobody rewrote it."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import BinaryField, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from commonbeat.audit import rules
from commonbeat.audit.models import AuditEntry, Checkpoint
from commonbeat.core.crypto import InvalidToken, keyed_digests, unseal

CHECKPOINT_EVERY = timedelta(days=1)
CHECKPOINT_PURPOSE = "audit-checkpoint"
_CHUNK = 2_000
_PROGRESS_EVERY = 10_000


@dataclass(frozen=True, slots=True)
class Mark:
    """A checkpoint as the verifier reads it, from the table or from a line kept elsewhere."""

    size: int
    root: bytes
    at: datetime
    signature: bytes

    @property
    def is_ours(self) -> bool:
        """Whether one of our keys signed it."""
        text = rules.checkpoint_text(size=self.size, root=self.root, at=self.at)
        return self.signature in keyed_digests(CHECKPOINT_PURPOSE, text)

    @property
    def line(self) -> str:
        """The checkpoint as one line to print or keep elsewhere."""
        text = rules.checkpoint_text(size=self.size, root=self.root, at=self.at)
        return f"{text} {self.signature.hex()}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found; ``broken`` is a sentence about the first break, or empty."""

    entries: int
    shredded: int
    unchained: int
    checkpoints: int
    broken: str
    broken_at: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether no break was found."""
        return not self.broken


class _Broken(Exception):
    def __init__(self, sentence: str, sequence: int) -> None:
        super().__init__(sentence)
        self.sequence = sequence


def entries_about(*, realm_id: int, subject: str) -> QuerySet[AuditEntry]:
    """Return what was noted about one thing, newest first."""
    return AuditEntry.objects.in_realm(realm_id).filter(subject=subject).order_by("-at", "-pk")


def latest_entries(*, realm_id: int) -> QuerySet[AuditEntry]:
    """Return a realm's entries, newest first."""
    return AuditEntry.objects.in_realm(realm_id).order_by("-at", "-pk")


def latest_checkpoint() -> Checkpoint | None:
    """Return the newest checkpoint, if one was signed."""
    return Checkpoint.objects.order_by("-size").first()


def as_mark(checkpoint: Checkpoint) -> Mark:
    """Return a stored checkpoint as the verifier reads it."""
    return Mark(checkpoint.size, bytes(checkpoint.root), checkpoint.at, bytes(checkpoint.signature))


def read_mark(line: str) -> Mark:
    """Parse a line that ``Mark.line`` wrote; raises ``ValueError``."""
    *name, size, root, at, signature = line.split()
    if name != ["commonbeat", "audit"]:
        raise ValueError("not a checkpoint")
    moment = datetime.fromisoformat(at).astimezone(UTC)
    return Mark(int(size), bytes.fromhex(root), moment, bytes.fromhex(signature))


def checkpoint_is_due(*, now: datetime) -> bool:
    """Say whether a day went by, and something was recorded, since the last checkpoint."""
    last = latest_checkpoint()
    if last is None:
        return AuditEntry.objects.chained().exists()
    grown = AuditEntry.objects.filter(sequence__gt=last.size).exists()
    return grown and last.at <= now - CHECKPOINT_EVERY


def verify(
    *, kept_elsewhere: Iterable[Mark] = (), progress: Callable[[int], None] = lambda _done: None
) -> Verdict:
    """Walk the whole chain in constant memory and stop at the first break.

    ``progress`` is told how many entries were read, now and then.
    """
    stored = [as_mark(checkpoint) for checkpoint in Checkpoint.objects.order_by("size")]
    marks = [*stored, *kept_elsewhere]
    walk = _Walk(marks)
    sentence = ""
    at: int | None = None
    try:
        walk.check_signatures()
        for row in _rows():
            walk.step(row)
            if walk.size % _PROGRESS_EVERY == 0:
                progress(walk.size)
        walk.finish()
    except _Broken as broken:
        sentence, at = str(broken), broken.sequence
    return Verdict(
        entries=walk.size,
        shredded=walk.shredded,
        unchained=AuditEntry.objects.unchained().count(),
        checkpoints=len(marks),
        broken=sentence,
        broken_at=at,
    )


def _rows() -> Iterator[dict[str, Any]]:
    columns = [
        "sequence",
        "previous_hash",
        "hash",
        "realm_id",
        "at",
        "event",
        "kind",
        "actor_id",
        "actor_label",
        "subject",
        "payload_digest",
        "sealed",
    ]
    # Read sealed and opened one by one, so that words which no key opens name their entry.
    sealed = AuditEntry.objects.chained().annotate(sealed=Cast("payload", BinaryField()))
    for row in sealed.values_list(*columns).iterator(chunk_size=_CHUNK):
        yield dict(zip(columns, row, strict=True))


def _opened_digest(sealed: bytes | None) -> bytes:
    if sealed is None:
        return rules.payload_digest(None)
    try:
        return rules.payload_digest(json.loads(unseal(bytes(sealed))))
    except (InvalidToken, ValueError):
        return b""


class _Walk:
    """The state of one verification."""

    def __init__(self, marks: list[Mark]) -> None:
        self.size = 0
        self.shredded = 0
        self._hash = rules.GENESIS
        self._marks: dict[int, list[Mark]] = defaultdict(list)
        for mark in marks:
            self._marks[mark.size].append(mark)
        # Entries whose words are gone, until the entry that says so comes along.
        self._unexplained: dict[tuple[int, str], int] = {}

    def check_signatures(self) -> None:
        """Refuse a checkpoint that none of our keys signed."""
        for marks in self._marks.values():
            for mark in marks:
                if not mark.is_ours:
                    raise _Broken(
                        _("The checkpoint over %(size)s entries was not signed by this site.")
                        % {"size": mark.size},
                        mark.size,
                    )

    def step(self, row: dict[str, Any]) -> None:
        """Check one entry against the one before."""
        sequence = row["sequence"]
        where = {"number": sequence}
        if sequence != self.size + 1:
            raise _Broken(
                _("Entry %(number)s is missing.") % {"number": self.size + 1}, self.size + 1
            )
        if bytes(row["previous_hash"] or b"") != self._hash:
            raise _Broken(
                _("Entry %(number)s does not follow the entry before it.") % where, sequence
            )
        digest = bytes(row["payload_digest"])
        expected = rules.entry_hash(
            sequence=sequence,
            previous_hash=self._hash,
            realm_id=row["realm_id"],
            at=row["at"],
            event=row["event"],
            kind=row["kind"],
            actor_id=row["actor_id"],
            actor_label=row["actor_label"],
            subject=row["subject"],
            payload_digest=digest,
        )
        if bytes(row["hash"] or b"") != expected:
            raise _Broken(_("Entry %(number)s was changed.") % where, sequence)
        self._check_payload(row, digest)
        self.size, self._hash = sequence, expected
        self._check_marks()

    def _check_payload(self, row: dict[str, Any], digest: bytes) -> None:
        about = (row["realm_id"], row["subject"])
        if row["sealed"] is None and digest != rules.NO_PAYLOAD:
            self.shredded += 1
            self._unexplained.setdefault(about, row["sequence"])
        elif _opened_digest(row["sealed"]) != digest:
            raise _Broken(
                _("The words of entry %(number)s were changed.") % {"number": row["sequence"]},
                row["sequence"],
            )
        if row["event"] == "audit.shredded":
            self._unexplained.pop(about, None)

    def _check_marks(self) -> None:
        for mark in self._marks.pop(self.size, ()):
            if mark.root != self._hash:
                raise _Broken(
                    _("Entries up to %(number)s are not those that the checkpoint of %(at)s saw.")
                    % {"number": self.size, "at": f"{mark.at:%Y-%m-%d %H:%M}"},
                    self.size,
                )

    def finish(self) -> None:
        """Check what shows at the end alone: a cut, and words that vanished without an entry."""
        if self._marks:
            mark = self._marks[max(self._marks)][0]
            raise _Broken(
                _("The end was cut off: the checkpoint of %(at)s saw %(size)s entries.")
                % {"at": f"{mark.at:%Y-%m-%d %H:%M}", "size": mark.size},
                self.size + 1,
            )
        if self._unexplained:
            sequence = min(self._unexplained.values())
            raise _Broken(
                _("The words of entry %(number)s are gone and no entry says who removed them.")
                % {"number": sequence},
                sequence,
            )
