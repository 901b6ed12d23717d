"""Reads of shares: of a report for the police, of their own for the members of a partner."""

from datetime import datetime, time, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils.timezone import localtime, make_aware

from commonbeat.accounts.models import Organisation, Role, User
from commonbeat.audit.models import AuditEntry
from commonbeat.partners.models import Share, ShareAnswer, SharingAgreement
from commonbeat.partners.rules import ShareState
from commonbeat.reports.models import Report, Status, kept_from

_PEOPLE = ("asked_by", "agreed_by", "ended_by", "first_read_by")
# What its reporter took back, or what was erased, nobody outside reads any more.
_GONE = (Status.WITHDRAWN.value, Status.ERASED.value)


def _answered() -> "Prefetch[str, QuerySet[ShareAnswer], str]":
    return Prefetch("answers", ShareAnswer.objects.select_related("author").order_by("id"))


def shares_of(report: Report) -> list[Share]:
    """Return the shares of a report with their answers, newest first."""
    rows = Share.objects.in_realm(report.realm_id).filter(report=report)
    rows = rows.select_related("agreement__organisation", *_PEOPLE)
    return list(rows.prefetch_related(_answered()).order_by("-id"))


def share_by_key(key: str, *, realm_id: int, reader: User) -> Share | None:
    """Return one share of a report that ``reader``, of the police, may know of."""
    rows = Share.objects.in_realm(realm_id).filter(key=key, report__to_police=True)
    rows = rows.exclude(report__status=Status.ERASED.value)
    rows = rows.exclude(kept_from(reader.pk, report="report"))
    rows = rows.select_related("report__area", "agreement__organisation", *_PEOPLE)
    return rows.prefetch_related(_answered()).first()


def waiting_shares(*, realm_id: int, reader: User) -> list[Share]:
    """Return the shares that wait for a supervisor, oldest first."""
    rows = Share.objects.in_realm(realm_id).filter(state=ShareState.WAITING.value)
    rows = rows.exclude(kept_from(reader.pk, report="report"))
    return list(rows.select_related("report", "agreement__organisation", "asked_by").order_by("id"))


def shared_with(organisation: Organisation, *, realm_id: int, now: datetime) -> QuerySet[Share]:
    """Return what an organisation may read at this moment, newest first: nothing of others."""
    rows = Share.objects.in_realm(realm_id).readable(now)
    rows = rows.filter(agreement__organisation=organisation, report__to_police=True)
    rows = rows.exclude(report__status__in=_GONE).select_related("agreement__organisation")
    return rows.prefetch_related(_answered()).order_by("-shared_at", "-id")


def readable_share(
    key: str, organisation: Organisation, *, realm_id: int, now: datetime
) -> Share | None:
    """Return one share that an organisation may read at this moment."""
    return shared_with(organisation, realm_id=realm_id, now=now).filter(key=key).first()


def readers_of(share: Share) -> list[AuditEntry]:
    """Return each member who read a share, with the first time of each."""
    entries = AuditEntry.objects.in_realm(share.realm_id).filter(
        subject=f"share:{share.key}", event="share.read"
    )
    first: dict[str, AuditEntry] = {}
    for entry in entries.defer("payload").order_by("at", "pk"):
        first.setdefault(entry.actor_id, entry)
    return list(first.values())


def members_of(organisation: Organisation) -> QuerySet[User]:
    """Return who acts for an organisation, by name."""
    rows = User.objects.filter(
        organisation=organisation, role=Role.PARTNER_MEMBER.value, is_active=True
    )
    return rows.order_by("display_name", "pk")


def last_moment(agreement: SharingAgreement, *, days: int, now: datetime) -> datetime:
    """Return when a share of some days ends: never after the last day of its agreement."""
    midnight = make_aware(
        datetime.combine(agreement.valid_until + timedelta(days=1), time.min),
        localtime(now).tzinfo,
    )
    return min(now + timedelta(days=days), midnight)
