"""Reads of the files that came with reports."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from commonbeat.accounts.models import User
from commonbeat.core.durable_storage import opened
from commonbeat.core.sealed_files import SealedReader
from commonbeat.reports.models import CustodyEntry, Exhibit, Report, SealedCopy, kept_from
from commonbeat.reports.queries.reports import receipt_digests
from commonbeat.reports.rules.evidence import (
    CopyRole,
    ExhibitKind,
    ExhibitState,
    look_at,
    looked_at,
)


def exhibits(report: Report) -> list[Exhibit]:
    """Return the files that belong to a report, with their copies, in the order they came."""
    return list(_with_copies(report.exhibits.kept()))


def exhibits_of_receipt(receipt: str) -> list[Exhibit]:
    """Return the files of a report not sent yet, refused and unfinished ones too."""
    mine = Exhibit.objects.filter(receipt_digest__in=receipt_digests(receipt))
    return list(_with_copies(mine.order_by("id")))


def exhibits_sent_with(receipt: str) -> list[Exhibit]:
    """Return the files of the report that was sent with this receipt; none before it was."""
    mine = Exhibit.objects.kept().filter(report__receipt_digest__in=receipt_digests(receipt))
    return list(_with_copies(mine))


def exhibit_of_receipt(*, key: str, receipt: str) -> Exhibit | None:
    """Return one file that is on its way under this receipt."""
    return Exhibit.objects.filter(key=key, receipt_digest__in=receipt_digests(receipt)).first()


def copy_of(exhibit: Exhibit, role: CopyRole) -> SealedCopy | None:
    """Return the copy of a file that is for ``role``; cheap where the copies were fetched along."""
    return next((copy for copy in exhibit.copies.all() if copy.role == role.value), None)


def staff_copy(*, key: str, realm_id: int, reader: User) -> SealedCopy | None:
    """Return a copy of a report that ``reader`` may know of, unless its file is withheld."""
    return _unless_withheld(_of_police(realm_id, reader).filter(key=key))


def staff_copy_of(*, key: str, realm_id: int, role: CopyRole, reader: User) -> SealedCopy | None:
    """Return the copy for ``role`` of the file ``key``, unless that is withheld."""
    return _unless_withheld(_of_police(realm_id, reader).filter(exhibit__key=key, role=role.value))


def _of_police(realm_id: int, reader: User) -> QuerySet[SealedCopy]:
    return SealedCopy.objects.filter(
        exhibit__report__realm_id=realm_id, exhibit__report__to_police=True
    ).exclude(kept_from(reader.pk, report="exhibit__report"))


def _unless_withheld(found: QuerySet[SealedCopy]) -> SealedCopy | None:
    copy = found.select_related("exhibit__report").first()
    return None if copy is None or copy.exhibit.is_withheld else copy


def staff_copy_to_look_at(*, key: str, realm_id: int, reader: User) -> SealedCopy | None:
    """Return the copy of the file ``key`` that is made to be looked at, unless it is withheld."""
    clean = staff_copy_of(key=key, realm_id=realm_id, role=CopyRole.CLEAN, reader=reader)
    return copy_to_look_at(clean.exhibit) if clean else None


def copy_to_look_at(exhibit: Exhibit) -> SealedCopy | None:
    """Return the copy of a file that is made to be looked at, or the clean one before it is."""
    there = [CopyRole(copy.role) for copy in exhibit.copies.all()]
    return copy_of(exhibit, looked_at(ExhibitKind(exhibit.kind), there))


def was_seen(*, copy: SealedCopy, actor_id: str, since: datetime) -> bool:
    """Say whether the custody record holds a look of somebody at this copy since then."""
    return copy.exhibit.custody.filter(
        event=look_at(CopyRole(copy.role)).value,
        actor_id=actor_id,
        sha256=copy.sha256,
        at__gt=since,
    ).exists()


def my_copy(*, key: str, report_key: str) -> SealedCopy | None:
    """Return a copy that the holder of a receipt may see: never a virus, never the original.

    Nor what the police made for others.
    """
    return (
        SealedCopy.objects.filter(key=key, exhibit__report__key=report_key)
        .exclude(role__in=[CopyRole.ORIGINAL.value, CopyRole.RELEASED.value])
        .exclude(exhibit__state=ExhibitState.QUARANTINED.value)
        .select_related("exhibit")
        .first()
    )


def custody(report: Report) -> dict[int, list[CustodyEntry]]:
    """Return the custody record of each file of a report, by the id of its row."""
    found: dict[int, list[CustodyEntry]] = {}
    for entry in CustodyEntry.objects.filter(exhibit__report=report).order_by("id"):
        found.setdefault(entry.exhibit_id, []).append(entry)
    return found


@contextmanager
def opened_copy(copy: SealedCopy) -> Iterator[SealedReader]:
    """Open a copy; raises ``OSError`` or ``DamagedFile``."""
    with opened(copy.name, bytes.fromhex(copy.data_key)) as reader:
        yield reader


def _with_copies(rows: QuerySet[Exhibit]) -> QuerySet[Exhibit]:
    return rows.prefetch_related(Prefetch("copies", SealedCopy.objects.order_by("id")))
