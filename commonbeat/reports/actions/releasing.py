"""Copies for people outside the police: asking for one, reviewing the picture, and discarding."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.core.actors import Actor
from commonbeat.core.errors import CommonbeatError, Conflict
from commonbeat.reports.actions.evidence import note
from commonbeat.reports.models import Exhibit, ReleaseReview
from commonbeat.reports.permissions import check_can_release
from commonbeat.reports.queries.releases import can_be_released, open_release, released_copy
from commonbeat.reports.rules.evidence import CustodyEvent
from commonbeat.reports.rules.release import (
    RELEASE_TABLE,
    BoxSource,
    FaceSearch,
    ReleaseBox,
    ReleaseState,
)


class NotReleasable(CommonbeatError):
    """No copy for release can be made of this file, or not now."""


class NobodyLooked(CommonbeatError):
    """The statement is missing that the whole picture was looked at."""


def prepare_release(*, exhibit: Exhibit, user: User, reason: str, now: datetime) -> ReleaseReview:
    """Ask for a copy of a photograph for people outside; the one that is open already is returned.

    Raises ``NotAllowed`` and ``NotReleasable``.
    """
    check_can_release(user)
    _check_releasable(exhibit)
    try:
        with transaction.atomic():
            return _begin(exhibit, user, reason, now=now, proposal=_drawn_before(exhibit))
    except IntegrityError:
        # Somebody else pressed it in the same moment.
        return ReleaseReview.objects.get(pk=_open_pk(exhibit))


@transaction.atomic
def send_review(
    *,
    release: ReleaseReview,
    user: User,
    kept: Sequence[int],
    drawn: Sequence[ReleaseBox],
    has_looked: bool,
    now: datetime,
) -> ReleaseReview:
    """Say what is hidden in the picture: proposed boxes by their place in the list, and new ones.

    The copy is made from it, and from nothing else. Raises ``NotAllowed``, ``NobodyLooked``, and
    ``Conflict`` when somebody else sent a review first.
    """
    check_can_release(user)
    _check_looked(has_looked)
    before = ReleaseState.TO_REVIEW
    RELEASE_TABLE.check(before, ReleaseState.REVIEWED)
    changed = ReleaseReview.objects.filter(pk=release.pk, state=before.value).update(
        state=ReleaseState.REVIEWED.value,
        boxes=_told(release, kept, drawn),
        reviewer_id=user.actor.id,
        reviewer_label=user.actor.label,
        reviewed_at=now,
        tries=0,
        claimed_until=None,
    )
    if not changed:
        raise Conflict(_("Somebody else sent a review of this picture first."))
    release.refresh_from_db()
    _note_review(release, user.actor, now=now)
    return release


@transaction.atomic
def send_own_review(
    *,
    release: ReleaseReview,
    user: User,
    kept: Sequence[int],
    drawn: Sequence[ReleaseBox],
    has_looked: bool,
    reason: str,
    now: datetime,
) -> ReleaseReview:
    """Make another copy out of a review that came second: what was drawn for it is not lost.

    Raises ``NotAllowed``, ``NobodyLooked``, and ``NotReleasable`` while no review was sent.
    """
    check_can_release(user)
    _check_looked(has_looked)
    _check_releasable(release.exhibit)
    if release.reviewed_at is None and release.standing is not ReleaseState.DISCARDED:
        raise NotReleasable(_("Nobody else sent a review of this picture yet."))
    own = _begin(
        release.exhibit,
        user,
        reason,
        now=now,
        proposal=release.proposal,
        face_search=release.face_search,
        state=ReleaseState.REVIEWED.value,
        boxes=_told(release, kept, drawn),
        reviewer_id=user.actor.id,
        reviewer_label=user.actor.label,
        reviewed_at=now,
    )
    _note_review(own, user.actor, now=now)
    return own


@transaction.atomic
def discard_release(*, release: ReleaseReview, user: User, reason: str, now: datetime) -> None:
    """Destroy a copy for release, or stop preparing it; that it was there stays known.

    Raises ``NotAllowed``, and ``Conflict`` when it is over already or is just being made.
    """
    check_can_release(user)
    current = ReleaseReview.objects.select_for_update().get(pk=release.pk)
    if not RELEASE_TABLE.allows(current.standing, ReleaseState.DISCARDED):
        raise Conflict(_("This copy is being made, or it is gone already. Look again."))
    copy = released_copy(current)
    sha256 = copy.sha256 if copy else ""
    if copy is not None:
        copy.delete()
    ReleaseReview.objects.filter(pk=current.pk).update(
        state=ReleaseState.DISCARDED.value, claimed_until=None
    )
    note(
        current.exhibit,
        CustodyEvent.RELEASE_DISCARDED,
        actor=user.actor,
        reason=reason,
        sha256=sha256,
        now=now,
    )
    log_release(
        "discarded", current, user.actor, details={"sha256": sha256}, reason=reason, now=now
    )


def log_release(
    what: str,
    release: ReleaseReview,
    actor: Actor,
    *,
    details: Mapping[str, object],
    now: datetime,
    reason: str = "",
) -> None:
    """Write a step of a copy for release into the log, as one of its report."""
    exhibit = release.exhibit
    record(
        event=f"report.release-{what}",
        actor=actor,
        realm_id=exhibit.realm_id,
        subject=f"report:{exhibit.report.key}" if exhibit.report else f"exhibit:{exhibit.key}",
        reason=reason,
        details={"exhibit": exhibit.key, "release": release.key, **details},
        now=now,
    )


def _begin(
    exhibit: Exhibit, user: User, reason: str, *, now: datetime, **fields: Any
) -> ReleaseReview:
    release = ReleaseReview.objects.create(
        exhibit=exhibit,
        reason=reason,
        asker_id=user.actor.id,
        asker_label=user.actor.label,
        asked_at=now,
        **fields,
    )
    event = CustodyEvent.RELEASE_ASKED
    note(exhibit, event, actor=user.actor, reason=reason, sha256=exhibit.sha256, now=now)
    log_release("asked", release, user.actor, details={}, reason=reason, now=now)
    return release


def _note_review(release: ReleaseReview, actor: Actor, *, now: datetime) -> None:
    exhibit, boxes = release.exhibit, release.decided
    event = CustodyEvent.RELEASE_REVIEWED
    note(exhibit, event, actor=actor, sha256=exhibit.sha256, now=now)
    counts = {
        "proposed": sum(box.source is not BoxSource.DRAWN for box in boxes),
        "hidden": sum(box.kept for box in boxes),
        "searched": release.face_search == FaceSearch.DONE.value,
    }
    log_release("reviewed", release, actor, details=counts, now=now)


def _told(
    release: ReleaseReview, kept: Sequence[int], drawn: Sequence[ReleaseBox]
) -> list[dict[str, object]]:
    chosen = set(kept)
    proposed = [{**told, "kept": n in chosen} for n, told in enumerate(release.proposal)]
    return [*proposed, *(box.told() for box in drawn)]


def _drawn_before(exhibit: Exhibit) -> list[dict[str, object]]:
    """Return what somebody drew for the copy before this one, so that nobody draws it twice."""
    last = exhibit.releases.filter(reviewed_at__isnull=False).order_by("-id").first()
    found = [box for box in last.decided if box.kept] if last else []
    return [
        {**box.told(), "source": BoxSource.BEFORE.value}
        for box in found
        if box.source is not BoxSource.FOUND
    ]


def _open_pk(exhibit: Exhibit) -> int:
    release = open_release(exhibit)
    if release is None:
        raise Conflict(_("Somebody else just changed this. Look again."))
    return release.pk


def _check_looked(has_looked: bool) -> None:
    if not has_looked:
        raise NobodyLooked(_("Look at the whole picture first, and say that you did."))


def _check_releasable(exhibit: Exhibit) -> None:
    if not can_be_released(exhibit):
        raise NotReleasable(_("No copy for release can be made of this file now."))
