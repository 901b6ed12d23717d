"""Making copies of clean files in the sandbox: small, to look at, and to play."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from commonbeat.core import sandbox
from commonbeat.core.actors import SYSTEM
from commonbeat.core.durable_storage import Spooled, evidence_storage, spooled
from commonbeat.core.ids import new_key
from commonbeat.core.sandbox import End, Program, SandboxFailed
from commonbeat.reports.actions.evidence import note
from commonbeat.reports.models import Exhibit, SealedCopy
from commonbeat.reports.queries import copy_of
from commonbeat.reports.rules import hour_band
from commonbeat.reports.rules.cleaning import DERIVE, PLAY, Unfit, read_cleaned
from commonbeat.reports.rules.evidence import (
    MOST_TRIES,
    CopyRole,
    CustodyEvent,
    ExhibitKind,
    ExhibitState,
    pause_after,
)

_PROGRAMS = {
    CopyRole.THUMBNAIL: (DERIVE, "thumbnail"),
    CopyRole.VIEW: (DERIVE, "view"),
    CopyRole.PLAYABLE: (PLAY, "play"),
}
# At once with the check; what plays is made afterwards, since that may take an hour.
AT_FIRST = {
    ExhibitKind.PHOTO: (CopyRole.THUMBNAIL, CopyRole.VIEW),
    ExhibitKind.VIDEO: (CopyRole.THUMBNAIL,),
}
_CLAIM = timedelta(minutes=75)


def made_copy(exhibit: Exhibit, role: CopyRole, *, at: datetime) -> SealedCopy | None:
    """Make a copy whose file is in the storage and whose row is not saved yet.

    Returns nothing where there can be none. Raises ``OSError`` and ``SandboxFailed``.
    """
    clean = copy_of(exhibit, CopyRole.CLEAN)
    if clean is None or copy_of(exhibit, role) is not None:
        return None
    program, deed = _PROGRAMS[role]
    try:
        return derived_copy(clean, role, program=program, task={"deed": deed}, at=at)
    except Unfit:
        return None


def derived_copy(
    clean: SealedCopy, role: CopyRole, *, program: Program, task: dict[str, Any], at: datetime
) -> SealedCopy:
    """Make a copy out of a clean one; its file is in the storage and its row is not saved yet.

    Raises ``Unfit``, ``OSError`` and ``SandboxFailed``.
    """
    with sealed_source(clean, at=at) as source, spooled(at=at) as sink:
        made = sandbox.run(
            program,
            source=End(source.raw.fileno(), source.key),
            sink=End(sink.raw.fileno(), sink.key),
            task=task,
            read=read_cleaned,
        )
        copy = SealedCopy(
            key=new_key(),
            exhibit=clean.exhibit,
            role=role.value,
            data_key=sink.key.hex(),
            sha256=made.sha256,
            media_type=made.facts.media_type,
            size=made.size,
            width=made.facts.width,
            height=made.facts.height,
            made_at=at,
        )
        sink.move_in(copy.name)
    return copy


@contextmanager
def sealed_source(copy: SealedCopy, *, at: datetime) -> Iterator[Spooled]:
    """Open a copy for the sandbox: it needs an open file, wherever the storage is."""
    with spooled(at=at, key=bytes.fromhex(copy.data_key)) as source:
        # Sealed bytes as they are.
        with evidence_storage().open(copy.name) as stored:
            shutil.copyfileobj(stored, source.raw)
        source.raw.flush()
        yield source


def play_exhibits(*, now: datetime) -> int:
    """Make the copy that every browser plays of one film or sound; returns how many were tried."""
    waiting = Exhibit.objects.filter(
        Q(claimed_until__isnull=True) | Q(claimed_until__lt=now),
        state=ExhibitState.READY.value,
        kind__in=[ExhibitKind.VIDEO.value, ExhibitKind.SOUND.value],
        tries__lt=MOST_TRIES,
    ).exclude(copies__role=CopyRole.PLAYABLE.value)
    exhibit = waiting.order_by("id").first()
    if exhibit is None:
        return 0
    mine = Exhibit.objects.filter(pk=exhibit.pk, tries=exhibit.tries)
    if mine.update(tries=F("tries") + 1, claimed_until=now + _CLAIM):
        _play(exhibit, now=now)
    return 1


def _play(exhibit: Exhibit, *, now: datetime) -> None:
    mine = Exhibit.objects.filter(pk=exhibit.pk, tries=exhibit.tries + 1)
    at = hour_band(now)
    try:
        copy = made_copy(exhibit, CopyRole.PLAYABLE, at=at)
    except (OSError, SandboxFailed):
        mine.update(claimed_until=now + pause_after(exhibit.tries + 1))
        return
    with transaction.atomic():
        # One that cannot be played at all is not tried again.
        mine.update(claimed_until=None, tries=0 if copy else MOST_TRIES)
        if copy:
            copy.save(force_insert=True)
            note(exhibit, CustodyEvent.COPY_MADE, actor=SYSTEM, sha256=copy.sha256, now=at)
