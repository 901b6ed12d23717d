"""Erasing a report: its words, its thread and its files go; that it was there stays."""

import secrets
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from commonbeat.audit.actions import shred
from commonbeat.core.actors import Actor
from commonbeat.core.states import MoveNotAllowed
from commonbeat.reports import signals
from commonbeat.reports.actions.status import change_status
from commonbeat.reports.models import Exhibit, Report
from commonbeat.reports.queries import received_of
from commonbeat.reports.rules import STATUS_TABLE, Identity, Status, hour_band

# What still stands in the row: its names, its kind, its month and how it ended.
_EMPTY: dict[str, Any] = {
    "description": "",
    "happened": {},
    "happened_hour": None,
    "place": "",
    "answers": None,
    "cell7": None,
    "cell8": None,
    "cell9": None,
    "area_id": None,
    "reporter_id": None,
    "identity": Identity.ANONYMOUS.value,
    "pseudonym": None,
    "language": "en",
    "brought_by": "",
    "about_id": None,
    "is_victim": None,
    "is_enhanced": False,
    "tell_by": None,
    "wish": None,
}


@transaction.atomic
def erase_report(
    *, report: Report, actor: Actor, expected_version: int, now: datetime, reason: str = ""
) -> Report:
    """Erase what a finished report says, its thread, its files and the reasons in the log.

    Nobody opens it again, with its receipt or without. The log stays whole: it holds digests of
    what was shredded. Contexts above erase theirs on ``signals.report_erased``, in the same
    transaction. Raises ``MoveNotAllowed`` while it is open, ``Conflict`` when it just changed.
    """
    _check_is_finished_elsewhere(report)
    shred(subject=f"report:{report.key}", realm_id=report.realm_id, actor=actor, now=now)
    change_status(
        report=report,
        after=Status.ERASED,
        actor=actor,
        expected_version=expected_version,
        now=now,
        reason=reason,
    )
    digest = bytes(report.receipt_digest)
    changes = {
        **_EMPTY,
        # No receipt has this digest: the old one opens nothing.
        "receipt_digest": secrets.token_bytes(32),
        "received_at": hour_band(report.received_at),
    }
    Report.objects.filter(pk=report.pk).update(**changes)
    _forget_files(report, digest, actor=actor, now=now)
    _forget_rows(report)
    signals.report_erased.send(sender=Report, report=report, actor=actor, now=now)
    transaction.on_commit(_clear)
    report.refresh_from_db()
    return report


def _check_is_finished_elsewhere(report: Report) -> None:
    """Raise ``MoveNotAllowed`` while an organisation that has a report alone deals with it."""
    received = received_of(report) if report.state is Status.ELSEWHERE else None
    if received is not None and received.closed_at is None:
        raise MoveNotAllowed(f"{STATUS_TABLE.name}: an organisation still deals with it")


def _forget_rows(report: Report) -> None:
    """Delete every row of this context that points at the report: messages, addresses, and so on.

    A table that is added later is emptied too, without being named here.
    """
    for relation in Report._meta.related_objects:
        table = relation.related_model
        if table._meta.app_label == Report._meta.app_label:
            table._default_manager.filter(**{relation.field.name: report}).delete()


def _forget_files(report: Report, digest: bytes, *, actor: Actor, now: datetime) -> None:
    """Delete the rows of files and what the log says of them; the files go when that is done."""
    mine = Exhibit.objects.filter(Q(report=report) | Q(receipt_digest=digest))
    for key in mine.values_list("key", flat=True):
        shred(subject=f"exhibit:{key}", realm_id=report.realm_id, actor=actor, now=now)
    mine.delete()


def _clear() -> None:
    """Wipe what was overwritten from the write-ahead log too, where it stays until it restarts."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
