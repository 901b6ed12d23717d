"""Who had a file in hand: every look is a line, whatever was looked at."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from commonbeat.audit.actions import record
from commonbeat.core.actors import Actor
from commonbeat.reports.models import CustodyEntry, Exhibit, Report, SealedCopy
from commonbeat.reports.rules.evidence import LOOKS, CustodyEvent


@transaction.atomic
def note_looks(
    *, report: Report, exhibits: Sequence[Exhibit], actor: Actor, reason: str, now: datetime
) -> None:
    """Write down that somebody was shown small pictures of these files, in one statement."""
    if not exhibits:
        return
    CustodyEntry.objects.bulk_create(
        CustodyEntry(
            exhibit=exhibit,
            event=CustodyEvent.THUMBNAIL_SHOWN.value,
            actor_id=actor.id,
            actor_label=actor.label,
            reason=reason,
            sha256=exhibit.sha256,
            at=now,
        )
        for exhibit in exhibits
    )
    record(
        event="report.evidence-seen",
        actor=actor,
        realm_id=report.realm_id,
        subject=f"report:{report.key}",
        reason=reason,
        details={"exhibits": [exhibit.key for exhibit in exhibits]},
        now=now,
    )


@transaction.atomic
def note_taken(
    *, copy: SealedCopy, event: CustodyEvent, actor: Actor, reason: str, now: datetime
) -> None:
    """Write down that somebody looked at one copy of a file, or took it out."""
    exhibit = copy.exhibit
    CustodyEntry.objects.create(
        exhibit=exhibit,
        event=event.value,
        actor_id=actor.id,
        actor_label=actor.label,
        reason=reason,
        sha256=copy.sha256,
        at=now,
    )
    seen = event in LOOKS
    record(
        event="report.evidence-seen" if seen else "report.evidence-taken",
        actor=actor,
        realm_id=exhibit.realm_id,
        subject=f"report:{exhibit.report.key}" if exhibit.report else f"exhibit:{exhibit.key}",
        reason=reason,
        details={"exhibit": exhibit.key, "copy": copy.role, "sha256": copy.sha256},
        now=now,
    )
