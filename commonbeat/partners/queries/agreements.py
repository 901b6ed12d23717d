"""Reads of agreements."""

from datetime import datetime

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils.timezone import localdate

from commonbeat.accounts.models import Organisation
from commonbeat.partners.models import SharingAgreement
from commonbeat.partners.rules import NO_SINGLE_REPORTS, AgreementState, ShareState


def agreements(*, realm_id: int) -> QuerySet[SharingAgreement]:
    """Return every agreement: what waits first, then what is in force, then what is over.

    ``shares_now`` on each is how many reports are shared under it at the moment.
    """
    order = Case(
        When(state=AgreementState.DRAFT.value, then=Value(0)),
        When(state=AgreementState.IN_FORCE.value, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    live = Count("shares", filter=Q(shares__state=ShareState.LIVE.value))
    rows = SharingAgreement.objects.in_realm(realm_id).annotate(order=order, shares_now=live)
    return rows.select_related("organisation", "made_by", "agreed_by", "ended_by").order_by(
        "order", "-id"
    )


def agreement_by_key(key: str, *, realm_id: int) -> SharingAgreement | None:
    """Return one agreement of a realm."""
    return agreements(realm_id=realm_id).filter(key=key).first()


def agreements_in_force(*, realm_id: int, now: datetime) -> QuerySet[SharingAgreement]:
    """Return the agreements under which something can be shared today, by organisation."""
    rows = SharingAgreement.objects.in_realm(realm_id).in_force(localdate(now))
    return rows.select_related("organisation").order_by("organisation__name", "id")


def organisations_to_agree_with() -> QuerySet[Organisation]:
    """Return the organisations with which single reports may be shared at all, by name."""
    return Organisation.objects.exclude(kind__in=sorted(NO_SINGLE_REPORTS)).order_by("name")
