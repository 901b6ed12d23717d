"""Telling open pages and other contexts, with the transaction that is being committed."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import Signal

from commonbeat.core import live
from commonbeat.reports.models import Report


def announce(report: Report, kind: str, *, now: datetime, thread: bool = True) -> None:
    """Wake the queue, if the police have the report, and the reporter's open thread."""
    data = {"report": report.key, "status": report.status}
    if report.to_police:
        live.publish(topic=f"queue:{report.realm_id}", kind=kind, data=data, now=now)
    if thread:
        live.publish(topic=report.topic_live, kind=kind, data=data, now=now)


def send_on_commit(signal: Signal, **facts: Any) -> None:
    """Tell the contexts above; a receiver that fails takes nothing back."""
    transaction.on_commit(partial(signal.send, sender=Report, **facts), robust=True)
