"""Keeping somebody of the police from a report, and letting them see it again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.core.actors import SYSTEM, Actor
from commonbeat.core.errors import CommonbeatError, Conflict
from commonbeat.reports.models import ConflictOfInterest, Report
from commonbeat.reports.queries import police_named_in
from commonbeat.reports.rules.conflicts import Ground


class NotOfThePolice(CommonbeatError):
    """Only somebody who could read a report can be kept from it."""


@transaction.atomic
def keep_from(
    *, report: Report, member: User, ground: Ground, actor: Actor, now: datetime, reason: str = ""
) -> ConflictOfInterest:
    """Let a report not exist for somebody of the police; the same again changes nothing.

    Raises ``NotOfThePolice``.
    """
    if not member.is_police:
        raise NotOfThePolice(_("They cannot read reports anyway."))
    known = report.conflicts.filter(member=member, lifted_at__isnull=True).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            kept = _create(report, member, ground, actor, reason, now=now)
    except IntegrityError:
        # A colleague said so in the same moment.
        return report.conflicts.get(member=member, lifted_at__isnull=True)
    record(
        event="report.kept-from",
        actor=actor,
        realm_id=report.realm_id,
        subject=f"report:{report.key}",
        reason=reason,
        details={"member": f"user:{member.key}", "ground": ground.value},
        now=now,
    )
    return kept


def _create(
    report: Report, member: User, ground: Ground, actor: Actor, reason: str, *, now: datetime
) -> ConflictOfInterest:
    return ConflictOfInterest.objects.create(
        report=report,
        member=member,
        ground=ground.value,
        reason=reason or None,
        set_by_id=actor.id,
        set_by_label=actor.label,
        set_at=now,
    )


def keep_from_named(*, report: Report, texts: Sequence[str], now: datetime) -> None:
    """Keep from a report whoever of the police ``texts`` name; call in the transaction that sends.

    ``now`` is the stamp of the report: of somebody without a name, the hour.
    """
    for member in police_named_in(*texts):
        keep_from(report=report, member=member, ground=Ground.NAMED, actor=SYSTEM, now=now)


@transaction.atomic
def lift_conflict(
    *, conflict: ConflictOfInterest, actor: Actor, reason: str, now: datetime
) -> None:
    """Let somebody see a report again. Raises ``Conflict`` when somebody else did just now."""
    lifted = ConflictOfInterest.objects.filter(pk=conflict.pk, lifted_at__isnull=True).update(
        lifted_at=now, lifted_by_id=actor.id, lifted_by_label=actor.label
    )
    if not lifted:
        raise Conflict(_("Somebody else lifted it just now."))
    conflict.refresh_from_db()
    conflict.lifted_reason = reason
    conflict.save(update_fields=["lifted_reason"])
    report = conflict.report
    record(
        event="report.conflict-lifted",
        actor=actor,
        realm_id=report.realm_id,
        subject=f"report:{report.key}",
        reason=reason,
        details={"member": f"user:{conflict.member.key}"},
        now=now,
    )
