"""Taking files in: sealed as they were sent, or after all that was hidden in them is gone."""

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from commonbeat.audit.actions import record
from commonbeat.core.actors import ANONYMOUS_REPORTER, SYSTEM, Actor
from commonbeat.core.durable_storage import Spooled, evidence_storage, spooled
from commonbeat.core.errors import CommonbeatError
from commonbeat.core.ids import new_key
from commonbeat.reports.actions.evidence_owner import Owner
from commonbeat.reports.actions.evidence_told import tell_of_file
from commonbeat.reports.actions.stripping import strip
from commonbeat.reports.models import (
    FAULT_WORDS,
    CustodyEntry,
    Exhibit,
    Report,
    SealedCopy,
)
from commonbeat.reports.queries import receipt_digests
from commonbeat.reports.rules import Identity, hour_band
from commonbeat.reports.rules.cleaning import Cleaned
from commonbeat.reports.rules.evidence import (
    DESCRIPTION_LENGTH,
    EXHIBIT_TABLE,
    KEPT_STATES,
    LARGEST_AT_ONCE,
    CopyRole,
    CustodyEvent,
    EvidenceFault,
    ExhibitState,
    Unfit,
    keeps_original,
)

# One for all reporters, so that no custody record tells two of them apart.
THE_REPORTER = Actor(id="reporter", label="Reporter")


_ARRIVED_FACTS = (
    *("state", "kind", "sha256", "media_type", "size", "arrived", "claimed_until"),
    *("report", "receipt_digest", "rung"),
)


class Gone(CommonbeatError):
    """The file was taken out, or its report erased, while it was looked at."""


class EvidenceRefused(CommonbeatError):
    """The file was not kept; the sentence says why and what to do."""

    def __init__(self, fault: EvidenceFault) -> None:
        super().__init__(str(FAULT_WORDS[fault]))
        self.fault = fault


def take_file(*, owner: Owner, pieces: Iterable[bytes], size: int, now: datetime) -> Exhibit:
    """Keep a file that came in one request, or nothing of it; raises ``EvidenceRefused``."""
    try:
        if size > LARGEST_AT_ONCE:
            raise Unfit(EvidenceFault.TOO_BIG_AT_ONCE)
        exhibit = owner.new_exhibit(size=size, now=now)
        with full_disk_is_no_room(), spooled(at=exhibit.kept_at) as whole:
            for piece in pieces:
                whole.writer.write(piece)
            whole.finish()
            seal_in(exhibit, whole, now=now)
    except Unfit as refusal:
        raise EvidenceRefused(refusal.fault) from refusal
    return exhibit


class full_disk_is_no_room:  # noqa: N801  reads as what it does, like contextlib's own
    """Says ``Unfit`` where the system says that the disk, or our share of it, is full."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Unfit(EvidenceFault.NO_ROOM) from error


def seal_in(exhibit: Exhibit, whole: Spooled, *, now: datetime) -> None:
    """Keep a file that is whole: its clean copy, and itself where it may stay; raises ``Unfit``.

    Files are on the disk before their rows; a file without a row is swept.
    """
    keeps = keeps_original(Identity(exhibit.rung))
    with spooled(at=exhibit.kept_at) as sink:
        clean = strip(whole, sink)
        copies = [_clean_copy(clean, sink, exhibit)]
        sink.move_in(copies[0].name)
    exhibit.kind = clean.facts.kind.value
    exhibit.sha256, exhibit.media_type = clean.sha256, clean.facts.media_type
    event = CustodyEvent.SEALED_AFTER_STRIPPING
    if keeps:
        original = _original(whole, exhibit)
        whole.move_in(original.name)
        copies.append(original)
        exhibit.sha256, event = original.sha256, CustodyEvent.SEALED_AS_SENT
    EXHIBIT_TABLE.check(exhibit.status, ExhibitState.RECEIVED)
    exhibit.state = ExhibitState.RECEIVED.value
    exhibit.size = exhibit.arrived = whole.writer.size if keeps else clean.size
    with _destroyed_if_gone(copies), transaction.atomic():
        _keep_row(exhibit)
        for copy in copies:
            copy.exhibit = exhibit
            copy.save(force_insert=True)
        _note_arrival(exhibit, event, now=now)


@contextmanager
def _destroyed_if_gone(copies: list[SealedCopy]) -> Iterator[None]:
    """Take the files along when their row was taken out meanwhile."""
    try:
        yield
    except Gone:
        for copy in copies:
            evidence_storage().delete(copy.name)
        raise


def _keep_row(exhibit: Exhibit) -> None:
    """Write down that a file is here; raises ``Gone`` where it was taken out meanwhile."""
    if exhibit._state.adding:
        exhibit.save(force_insert=True)
        return
    exhibit.claimed_until = None
    # What its sender said of it meanwhile stays as it is.
    facts = {name: getattr(exhibit, name) for name in _ARRIVED_FACTS}
    still = Exhibit.objects.filter(pk=exhibit.pk, state=ExhibitState.ARRIVING.value)
    if not still.update(**facts):
        raise Gone


def _clean_copy(clean: Cleaned, sink: Spooled, exhibit: Exhibit) -> SealedCopy:
    return SealedCopy(
        key=new_key(),
        role=CopyRole.CLEAN.value,
        data_key=sink.key.hex(),
        sha256=clean.sha256,
        media_type=clean.facts.media_type,
        size=clean.size,
        width=clean.facts.width,
        height=clean.facts.height,
        made_at=exhibit.kept_at,
    )


def _original(whole: Spooled, exhibit: Exhibit) -> SealedCopy:
    return SealedCopy(
        key=new_key(),
        role=CopyRole.ORIGINAL.value,
        data_key=whole.key.hex(),
        sha256=whole.writer.sha256,
        # Nothing opens it but a person who asks for it: no browser is told what it might be.
        media_type="application/octet-stream",
        size=whole.writer.size,
        made_at=exhibit.kept_at,
    )


def _note_arrival(exhibit: Exhibit, event: CustodyEvent, *, now: datetime) -> None:
    # By the hour, and without the digest of an original: its sender may still choose to be unknown.
    note(exhibit, event, actor=THE_REPORTER, sha256=exhibit.sha256, now=exhibit.kept_at)
    record(
        event="report.evidence-kept",
        actor=ANONYMOUS_REPORTER,
        realm_id=exhibit.realm_id,
        subject=f"exhibit:{exhibit.key}",
        details={"custody": event.value},
        now=exhibit.kept_at,
    )
    if exhibit.report is not None:
        at = exhibit.kept_at if exhibit.report.is_anonymous else now
        note(exhibit, CustodyEvent.SENT, actor=THE_REPORTER, sha256=exhibit.sha256, now=at)
        tell_of_file(report=exhibit.report, exhibit=exhibit, now=now)


def note(
    exhibit: Exhibit,
    event: CustodyEvent,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    sha256: str = "",
) -> CustodyEntry:
    """Write one line into the custody record of a file."""
    return CustodyEntry.objects.create(
        exhibit=exhibit,
        event=event.value,
        actor_id=actor.id,
        actor_label=actor.label,
        reason=reason,
        sha256=sha256,
        at=now,
    )


def describe_exhibit(*, exhibit: Exhibit, words: str) -> None:
    """Keep what the sender says of a file, as far as it fits."""
    exhibit.description = words[:DESCRIPTION_LENGTH]
    exhibit.save(update_fields=["description"])


@transaction.atomic
def remove_exhibit(*, exhibit: Exhibit, now: datetime, actor: Actor = ANONYMOUS_REPORTER) -> None:
    """Take a file out that was not sent yet; its sealed files go with the rows."""
    not_sent = Q(report__isnull=True) | Q(state=ExhibitState.ARRIVING.value)
    deleted, _by_model = Exhibit.objects.filter(not_sent, pk=exhibit.pk).delete()
    if deleted:
        record(
            event="report.evidence-removed",
            actor=actor,
            realm_id=exhibit.realm_id,
            subject=f"exhibit:{exhibit.key}",
            now=now if actor is SYSTEM else hour_band(now),
        )


def drop_exhibits(*, receipt: str, now: datetime) -> None:
    """Take out every file that came for a report which keeps none."""
    for exhibit in Exhibit.objects.filter(receipt_digest__in=receipt_digests(receipt)):
        remove_exhibit(exhibit=exhibit, now=now)


def attach_exhibits(*, report: Report, receipt: str, now: datetime) -> None:
    """Give a report just sent the files that came before it; call it in the same transaction."""
    waiting = Exhibit.objects.select_for_update().filter(
        receipt_digest__in=receipt_digests(receipt),
        state__in=[state.value for state in KEPT_STATES],
    )
    for exhibit in waiting.order_by("id"):
        give_to(exhibit, report, now=now)


def give_to(exhibit: Exhibit, report: Report, *, now: datetime) -> None:
    """Let a file belong to a report; the original of who is not known by name is destroyed."""
    keeps = keeps_original(Identity(report.identity))
    # Those who deal with a sealed name read these lines too: a minute could lead to an account.
    at = hour_band(now) if report.is_anonymous else now
    was_kept = keeps_original(Identity(exhibit.rung))
    exhibit.report, exhibit.receipt_digest = report, None
    if was_kept and not keeps:
        exhibit.copies.filter(role=CopyRole.ORIGINAL.value).delete()
        clean = exhibit.copies.get(role=CopyRole.CLEAN.value)
        exhibit.sha256, exhibit.size, exhibit.arrived = clean.sha256, clean.size, clean.size
        exhibit.rung = report.identity
        # The digest of the original would still tell whose device the file came from.
        exhibit.custody.filter(event=CustodyEvent.SEALED_AS_SENT.value).update(sha256="")
        note(
            exhibit,
            CustodyEvent.ORIGINAL_DESTROYED,
            actor=THE_REPORTER,
            sha256=clean.sha256,
            now=at,
        )
    exhibit.save()
    note(exhibit, CustodyEvent.SENT, actor=THE_REPORTER, sha256=exhibit.sha256, now=at)
