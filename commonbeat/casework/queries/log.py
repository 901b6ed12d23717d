"""The log as an auditor searches it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BinaryField, Q, QuerySet
from django.db.models.functions import Cast

from commonbeat.accounts.models import User
from commonbeat.audit.models import AuditEntry, Checkpoint
from commonbeat.audit.queries import latest_entries
from commonbeat.casework.queries.open_reports import report_by_number
from commonbeat.casework.queries.paging import Place
from commonbeat.core.crypto import InvalidToken, unseal
from commonbeat.reports.models import Report

LOG_PAGE = 50
REPORT = "report:"


@dataclass(frozen=True, slots=True)
class LogSearch:
    """What the auditor looks for; empty where everything will do."""

    kind: str = ""
    event: str = ""
    actor: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChainState:
    """How the chain stands, without walking it."""

    entries: int
    waiting: int
    checkpoint_size: int
    checkpoint_at: datetime | None


def search_log(*, realm_id: int, search: LogSearch, reader: User) -> QuerySet[AuditEntry]:
    """Return the entries that match, newest first."""
    entries = latest_entries(realm_id=realm_id)
    if search.kind:
        entries = entries.filter(kind=search.kind)
    if search.event:
        entries = entries.filter(event=search.event)
    if search.actor:
        by_id = Q(actor_id=search.actor)
        entries = entries.filter(by_id | Q(actor_label__icontains=search.actor))
    if search.subject:
        entries = entries.filter(subject=_subject(realm_id, search.subject, reader))
    if search.since:
        entries = entries.filter(at__gte=search.since)
    if search.until:
        entries = entries.filter(at__lte=search.until)
    return entries


def _subject(realm_id: int, text: str, reader: User) -> str:
    """Return the subject that was meant: a report may be named by its reference."""
    if ":" in text:
        return text
    report = report_by_number(realm_id=realm_id, text=text, reader=reader)
    return f"{REPORT}{report.key}" if report else text


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """An entry with its words; ``words`` is None where no key that we hold opens them."""

    entry: AuditEntry
    words: dict[str, Any] | None


def _opened(entry: AuditEntry) -> OpenedEntry:
    sealed = getattr(entry, "sealed", None)
    if sealed is None:
        return OpenedEntry(entry, {})
    try:
        return OpenedEntry(entry, json.loads(unseal(bytes(sealed))))
    except (InvalidToken, ValueError):
        return OpenedEntry(entry, None)


def references(entries: Iterable[AuditEntry]) -> dict[str, str]:
    """Return the references of the reports that entries are about, by subject."""
    keys = {entry.subject.removeprefix(REPORT) for entry in entries if _is_report(entry)}
    # What the police do not have keeps its key in the log: no reference leads to it.
    reports = Report.objects.filter(key__in=keys, to_police=True).only("key", "received_at")
    return {f"{REPORT}{report.key}": report.reference for report in reports}


def _is_report(entry: AuditEntry) -> bool:
    return entry.subject.startswith(REPORT)


def log_page(
    entries: QuerySet[AuditEntry], *, before: Place | None
) -> tuple[list[OpenedEntry], Place | None]:
    """Return a page of the log, and where the next one starts.

    Words are opened one by one, so that a lost key hides its own words and not the log.
    """
    if before is not None:
        entries = entries.filter(at__lte=before.at).filter(
            Q(at__lt=before.at) | Q(pk__lt=before.number)
        )
    sealed = entries.annotate(sealed=Cast("payload", BinaryField())).defer("payload")
    rows = list(sealed[: LOG_PAGE + 1])
    page = rows[:LOG_PAGE]
    after = Place(page[-1].at, page[-1].pk) if len(rows) > LOG_PAGE else None
    return [_opened(entry) for entry in page], after


def chain_state() -> ChainState:
    """Return the length of the chain, what waits to be chained, and the last checkpoint."""
    last = AuditEntry.objects.chained().order_by("-sequence").values_list("sequence").first()
    checkpoint = Checkpoint.objects.order_by("-size").first()
    return ChainState(
        entries=last[0] or 0 if last else 0,
        waiting=AuditEntry.objects.unchained()[:1_000].count(),
        checkpoint_size=checkpoint.size if checkpoint else 0,
        checkpoint_at=checkpoint.at if checkpoint else None,
    )
