"""Files that arrive in pieces: each piece sealed with a key that only its sender has.

The key comes from the receipt, which the sender brings along and which is kept nowhere: what is
stolen while a file arrives opens nothing. When the last piece is here the file is put together,
taken in like any other, and the pieces are destroyed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from commonbeat.core.actors import SYSTEM
from commonbeat.core.durable_storage import evidence_storage, opened, spooled
from commonbeat.core.errors import Conflict
from commonbeat.core.sealed_files import KEY_BYTES, RECORD_BYTES, DamagedFile
from commonbeat.reports.actions.evidence import (
    EvidenceRefused,
    Gone,
    full_disk_is_no_room,
    remove_exhibit,
    seal_in,
)
from commonbeat.reports.actions.evidence_owner import Owner
from commonbeat.reports.models import ArrivingPiece, Exhibit
from commonbeat.reports.queries import report_by_receipt
from commonbeat.reports.rules.evidence import EvidenceFault, ExhibitState, Unfit

# Longer than a caged program may take, so that nobody finishes a file that is being finished.
_FINISHING = timedelta(minutes=5)
# No fault of the file: it may be taken a little later.
_PASSING = {EvidenceFault.BUSY, EvidenceFault.NO_ROOM}
_NOBODY = Q(claimed_until__isnull=True)


class OutOfPlace(Conflict):
    """The piece does not begin where the file ends so far."""

    def __init__(self) -> None:
        super().__init__(_("Another part of the file is expected."))


def begin_arrival(*, owner: Owner, size: int, now: datetime) -> Exhibit:
    """Expect a file of ``size`` bytes in pieces; raises ``EvidenceRefused``."""
    try:
        with transaction.atomic():
            exhibit = owner.new_exhibit(size=size, now=now)
            exhibit.save(force_insert=True)
    except Unfit as refusal:
        raise EvidenceRefused(refusal.fault) from refusal
    return exhibit


def add_piece(*, exhibit: Exhibit, receipt: str, offset: int, data: Iterator[bytes]) -> None:
    """Keep the next piece, as far as it is announced.

    Raises ``OutOfPlace`` when another place is next, and ``EvidenceRefused`` when the disk is full.
    """
    if exhibit.status is not ExhibitState.ARRIVING or offset != exhibit.arrived:
        raise OutOfPlace
    room = exhibit.size - offset
    piece = ArrivingPiece(exhibit=exhibit, offset=offset)
    try:
        with (
            full_disk_is_no_room(),
            spooled(at=exhibit.kept_at, key=piece_key(exhibit, receipt)) as sealed,
        ):
            for part in data:
                sealed.writer.write(part[: room - sealed.writer.size])
            sealed.finish()
            piece.size = sealed.writer.size
            if piece.size:
                sealed.move_in(piece.name)
    except Unfit as refusal:
        raise EvidenceRefused(refusal.fault) from refusal
    if piece.size:
        _append(exhibit, piece)


def _append(exhibit: Exhibit, piece: ArrivingPiece) -> None:
    """Write down that a piece is here, unless another one took its place."""
    try:
        with transaction.atomic():
            piece.save(force_insert=True)
            here = Exhibit.objects.filter(
                pk=exhibit.pk, state=ExhibitState.ARRIVING.value, arrived=piece.offset
            )
            if not here.update(arrived=F("arrived") + piece.size):
                raise OutOfPlace
    except (IntegrityError, OutOfPlace) as error:
        evidence_storage().delete(piece.name)
        raise OutOfPlace from error
    exhibit.arrived += piece.size


def finish_arrival(*, exhibit: Exhibit, receipt: str, now: datetime) -> None:
    """Take in a file of which every piece is here; does nothing for any other.

    One that is unfit is refused, with the reason in its row, and nothing of it is kept. Raises
    ``EvidenceRefused`` while there is no room or no place for it: all its pieces stay where it may
    be finished later. Raises ``Gone`` where it was taken out meanwhile, or its report with it.
    """
    whole = Exhibit.objects.filter(
        _NOBODY | Q(claimed_until__lt=now),
        pk=exhibit.pk,
        state=ExhibitState.ARRIVING.value,
        arrived=F("size"),
    )
    if not whole.update(claimed_until=now + _FINISHING):
        return
    exhibit.refresh_from_db()
    # The report may have been sent while the last pieces were on their way.
    report = exhibit.report or report_by_receipt(receipt)
    if report is not None and not report.takes_files:
        remove_exhibit(exhibit=exhibit, now=now, actor=SYSTEM)
        raise Gone
    if report is not None:
        exhibit.report, exhibit.receipt_digest, exhibit.rung = report, None, report.identity
    with _unclaimed_after_a_fault(exhibit):
        _take_or_refuse(exhibit, receipt, now=now)
    exhibit.refresh_from_db()
    # Row by row, so that each takes its file along.
    exhibit.pieces.all().delete()


@contextmanager
def _unclaimed_after_a_fault(exhibit: Exhibit) -> Iterator[None]:
    """Let the next who asks finish the file, where it could not be finished now."""
    try:
        yield
    except BaseException:
        Exhibit.objects.filter(pk=exhibit.pk).update(claimed_until=None)
        raise


def _take_or_refuse(exhibit: Exhibit, receipt: str, *, now: datetime) -> None:
    try:
        _put_together(exhibit, list(exhibit.pieces.order_by("offset")), receipt, now=now)
    except Unfit as refusal:
        if refusal.fault in _PASSING:
            raise EvidenceRefused(refusal.fault) from refusal
        Exhibit.objects.filter(pk=exhibit.pk).update(
            state=ExhibitState.REFUSED.value, fault=refusal.fault.value, claimed_until=None
        )


def _put_together(
    exhibit: Exhibit, pieces: list[ArrivingPiece], receipt: str, *, now: datetime
) -> None:
    key = piece_key(exhibit, receipt)
    try:
        with full_disk_is_no_room(), spooled(at=exhibit.kept_at) as whole:
            for piece in pieces:
                with opened(piece.name, key) as reader:
                    while part := reader.read(RECORD_BYTES):
                        whole.writer.write(part)
            whole.finish()
            seal_in(exhibit, whole, now=now)
    except (DamagedFile, FileNotFoundError) as error:
        raise Unfit(EvidenceFault.BROKEN) from error


def piece_key(exhibit: Exhibit, receipt: str) -> bytes:
    """Return the key of the pieces of one file, made from the receipt alone."""
    purpose = f"commonbeat arriving {exhibit.key}".encode()
    return HKDF(SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(receipt.encode())
