"""Entries to test with."""

from datetime import UTC, datetime

from django.db import transaction

from commonbeat.audit.actions import chain_unchained, record
from commonbeat.audit.models import AuditEntry
from commonbeat.core.actors import Actor

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
OFFICER = Actor(id="user:officer", label="PC Ann Lee")


def make_entries(number: int, *, subject: str = "report:one") -> list[AuditEntry]:
    """Record and chain some entries with words in them."""
    with transaction.atomic():
        entries = [
            record(
                event="audit.read",
                actor=OFFICER,
                realm_id=1,
                subject=subject,
                reason=f"Reason {n}",
                details={"number": n},
                now=NOW,
            )
            for n in range(number)
        ]
    while chain_unchained():
        pass
    return entries
