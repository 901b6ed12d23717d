"""Reviews: keep something until a day, ask to erase it, answer that, note that it came up again."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.core.holds import check_not_held
from commonbeat.keeping.actions.erasing import check_can_go, erase_now, is_early
from commonbeat.keeping.actions.errors import NotNow, Unsaid
from commonbeat.keeping.actions.filing import check_said, file_record, locked, write_down
from commonbeat.keeping.models import KeptRecord, Notice, Review
from commonbeat.keeping.permissions import check_can_answer, check_can_keep
from commonbeat.keeping.queries import waiting_erasure, years_in_force
from commonbeat.keeping.rules import (
    REVIEW_TABLE,
    Group,
    ReviewState,
    Verdict,
    is_due,
    may_keep_until,
    may_regroup,
)


@transaction.atomic
def note_again(
    *,
    record: KeptRecord,
    day: date,
    group: Group,
    reason: str,
    user: User,
    expected: int,
    now: datetime,
) -> KeptRecord:
    """Note that something came to notice again, and its group: its clear period starts anew.

    Raises ``NotAllowed``, ``Unsaid``, ``Changed`` and ``NotNow``.
    """
    check_can_keep(user)
    check_said(reason)
    current = locked(record, user, expected=expected, now=now)
    today = localdate(now)
    if day > today:
        raise Unsaid(_("Write a day that is not in the future."))
    years = years_in_force(today=today)
    if not may_regroup(current.mopi, group, years=years):
        raise Unsaid(_("This group is kept for less long. To erase earlier takes two people."))
    current.group = group.value
    _bump(current, ["group"])
    Notice.objects.create(record=current, day=day, reason=reason.strip(), by=user, at=now)
    current = file_record(subject=current.subject, now=now)
    write_down(
        "noticed", current, user.actor, now=now, reason=reason, details={"day": day.isoformat()}
    )
    return current


@transaction.atomic
def keep_on(
    *, record: KeptRecord, until: date, reason: str, user: User, expected: int, now: datetime
) -> Review:
    """Decide at a review that something is still needed, until a day.

    Raises ``NotAllowed``, ``Unsaid``, ``Changed``, and ``NotNow`` before its review.
    """
    check_can_keep(user)
    check_said(reason)
    current = locked(record, user, expected=expected, now=now)
    today = localdate(now)
    if not is_due(review_on=current.review_on, today=today):
        raise NotNow(_("Its review is not due yet."))
    if not may_keep_until(
        until=until, today=today, years=years_in_force(today=today)[current.mopi]
    ):
        raise Unsaid(_("Write a day after today that is no later than this group is kept again."))
    waits = waiting_erasure(current)
    if waits is not None:
        raise NotNow(_("Somebody asked to erase it. Answer that first."))
    review = Review.objects.create(
        record=current,
        verdict=Verdict.KEEP.value,
        state=ReviewState.DONE.value,
        reason=reason.strip(),
        until=until,
        made_by=user,
        made_at=now,
    )
    current.kept_until = until
    _bump(current, ["kept_until"])
    current = file_record(subject=current.subject, now=now)
    write_down("kept", current, user.actor, now=now, reason=reason)
    return review


@transaction.atomic
def ask_to_erase(
    *, record: KeptRecord, reason: str, user: User, expected: int, now: datetime
) -> Review:
    """Ask a second person to erase something, at its review or, as an exception, before it.

    Raises ``NotAllowed``, ``Unsaid``, ``Changed``, ``Held``, and ``NotNow`` while it is open.
    """
    check_can_keep(user)
    check_said(reason)
    current = locked(record, user, expected=expected, now=now)
    check_not_held(current.log_subject)
    check_can_go(current)
    if waiting_erasure(current) is not None:
        raise NotNow(_("Somebody asked that already. Another supervisor must answer."))
    review = Review.objects.create(
        record=current,
        verdict=Verdict.ERASE.value,
        state=ReviewState.WAITING.value,
        reason=reason.strip(),
        is_early=is_early(current, now=now),
        made_by=user,
        made_at=now,
    )
    _bump(current, [])
    write_down("erasing-asked", current, user.actor, now=now, reason=reason)
    return review


@transaction.atomic
def answer_erasing(
    *, review: Review, agrees: bool, reason: str, user: User, now: datetime
) -> Review:
    """Erase something as the second person, or refuse to.

    What came to notice after somebody asked is not erased by that answer: it must be asked again.
    Raises ``NotAllowed``, ``Unsaid``, ``NotNow`` and ``Held``.
    """
    check_said(reason)
    current = locked(review.record, user, expected=None, now=now)
    review = Review.objects.select_related("record").get(pk=review.pk)
    if not REVIEW_TABLE.allows(review.standing, ReviewState.DONE):
        raise NotNow(_("Somebody else answered this first."))
    check_can_answer(user, review)
    if agrees and not review.is_early and is_early(current, now=now):
        raise NotNow(_("It came to notice again since this was asked. Refuse, and ask anew."))
    if agrees:
        check_not_held(current.log_subject)
        check_can_go(current)
    after = ReviewState.DONE if agrees else ReviewState.REFUSED
    REVIEW_TABLE.check(review.standing, after)
    review.state, review.answered_by, review.answered_at = after.value, user, now
    review.save(update_fields=["state", "answered_by", "answered_at"])
    _bump(current, [])
    what = "erasing-agreed" if agrees else "erasing-refused"
    write_down(what, current, user.actor, now=now, reason=reason)
    if agrees:
        erase_now(record=current, actor=user.actor, now=now)
    return review


def _bump(record: KeptRecord, changed: list[str]) -> None:
    record.version += 1
    record.save(update_fields=["version", *changed])
