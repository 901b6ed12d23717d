"""Moving a report from state to state, and what that does to its promises."""

from copy import copy
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonbeat.audit.actions import record
from commonbeat.core import live
from commonbeat.core.actors import Actor
from commonbeat.core.errors import Conflict
from commonbeat.reports import signals
from commonbeat.reports.actions.announce import announce, send_on_commit
from commonbeat.reports.models import Message, MessageKind, Report
from commonbeat.reports.queries import news_due_at
from commonbeat.reports.rules import (
    STATUS_TABLE,
    AuthorKind,
    ClockKind,
    Status,
    hour_band,
    read_clock,
    return_state,
)
from commonbeat.reports.rules.victims import NEWS_BY_STATUS


@transaction.atomic
def change_status(
    *,
    report: Report,
    after: Status,
    actor: Actor,
    expected_version: int,
    now: datetime,
    reason: str = "",
) -> Report:
    """Move a report to another state; ``report`` is brought up to date in place.

    Raises ``MoveNotAllowed`` when the table has no such move, ``Conflict`` when somebody else
    changed the report since ``expected_version``.
    """
    before = report.state
    STATUS_TABLE.check(before, after)
    _write(report, _changes_with_status(report, after, now=now), expected_version)
    record(
        event="report.status-changed",
        actor=actor,
        realm_id=report.realm_id,
        subject=f"report:{report.key}",
        reason=reason,
        details={"before": before.value, "after": after.value},
        now=now,
    )
    announce(report, "status", now=now)
    send_on_commit(
        signals.report_status_changed,
        report_id=report.pk,
        realm_id=report.realm_id,
        before=before.value,
        after=after.value,
        now=now,
    )
    return report


def _write(report: Report, changes: dict[str, Any], expected_version: int) -> None:
    """Write a move unless somebody changed the report meanwhile. Raises ``Conflict``."""
    moved = Report.objects.filter(
        pk=report.pk, version=expected_version, status=report.status
    ).update(version=F("version") + 1, **changes)
    if not moved:
        raise Conflict(_("Somebody else changed this report first. Look at it again."))
    for name, value in changes.items():
        setattr(report, name, value)
    report.version = expected_version + 1


def _changes_with_status(report: Report, after: Status, *, now: datetime) -> dict[str, Any]:
    changes: dict[str, Any] = {"status": after.value, "status_changed_at": now}
    if after is Status.ASKED:
        changes["asked_from"] = return_state(report.state).value
    elif report.asked_from:
        changes["asked_from"] = ""
    if after is Status.WITHDRAWN:
        # No promise runs any longer, so nothing needs the exact moment of an anonymous report.
        if report.is_anonymous:
            changes["received_at"] = hour_band(report.received_at)
        return changes | {"queue_at": None, "tell_by": None}
    if report.is_victim and after in NEWS_BY_STATUS and report.tell_by is None:
        changes["tell_by"] = news_due_at(report, now)
    # Neither reading nor grading answers what the reporter wrote.
    if after not in {Status.SEEN, Status.ASSESSED}:
        changes["reply_waiting_since"] = None
    if report.seen_at is None:
        clock = read_clock(ClockKind.SEEN, started_at=report.received_at, stopped_at=now, now=now)
        changes |= {"seen_at": now, "seen_late": clock.is_late}
        if report.is_anonymous:
            changes["received_at"] = hour_band(report.received_at)
    if report.assessed_at is None and after is not Status.SEEN:
        changes["assessed_at"] = now
    return changes | {"queue_at": _queue_moment_with(report, changes)}


def _queue_moment_with(report: Report, changes: dict[str, Any]) -> datetime | None:
    changed = copy(report)
    for name, value in changes.items():
        setattr(changed, name, value)
    return changed.queue_moment()


def settle(report: Report, **changes: Any) -> None:
    """Write columns that no version guards, and the place in the queue that follows from them."""
    current = Report.objects.select_for_update().get(pk=report.pk)
    changes["queue_at"] = _queue_moment_with(current, changes)
    Report.objects.filter(pk=report.pk).update(**changes)
    for name, value in changes.items():
        setattr(report, name, value)


@transaction.atomic
def mark_seen(*, report: Report, actor: Actor, now: datetime) -> Report:
    """Note that the police read the report and all that the reporter wrote; safe to repeat."""
    if report.state is Status.SUBMITTED:
        change_status(
            report=report,
            after=Status.SEEN,
            actor=actor,
            expected_version=report.version,
            now=now,
        )
    unread = report.messages.filter(author=AuthorKind.REPORTER.value, seen_at__isnull=True)
    if unread.update(seen_at=now):
        live.publish(topic=report.topic_live, kind="read", data={"report": report.key}, now=now)
    return report


@transaction.atomic
def withdraw_report(*, report: Report, now: datetime) -> Report:
    """Take a report back at its reporter's wish; the thread says that it was.

    Raises ``MoveNotAllowed`` when it is finished already, ``Conflict`` when it just changed.
    """
    stamp = hour_band(now) if report.is_anonymous else now
    actor = report.actor
    change_status(
        report=report,
        after=Status.WITHDRAWN,
        actor=actor,
        expected_version=report.version,
        now=stamp,
    )
    with override(report.language):
        told = _("You took your report back.")
    Message.objects.create(
        report=report,
        author=AuthorKind.REPORTER.value,
        kind=MessageKind.EVENT.value,
        body=told,
        at=stamp,
        seen_at=stamp,
    )
    return report
