"""Climbing the ladder of identity: always up, and only by the reporter."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.core.errors import CommonbeatError
from commonbeat.reports import signals
from commonbeat.reports.actions.announce import announce, send_on_commit
from commonbeat.reports.actions.contacts import seal_contact
from commonbeat.reports.actions.filing import file_again
from commonbeat.reports.models import IdentityEvent, Report, ReporterContact
from commonbeat.reports.rules import (
    DESCRIPTION_LENGTH,
    IDENTITY_TABLE,
    KNOWN,
    STATUS_TABLE,
    Contact,
    Identity,
    IdentityEventKind,
    Status,
    UnlockWhy,
    hour_band,
    rungs_for,
)
from commonbeat.reports.rules.identity import NAME_LENGTH, contact_is_complete


class CannotClimb(CommonbeatError):
    """There is no such step up from here, or the name that it needs is missing."""


@transaction.atomic
def climb(
    *,
    report: Report,
    after: Identity,
    now: datetime,
    pseudonym: str = "",
    contact: Contact | None = None,
    account: User | None = None,
) -> Report:
    """Let a reporter be known better; ``report`` is brought up to date in place.

    A rung of the known takes ``contact``, else ``account``, else the name that was sealed before.
    Raises ``CannotClimb``.
    """
    current = _locked(report)
    if current.is_counted or not IDENTITY_TABLE.allows(current.rung, after):
        raise CannotClimb(_("You are known like this already, or better."))
    if current.state in {Status.WITHDRAWN, Status.ERASED}:
        raise CannotClimb(_("This report is closed for good."))
    if after not in rungs_for(to_police=current.to_police):
        raise CannotClimb(_("Only the police keep a name. Send it to them first."))
    changes: dict[str, Any] = {"identity": after.value}
    if after is Identity.PSEUDONYM:
        if not pseudonym or len(pseudonym) > NAME_LENGTH:
            raise CannotClimb(_("Choose a name for this report."))
        changes["pseudonym"] = pseudonym
    if after in KNOWN:
        changes |= _known(current, after, contact, account)
    Report.objects.filter(pk=current.pk).update(**changes)
    for name, value in changes.items():
        setattr(current, name, value)
        setattr(report, name, value)
    _note_climb(current, now=now)
    announce(current, "identity", now=now)
    return report


def _known(
    current: Report, after: Identity, contact: Contact | None, account: User | None
) -> dict[str, Any]:
    """Keep who somebody is; return what of it belongs to the report itself."""
    if ReporterContact.objects.filter(report=current).exists():
        return {}
    if contact is not None and not contact_is_complete(contact):
        raise CannotClimb(_("Tell us your name and how we can reach you."))
    if contact is None and account is None:
        raise CannotClimb(_("Tell us your name and how we can reach you."))
    if after is Identity.NAMED and contact is None:
        return {"reporter": account}
    seal_contact(current, contact, account=account)
    return {}


@transaction.atomic
def tell_more(*, report: Report, description: str, language: str, now: datetime) -> Report:
    """Turn what was only counted into an anonymous report with words: its clocks start now.

    ``language`` is the one they tell it in: of a count none is kept. Raises ``CannotClimb``.
    """
    current = _locked(report)
    if not current.is_counted or not STATUS_TABLE.allows(current.state, Status.SUBMITTED):
        raise CannotClimb(_("You told us what happened already."))
    if not description or len(description) > DESCRIPTION_LENGTH:
        raise CannotClimb(_("Tell us what happened, in a few words."))
    current.identity = Identity.ANONYMOUS.value
    current.status = Status.SUBMITTED.value
    current.description, current.language = description, language
    current.version += 1
    current.received_at, current.status_changed_at = now, hour_band(now)
    current.queue_at = current.queue_moment()
    current.save(
        update_fields=[
            *("identity", "status", "description", "language", "version"),
            *("received_at", "status_changed_at", "queue_at"),
        ]
    )
    file_again(current)
    _note_climb(current, now=now)
    record(
        event="report.status-changed",
        actor=current.actor,
        realm_id=current.realm_id,
        subject=f"report:{current.key}",
        details={"before": Status.COUNTED.value, "after": Status.SUBMITTED.value},
        now=hour_band(now),
    )
    announce(current, "submitted", now=now)
    send_on_commit(
        signals.report_submitted, report_id=current.pk, realm_id=current.realm_id, now=now
    )
    report.refresh_from_db()
    return report


def _locked(report: Report) -> Report:
    return Report.objects.select_for_update().get(pk=report.pk)


def _note_climb(report: Report, *, now: datetime) -> None:
    stamp = hour_band(now) if report.is_anonymous else now
    record(
        event="report.identity-climbed",
        actor=report.actor,
        realm_id=report.realm_id,
        subject=f"report:{report.key}",
        details={"rung": report.identity},
        now=stamp,
    )
    IdentityEvent.objects.create(
        report=report, kind=IdentityEventKind.CLIMBED.value, rung=report.identity, at=stamp
    )


@transaction.atomic
def note_identity_event(
    *,
    report: Report,
    kind: IdentityEventKind,
    why: UnlockWhy,
    until: datetime | None,
    now: datetime,
) -> None:
    """Tell a reporter what the police did about their sealed name, and the kind of reason."""
    IdentityEvent.objects.create(report=report, kind=kind.value, why=why.value, until=until, at=now)
    announce(report, "identity", now=now)
