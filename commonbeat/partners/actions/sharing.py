"""Sharing a report: under a live agreement, as a copy, by a decision that the reporter hears of."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.casework.actions import Verdict, check_telling, decide
from commonbeat.casework.models import Decision
from commonbeat.casework.queries import Stamp
from commonbeat.casework.rules import DecisionKind, says_something
from commonbeat.partners import queries
from commonbeat.partners.actions.agreeing import locked
from commonbeat.partners.actions.errors import (
    FieldsNotAllowed,
    MayTellWho,
    NoAgreement,
    NotNow,
    Unsaid,
)
from commonbeat.partners.actions.waking import wake
from commonbeat.partners.models import FIELD_WORDS, Share, SharingAgreement
from commonbeat.partners.permissions import check_can_share
from commonbeat.partners.rules import (
    Found,
    HowMany,
    SharedField,
    ShareState,
    copied,
    first_state,
    found_in,
    is_within,
    written,
)
from commonbeat.reports.models import Report


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to share: ``purpose`` and ``description`` are read by the partner.

    ``reason`` stays with the police, ``words`` go to the reporter. ``safe_because`` answers the
    warning that words may tell who reported.
    """

    fields: tuple[SharedField, ...]
    purpose: str
    how_many: HowMany
    days: int
    reason: str
    words: str
    description: str = ""
    safe_because: str = ""
    drift_accepted: bool = False


def share_report(
    *,
    report: Report,
    agreement: SharingAgreement,
    wish: Wish,
    user: User,
    expected: Stamp,
    now: datetime,
) -> Share:
    """Share chosen fields of a report, or ask a supervisor where few people could know it.

    Raises ``NotAllowed``, ``NoAgreement``, ``FieldsNotAllowed``, ``Unsaid``, ``MayTellWho``,
    ``NotNow``, and what ``casework.actions.decide`` raises; nothing is written then.
    """
    check_can_share(user)
    with transaction.atomic():
        return _share(report, agreement, wish, user, expected, now=now)


def _share(
    report: Report,
    agreement: SharingAgreement,
    wish: Wish,
    user: User,
    expected: Stamp,
    *,
    now: datetime,
) -> Share:
    current = locked(agreement)
    check_agreement(current, realm_id=report.realm_id, now=now)
    # Nobody else shares under it meanwhile: the agreement is held.
    if Share.objects.open().filter(report=report, agreement=current).exists():
        raise NotNow(_("It is shared under this agreement already. Recall that first."))
    _check_wish(wish, current)
    _check_words(report, wish)
    share = Share(
        realm_id=report.realm_id,
        report=report,
        agreement=current,
        state=first_state(wish.how_many).value,
        purpose=wish.purpose.strip(),
        basis=current.basis,
        regime=current.regime,
        fields=written(wish.fields),
        copy=copied(queries.facts_of(report, description=wish.description.strip()), wish.fields),
        how_many_know=wish.how_many.value,
        safe_because=wish.safe_because.strip() or None,
        asked_by=user,
        asked_at=now,
        expires_at=queries.last_moment(current, days=wish.days, now=now),
    )
    if share.standing is ShareState.WAITING:
        return _ask(share, wish, user, expected, now=now)
    share.decision = decided(
        share,
        user,
        reason=wish.reason,
        words=wish.words,
        drift_accepted=wish.drift_accepted,
        expected=expected,
        now=now,
    )
    share.shared_at = now
    share.save(force_insert=True)
    note_disclosed(share, user, now=now)
    return share


def _ask(share: Share, wish: Wish, user: User, expected: Stamp, *, now: datetime) -> Share:
    """Keep a share that nobody reads before a supervisor agrees."""
    held = Report.objects.select_for_update().select_related(None).get(pk=share.report_id)
    check_telling(
        held,
        DecisionKind.SHARE,
        words=wish.words,
        drift_accepted=wish.drift_accepted,
        expected=expected,
    )
    share.reason, share.words = wish.reason.strip(), wish.words.strip()
    share.save(force_insert=True)
    record(
        event="share.asked",
        actor=user.actor,
        realm_id=share.realm_id,
        subject=f"report:{share.report.key}",
        reason=share.reason,
        details={"share": share.key, "to": share.agreement.organisation.name},
        now=now,
    )
    wake(share, now=now)
    return share


def check_agreement(agreement: SharingAgreement, *, realm_id: int, now: datetime) -> None:
    """Raise ``NoAgreement`` unless something may be shared under it now, in this realm."""
    in_force = queries.agreements_in_force(realm_id=realm_id, now=now)
    if not in_force.filter(pk=agreement.pk).exists():
        raise NoAgreement(_("No agreement with this organisation is in force. Nothing is shared."))


def _check_wish(wish: Wish, agreement: SharingAgreement) -> None:
    if not is_within(wish.fields, agreement.allowed):
        raise FieldsNotAllowed(_("Choose what is shared, of what the agreement allows."))
    if not says_something(wish.purpose):
        raise Unsaid(_("Say in a sentence what the partner needs it for."))
    if not (says_something(wish.reason) and says_something(wish.words)):
        raise Unsaid(_("Say why, and write to the reporter. One word is not enough."))
    describes = SharedField.DESCRIPTION in wish.fields
    if describes and not says_something(wish.description):
        raise Unsaid(_("Write the safe description, or do not share one."))


def _check_words(report: Report, wish: Wish) -> None:
    found = _found(report, wish)
    if found and not says_something(wish.safe_because):
        sentence = _("Your words may tell who reported. Change them, or say why they are safe.")
        raise MayTellWho(sentence, found)


def _found(report: Report, wish: Wish) -> Found:
    """Return what the partner would read that may tell who reported."""
    return found_in(
        f"{wish.purpose}\n{wish.description}",
        told=queries.told_by_reporter(report),
        names=queries.names_known(report),
        places=queries.places_known(report),
    )


def decided(
    share: Share,
    user: User,
    *,
    reason: str,
    words: str,
    drift_accepted: bool,
    expected: Stamp,
    now: datetime,
) -> Decision:
    """Decide about the report that it is shared, so that its reporter hears with whom."""
    shown = ", ".join(str(FIELD_WORDS[field]) for field in share.chosen)
    verdict = Verdict(
        DecisionKind.SHARE,
        reason,
        words=words,
        information=_("Shared: %(fields)s. For: %(purpose)s")
        % {"fields": shown, "purpose": share.purpose},
        drift_accepted=drift_accepted,
        partner=share.agreement.organisation.name,
    )
    return decide(report=share.report, verdict=verdict, user=user, expected=expected, now=now)


def note_disclosed(share: Share, user: User, *, now: datetime) -> None:
    """Log who disclosed what to whom, why, and under which agreement."""
    record(
        event="share.made",
        actor=user.actor,
        realm_id=share.realm_id,
        subject=f"report:{share.report.key}",
        reason=share.purpose,
        details={
            "share": share.key,
            "to": share.agreement.organisation.name,
            "agreement": share.agreement.key,
            "fields": share.fields.split(","),
            "basis": share.basis,
            "regime": share.regime,
            "could_know": share.how_many_know,
            "until": share.expires_at.isoformat(),
        },
        now=now,
    )
