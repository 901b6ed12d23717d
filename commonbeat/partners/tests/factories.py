"""Agreements and shares for tests, made through the actions that pages call."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from commonbeat.accounts.models import Organisation, Role, User
from commonbeat.accounts.tests.factories import make_organisation, make_user
from commonbeat.casework.queries import stamp_of
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.partners.actions import Terms, Wish, make_agreement, put_in_force, share_report
from commonbeat.partners.models import Share, SharingAgreement
from commonbeat.partners.rules import DEFAULT_FIELDS, HowMany, LawfulBasis, SharedField
from commonbeat.reports.models import Report
from commonbeat.reports.tests.factories import make_report

ORIGINAL = "Kelvin from flat nine kicked in the green door of the laundry behind my room at nine."
SAFE = "Damage to a door of a laundry. Please look at your cameras."
PURPOSE = "So that security can check the building"
WORDS = "The security of the university looks at its cameras."
REASON = "They look after the building"


def make_terms(body: Organisation, *, now: datetime | None = None, **fields: Any) -> Terms:
    """Return what is agreed with an organisation: what such a one usually gets, for a year."""
    today = localdate(now or clock.now())
    usual = DEFAULT_FIELDS.get(body.kind, frozenset({SharedField.CATEGORY}))
    return Terms(
        **{
            "organisation": body,
            "purpose": "To look after students who are in danger",
            "basis": LawfulBasis.LAW_ENFORCEMENT,
            "fields": tuple(sorted(usual)),
            "valid_from": today,
            "valid_until": today + timedelta(days=365),
            "review_on": today + timedelta(days=180),
            **fields,
        }
    )


def make_draft(
    body: Organisation | None = None,
    *,
    maker: User | None = None,
    realm_id: int = LIVE_REALM_ID,
    now: datetime | None = None,
    **fields: Any,
) -> SharingAgreement:
    """Write an agreement down that nobody has put in force yet."""
    return make_agreement(
        terms=make_terms(body or make_organisation(), now=now, **fields),
        user=maker or make_user(Role.SUPERVISOR),
        realm_id=realm_id,
        now=now or clock.now(),
    )


def make_in_force(
    body: Organisation | None = None,
    *,
    realm_id: int = LIVE_REALM_ID,
    now: datetime | None = None,
    **fields: Any,
) -> SharingAgreement:
    """Make an agreement that two people put in force."""
    draft = make_draft(body, realm_id=realm_id, now=now, **fields)
    other = make_user(Role.ADMINISTRATOR)
    return put_in_force(agreement=draft, user=other, now=now or clock.now())


def make_wish(agreement: SharingAgreement, **fields: Any) -> Wish:
    """Return a wish to share all that an agreement allows, in safe words."""
    chosen = fields.get("fields", agreement.allowed)
    described = SAFE if SharedField.DESCRIPTION in chosen else ""
    return Wish(
        **{
            "fields": agreement.allowed,
            "purpose": PURPOSE,
            "how_many": HowMany.MANY,
            "days": 30,
            "reason": REASON,
            "words": WORDS,
            "description": described,
            **fields,
        }
    )


def make_share(
    agreement: SharingAgreement | None = None,
    *,
    report: Report | None = None,
    user: User | None = None,
    realm_id: int = LIVE_REALM_ID,
    now: datetime | None = None,
    **fields: Any,
) -> Share:
    """Share a report under an agreement, both made where none is given."""
    now = now or clock.now()
    told = report or make_report(description=ORIGINAL, realm_id=realm_id, now=now)
    told.refresh_from_db()
    under = agreement or make_in_force(realm_id=realm_id, now=now)
    return share_report(
        report=told,
        agreement=under,
        wish=make_wish(under, **fields),
        user=user or make_user(Role.TRIAGE_OPERATOR),
        expected=stamp_of(told),
        now=now,
    )


def make_waiting(*, realm_id: int = LIVE_REALM_ID, **fields: Any) -> Share:
    """Ask to share what only a few people could know."""
    return make_share(realm_id=realm_id, **{"how_many": HowMany.FEW, **fields})


def make_shared_with(member: User, **fields: Any) -> Share:
    """Share a report with the organisation of a member, who gets one if they have none."""
    if member.organisation is None:
        member.organisation = make_organisation()
        member.save(update_fields=["organisation"])
    return make_share(make_in_force(member.organisation), **fields)
