"""What the worker does for copies for release: looks for faces, and hides what a person chose."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from commonbeat.core import sandbox
from commonbeat.core.actors import SYSTEM
from commonbeat.core.sandbox import End, SandboxFailed
from commonbeat.reports.actions.copying import derived_copy, sealed_source
from commonbeat.reports.actions.evidence import note
from commonbeat.reports.actions.releasing import NobodyLooked, log_release
from commonbeat.reports.models import ReleaseReview, SealedCopy
from commonbeat.reports.queries import copy_of
from commonbeat.reports.rules import hour_band
from commonbeat.reports.rules.cleaning import DERIVE, Box, Fault, Unfit, hide_task, read_boxes
from commonbeat.reports.rules.evidence import MOST_TRIES, CopyRole, CustodyEvent, pause_after
from commonbeat.reports.rules.release import (
    LOOK_TRIES,
    RELEASE_TABLE,
    WORK_CLAIM,
    FaceSearch,
    ReleaseBox,
    ReleaseState,
    hidden_by,
    may_be_made,
)

_AT_ONCE = 10
_MADE_IN = ReleaseState.REVIEWED


def propose_faces(*, now: datetime) -> int:
    """Look for faces in pictures that somebody wants to release; returns how many were tried.

    Where it cannot be done the picture goes to its reviewer all the same, and the page says so.
    """
    return sum(_propose(release, now=now) for release in _claimed(ReleaseState.ASKED, now=now))


def make_releases(*, now: datetime) -> int:
    """Make the copies of pictures that were reviewed; returns how many were tried."""
    return sum(_make(release, now=now) for release in _claimed(_MADE_IN, now=now))


def _claimed(state: ReleaseState, *, now: datetime) -> Iterator[ReleaseReview]:
    waiting = ReleaseReview.objects.filter(
        Q(claimed_until__isnull=True) | Q(claimed_until__lt=now), state=state.value
    )
    for release in waiting.select_related("exhibit__report").order_by("id")[:_AT_ONCE]:
        mine = _unchanged(release)
        if mine.update(tries=F("tries") + 1, claimed_until=now + WORK_CLAIM):
            release.tries += 1
            yield release


def _unchanged(release: ReleaseReview) -> QuerySet[ReleaseReview]:
    return ReleaseReview.objects.filter(pk=release.pk, state=release.state, tries=release.tries)


def _clean(release: ReleaseReview) -> SealedCopy:
    clean = copy_of(release.exhibit, CopyRole.CLEAN)
    if clean is None or release.exhibit.is_withheld:
        raise Unfit(Fault.BROKEN)
    return clean


def _propose(release: ReleaseReview, *, now: datetime) -> int:
    try:
        boxes, search = _found(_clean(release), now=now), FaceSearch.DONE
    except Unfit as refusal:
        missing = refusal.fault is Fault.NOT_INSTALLED
        boxes, search = [], FaceSearch.NOT_INSTALLED if missing else FaceSearch.FAILED
    except (OSError, SandboxFailed):
        if release.tries < LOOK_TRIES:
            _unchanged(release).update(claimed_until=now + pause_after(release.tries))
            return 1
        boxes, search = [], FaceSearch.FAILED
    RELEASE_TABLE.check(ReleaseState.ASKED, ReleaseState.TO_REVIEW)
    _unchanged(release).update(
        state=ReleaseState.TO_REVIEW.value,
        face_search=search.value,
        proposal=[*(ReleaseBox.found(box).told() for box in boxes), *release.proposal],
        tries=0,
        claimed_until=None,
    )
    return 1


def _found(clean: SealedCopy, *, now: datetime) -> list[Box]:
    with sealed_source(clean, at=hour_band(now)) as source:
        return sandbox.run(
            DERIVE,
            source=End(source.raw.fileno(), source.key),
            task={"deed": "faces"},
            read=read_boxes,
        )


def _make(release: ReleaseReview, *, now: datetime) -> int:
    if not may_be_made(release.standing, reviewer=release.reviewer_id):
        raise NobodyLooked
    at = hour_band(now)
    try:
        task = hide_task(hidden_by(release.decided))
        copy = derived_copy(_clean(release), CopyRole.RELEASED, program=DERIVE, task=task, at=at)
    except Unfit:
        _fail(release, now=now)
        return 1
    except (OSError, SandboxFailed):
        if release.tries < MOST_TRIES:
            _unchanged(release).update(claimed_until=now + pause_after(release.tries))
        else:
            _fail(release, now=now)
        return 1
    copy.release = release
    _keep(release, copy, now=now)
    return 1


@transaction.atomic
def _keep(release: ReleaseReview, copy: SealedCopy, *, now: datetime) -> None:
    RELEASE_TABLE.check(ReleaseState.REVIEWED, ReleaseState.READY)
    made = _unchanged(release).update(state=ReleaseState.READY.value, claimed_until=None)
    if not made:
        # Erased, or made by another worker: the file without a row is swept.
        return
    copy.save(force_insert=True)
    event = CustodyEvent.RELEASE_MADE
    note(release.exhibit, event, actor=SYSTEM, sha256=copy.sha256, now=now)
    details = {"sha256": copy.sha256, "size": copy.size}
    log_release("made", release, SYSTEM, details=details, now=now)


@transaction.atomic
def _fail(release: ReleaseReview, *, now: datetime) -> None:
    RELEASE_TABLE.check(ReleaseState.REVIEWED, ReleaseState.FAILED)
    if _unchanged(release).update(state=ReleaseState.FAILED.value, claimed_until=None):
        note(release.exhibit, CustodyEvent.RELEASE_FAILED, actor=SYSTEM, now=now)
        log_release("failed", release, SYSTEM, details={}, now=now)
