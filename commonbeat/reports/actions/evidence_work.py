"""What is done with files while nobody waits: copies to look at, and tidying up."""

import io
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from PIL import Image

from commonbeat.core.actors import SYSTEM
from commonbeat.core.durable_storage import evidence_storage, sweep_spool
from commonbeat.core.sandbox import SandboxFailed
from commonbeat.core.sealed_files import DamagedFile
from commonbeat.reports.actions.copying import AT_FIRST, made_copy
from commonbeat.reports.actions.evidence import give_to, note, remove_exhibit
from commonbeat.reports.actions.evidence_told import tell_of_file
from commonbeat.reports.actions.virus_check import check_for_viruses, lock_away
from commonbeat.reports.models import ArrivingPiece, Exhibit, Report, SealedCopy
from commonbeat.reports.rules import hour_band
from commonbeat.reports.rules.evidence import (
    EXHIBIT_TABLE,
    KEPT_STATES,
    MOST_TRIES,
    CustodyEvent,
    ExhibitKind,
    ExhibitState,
    VirusCheck,
    pause_after,
)

PENDING_LIFE = timedelta(days=1)
# A file is dated by the hour in which it began to come. One that still comes has a day for it, and
# no sweep may take away what is being put together at this moment.
_ORPHAN_AGE = PENDING_LIFE + timedelta(hours=2)
# Two files may wait two minutes each for the scanner, and two copies as long for the sandbox.
_CLAIM = timedelta(minutes=15)
_AT_ONCE = 10
_KEPT = [state.value for state in KEPT_STATES]


def prepare_exhibits(*, now: datetime) -> int:
    """Check files that were received and make copies to look at; returns how many were tried.

    A file whose worker died is taken up again; one that failed five times stays as it is.
    """
    waiting = Exhibit.objects.filter(
        Q(state=ExhibitState.RECEIVED.value, claimed_until__isnull=True)
        | Q(
            state__in=[ExhibitState.RECEIVED.value, ExhibitState.CLEANING.value],
            claimed_until__lt=now,
        ),
        report__isnull=False,
        tries__lt=MOST_TRIES,
    ).order_by("id")
    tried = 0
    for exhibit in waiting[:_AT_ONCE]:
        if _claim(exhibit, now=now):
            tried += 1
            _prepare(exhibit, now=now)
    return tried


def _claim(exhibit: Exhibit, *, now: datetime) -> bool:
    unchanged = Exhibit.objects.filter(pk=exhibit.pk, state=exhibit.state, tries=exhibit.tries)
    return bool(
        unchanged.update(
            state=ExhibitState.CLEANING.value,
            tries=F("tries") + 1,
            claimed_until=now + _CLAIM,
        )
    )


def _prepare(exhibit: Exhibit, *, now: datetime) -> None:
    check = VirusCheck(exhibit.virus_check)
    try:
        finding = check_for_viruses(exhibit)
        check = finding.check
        if check is VirusCheck.INFECTED:
            lock_away(_cleaning(exhibit), exhibit, finding, now=now)
            return
        if check is VirusCheck.UNREACHABLE:
            _put_back(exhibit, check, now=now)
            return
        copies = _copies(exhibit, now=now)
    except (OSError, DamagedFile, SandboxFailed):
        # It is tried again; what stays unreadable keeps its last state.
        _put_back(exhibit, check, now=now)
        return
    with transaction.atomic():
        for copy in copies:
            copy.save(force_insert=True)
        EXHIBIT_TABLE.check(ExhibitState.CLEANING, ExhibitState.READY)
        _cleaning(exhibit).update(
            state=ExhibitState.READY.value,
            virus_check=check.value,
            claimed_until=None,
            # What plays is made by another pass, which counts for itself.
            tries=0,
        )
        if copies:
            note(exhibit, CustodyEvent.COPY_MADE, actor=SYSTEM, now=hour_band(now))


def _cleaning(exhibit: Exhibit) -> QuerySet[Exhibit]:
    return Exhibit.objects.filter(pk=exhibit.pk, state=ExhibitState.CLEANING.value)


def _put_back(exhibit: Exhibit, check: VirusCheck, *, now: datetime) -> None:
    EXHIBIT_TABLE.check(ExhibitState.CLEANING, ExhibitState.RECEIVED)
    _cleaning(exhibit).update(
        state=ExhibitState.RECEIVED.value,
        virus_check=check.value,
        # Until then nobody takes it up.
        claimed_until=now + pause_after(exhibit.tries + 1),
    )


def _copies(exhibit: Exhibit, *, now: datetime) -> list[SealedCopy]:
    roles = AT_FIRST.get(ExhibitKind(exhibit.kind), ())
    made = [made_copy(exhibit, role, at=hour_band(now)) for role in roles]
    return [copy for copy in made if copy is not None]


def small_picture(data: bytes, *, side: int) -> tuple[bytes, tuple[int, int]]:
    """Return a small JPEG of one of our own clean JPEGs, and its size in dots."""
    # Made by the cleaner: safe to read here.
    with Image.open(io.BytesIO(data), formats=["JPEG"]) as picture:
        picture.draft("RGB", (side, side))
        picture.thumbnail((side, side))
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=75)
        return out.getvalue(), picture.size


def sweep_evidence(*, now: datetime) -> int:
    """Remove files never sent in a day, and return how many sealed files no row knew."""
    sent = Report.objects.values("receipt_digest")
    late = Exhibit.objects.filter(report__isnull=True, state__in=_KEPT, receipt_digest__in=sent)
    for exhibit in late:
        _give(exhibit, now=now)
    for exhibit in Exhibit.objects.filter(report__isnull=True, kept_at__lt=now - PENDING_LIFE):
        remove_exhibit(exhibit=exhibit, now=now, actor=SYSTEM)
    unfinished = Exhibit.objects.filter(
        state__in=[ExhibitState.ARRIVING.value, ExhibitState.REFUSED.value],
        kept_at__lt=now - PENDING_LIFE,
    )
    unfinished.delete()
    before = now - _ORPHAN_AGE
    return sweep_spool(before=before) + _sweep_storage(before=before)


def _give(exhibit: Exhibit, *, now: datetime) -> None:
    """Give a file to the report that was sent in the very moment in which it became whole."""
    report = Report.objects.get(receipt_digest=exhibit.receipt_digest)
    if not report.takes_files:
        remove_exhibit(exhibit=exhibit, now=now, actor=SYSTEM)
        return
    with transaction.atomic():
        give_to(exhibit, report, now=now)
        tell_of_file(report=report, exhibit=exhibit, now=now)


def _sweep_storage(*, before: datetime) -> int:
    storage = evidence_storage()
    removed = 0
    for top, model in (("copies", SealedCopy), ("arriving", ArrivingPiece)):
        for folder in _listed(top)[0]:
            names = set(_listed(f"{top}/{folder}")[1])
            known = set(model._default_manager.filter(key__in=names).values_list("key", flat=True))
            for name in names - known:
                path = f"{top}/{folder}/{name}"
                if storage.get_modified_time(path) < before:
                    storage.delete(path)
                    removed += 1
    return removed


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return evidence_storage().listdir(folder)
    except FileNotFoundError:
        return [], []
