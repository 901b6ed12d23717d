"""Asking the virus scanner about a file, and locking away what it finds."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, cast

from django.db import transaction
from django.db.models import QuerySet

from commonbeat.audit.actions import record
from commonbeat.core import viruses
from commonbeat.core.actors import SYSTEM
from commonbeat.core.viruses import Scan
from commonbeat.reports.actions.evidence import note
from commonbeat.reports.models import Exhibit
from commonbeat.reports.queries import copy_of, opened_copy
from commonbeat.reports.rules import hour_band
from commonbeat.reports.rules.evidence import (
    EXHIBIT_TABLE,
    CopyRole,
    CustodyEvent,
    ExhibitState,
    VirusCheck,
    verdict_of,
)

_CHECKS = {
    Scan.CLEAN: VirusCheck.CLEAN,
    Scan.INFECTED: VirusCheck.INFECTED,
    Scan.TOO_LARGE: VirusCheck.TOO_LARGE,
    Scan.NOT_CONFIGURED: VirusCheck.NOT_CHECKED,
    Scan.UNREACHABLE: VirusCheck.UNREACHABLE,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What the scanner said of a file; ``name`` is the one of what it found."""

    check: VirusCheck
    name: str = ""


def check_for_viruses(exhibit: Exhibit) -> Finding:
    """Ask about every copy that came in; raises ``OSError`` or ``DamagedFile``."""
    answers = []
    for role in (CopyRole.ORIGINAL, CopyRole.CLEAN):
        copy = copy_of(exhibit, role)
        if copy is not None:
            with opened_copy(copy) as reader:
                answers.append(viruses.scan(cast(BinaryIO, reader)))
    names = [answer.name for answer in answers if answer.scan is Scan.INFECTED]
    return Finding(verdict_of(_CHECKS[answer.scan] for answer in answers), next(iter(names), ""))


@transaction.atomic
def lock_away(
    claimed: QuerySet[Exhibit], exhibit: Exhibit, finding: Finding, *, now: datetime
) -> None:
    """Let nobody open a file any more; nothing is done when ``claimed`` holds it no longer."""
    EXHIBIT_TABLE.check(ExhibitState.CLEANING, ExhibitState.QUARANTINED)
    at = hour_band(now)
    changed = claimed.update(
        state=ExhibitState.QUARANTINED.value,
        virus_check=VirusCheck.INFECTED.value,
        claimed_until=None,
    )
    if not changed:
        return
    note(
        exhibit,
        CustodyEvent.QUARANTINED,
        actor=SYSTEM,
        reason=finding.name,
        sha256=exhibit.sha256,
        now=at,
    )
    record(
        event="report.evidence-quarantined",
        actor=SYSTEM,
        realm_id=exhibit.realm_id,
        subject=f"exhibit:{exhibit.key}",
        now=at,
    )
