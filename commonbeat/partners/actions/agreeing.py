"""Agreements: made by one person, put in force by another, ended by either or by their day."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from commonbeat.accounts.models import Organisation, User
from commonbeat.audit.actions import record
from commonbeat.casework.rules import says_something
from commonbeat.core.actors import SYSTEM, Actor
from commonbeat.partners.actions.ending import end_shares_under
from commonbeat.partners.actions.errors import FieldsNotAllowed, NoAgreement, NotNow, Unsaid
from commonbeat.partners.models import SharingAgreement
from commonbeat.partners.permissions import check_can_keep_agreements, check_can_put_in_force
from commonbeat.partners.rules import (
    AGREEMENT_TABLE,
    NO_SINGLE_REPORTS,
    REGIME_OF,
    AgreementState,
    LawfulBasis,
    SharedField,
    ShareState,
    days_in_order,
    may_put_in_force,
    written,
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What two people agree on for one organisation."""

    organisation: Organisation
    purpose: str
    basis: LawfulBasis
    fields: tuple[SharedField, ...]
    valid_from: date
    valid_until: date
    review_on: date


@transaction.atomic
def make_agreement(*, terms: Terms, user: User, realm_id: int, now: datetime) -> SharingAgreement:
    """Write an agreement down; nothing is shared before another person puts it in force.

    Raises ``NotAllowed``, ``Unsaid``, ``FieldsNotAllowed`` and ``NoAgreement`` for an organisation
    that gets no single reports.
    """
    check_can_keep_agreements(user)
    _check(terms, today=localdate(now))
    agreement = SharingAgreement.objects.create(
        realm_id=realm_id,
        organisation=terms.organisation,
        purpose=terms.purpose.strip(),
        basis=terms.basis.value,
        regime=REGIME_OF[terms.basis].value,
        fields=written(terms.fields),
        valid_from=terms.valid_from,
        valid_until=terms.valid_until,
        review_on=terms.review_on,
        made_by=user,
        made_at=now,
    )
    _record("made", agreement, user.actor, now=now, reason=agreement.purpose)
    return agreement


def _check(terms: Terms, *, today: date) -> None:
    if terms.organisation.kind in NO_SINGLE_REPORTS:
        raise NoAgreement(_("This organisation gets totals and advice, no single reports."))
    if not says_something(terms.purpose):
        raise Unsaid(_("Say in a sentence what it is for."))
    if not terms.fields:
        raise FieldsNotAllowed(_("Choose what may be shared."))
    if not days_in_order(
        valid_from=terms.valid_from,
        review_on=terms.review_on,
        valid_until=terms.valid_until,
        today=today,
    ):
        raise Unsaid(
            _("The review comes after the first day and not after the last, within three years.")
        )


@transaction.atomic
def put_in_force(*, agreement: SharingAgreement, user: User, now: datetime) -> SharingAgreement:
    """Put an agreement in force that somebody else made. Raises ``NotAllowed``, ``NotNow``."""
    current = locked(agreement)
    check_can_put_in_force(user, current)
    if not may_put_in_force(state=current.state, maker=current.made_by.key, other=user.key):
        raise NotNow(_("This agreement is in force already, or it is over."))
    if current.valid_until < localdate(now):
        raise NotNow(_("Its last day is over. Make a new one."))
    current.agreed_by, current.agreed_at = user, now
    _move(current, AgreementState.IN_FORCE, ["agreed_by", "agreed_at"])
    _record("put-in-force", current, user.actor, now=now)
    return current


@transaction.atomic
def end_agreement(
    *, agreement: SharingAgreement, user: User, reason: str, now: datetime
) -> SharingAgreement:
    """End an agreement, or throw away one that waits; all that is shared under it ends at once.

    Raises ``NotAllowed``, ``Unsaid``, and ``NotNow`` when it is over already.
    """
    check_can_keep_agreements(user)
    if not says_something(reason):
        raise Unsaid(_("Say in a few words why."))
    current = locked(agreement)
    if not AGREEMENT_TABLE.allows(current.standing, AgreementState.ENDED):
        raise NotNow(_("This agreement is over already."))
    current.ended_by, current.ended_at, current.end_reason = user, now, reason.strip()
    _move(current, AgreementState.ENDED, ["ended_by", "ended_at", "end_reason"])
    _record("ended", current, user.actor, now=now, reason=reason.strip())
    end_shares_under(current, after=ShareState.RECALLED, user=user, reason=reason.strip(), now=now)
    return current


def expire_agreements(*, now: datetime) -> int:
    """End what ran out, with its shares; return how many. Safe to repeat."""
    over = SharingAgreement.objects.filter(
        state=AgreementState.IN_FORCE.value, valid_until__lt=localdate(now)
    )
    ended = 0
    for row in over:
        with transaction.atomic():
            current = locked(row)
            if current.standing is AgreementState.IN_FORCE:
                current.ended_at = now
                _move(current, AgreementState.EXPIRED, ["ended_at"])
                _record("ended", current, SYSTEM, now=now)
                end_shares_under(current, after=ShareState.EXPIRED, user=None, reason="", now=now)
                ended += 1
    return ended


def locked(agreement: SharingAgreement) -> SharingAgreement:
    """Return the agreement as it is now, held until the transaction ends."""
    rows = SharingAgreement.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "made_by").get(pk=agreement.pk)


def _move(agreement: SharingAgreement, after: AgreementState, changed: list[str]) -> None:
    AGREEMENT_TABLE.check(agreement.standing, after)
    agreement.state = after.value
    agreement.save(update_fields=["state", *changed])


def _record(
    what: str, agreement: SharingAgreement, actor: Actor, *, now: datetime, reason: str = ""
) -> None:
    record(
        event=f"agreement.{what}",
        actor=actor,
        realm_id=agreement.realm_id,
        subject=f"agreement:{agreement.key}",
        reason=reason,
        details={
            "organisation": agreement.organisation.name,
            "fields": agreement.fields.split(","),
            "basis": agreement.basis,
            "until": agreement.valid_until.isoformat(),
        },
        now=now,
    )
