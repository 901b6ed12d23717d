"""What an organisation that takes reports does, and what its reporter adds: the police."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.core import live
from commonbeat.core.errors import CommonbeatError
from commonbeat.reports import signals
from commonbeat.reports.actions.announce import announce, send_on_commit
from commonbeat.reports.actions.conflicts import keep_from_named
from commonbeat.reports.actions.filing import file_again
from commonbeat.reports.actions.talk import FaultyMessage, checked_body, say_event
from commonbeat.reports.models import Message, Received, Report
from commonbeat.reports.permissions import check_reads_received
from commonbeat.reports.queries import words_so_far
from commonbeat.reports.rules import (
    STATUS_TABLE,
    AuthorKind,
    MessageKind,
    Progress,
    Status,
    hour_band,
)


class CannotSend(CommonbeatError):
    """The police have the report already, or its reporter took it back."""


@transaction.atomic
def open_received(*, received: Received, member: User, now: datetime) -> Received:
    """Note that a member opened a report, each time; the first time keeps the promise to read it.

    Raises ``NotAllowed`` for anybody who is no member of that organisation.
    """
    report = received.report
    check_reads_received(member, report)
    changes: dict[str, Any] = {"unread_since": None}
    if received.seen_at is None:
        changes["seen_at"] = now
    _settle(received, changes)
    if not report.to_police:
        unread = report.messages.filter(author=AuthorKind.REPORTER.value, seen_at__isnull=True)
        unread.update(seen_at=now)
    _record("report.partner-opened", received, member, now=now)
    if "seen_at" in changes:
        live.publish(topic=report.topic_live, kind="read", data={"report": report.key}, now=now)
    return received


@transaction.atomic
def answer_received(
    *,
    received: Received,
    body: str,
    member: User,
    now: datetime,
    once: str = "",
    closes: bool = False,
) -> Message:
    """Write to the reporter for the organisation; ``closes`` says how it ended.

    The same ``once`` again is the same message. Raises ``FaultyMessage``, and ``NotAllowed`` for
    anybody who is no member of that organisation.
    """
    check_reads_received(member, received.report)
    text = checked_body(body)
    report = Report.objects.select_for_update().get(pk=received.report.pk)
    said = report.messages.filter(once=once).exclude(once="").first()
    if said is not None:
        return said
    if report.state in {Status.WITHDRAWN, Status.ERASED}:
        raise FaultyMessage(_("Its reporter took it back. They read no more answers."))
    received.refresh_from_db(fields=["seen_at", "answered_at", "closed_at"])
    if closes and received.progress is Progress.CLOSED:
        raise FaultyMessage(_("It was closed before. You can still answer."))
    return _write(received, report, text, member, once=once, closes=closes, now=now)


def _write(
    received: Received,
    report: Report,
    text: str,
    member: User,
    *,
    once: str,
    closes: bool,
    now: datetime,
) -> Message:
    kind = MessageKind.OUTCOME if closes else MessageKind.ANSWER
    message = Message.objects.create(
        report=report,
        author=AuthorKind.PARTNER.value,
        author_label=member.organisation.name if member.organisation else "",
        kind=kind.value,
        body=text,
        once=once,
        at=now,
    )
    changes: dict[str, Any] = {
        "seen_at": received.seen_at or now,
        "answered_at": received.answered_at or now,
    }
    if closes:
        changes["closed_at"] = now
    _settle(received, changes)
    details = {"message": message.key, "kind": kind.value}
    _record("report.partner-wrote", received, member, details=details, now=now)
    announce(report, "message", now=now)
    return message


@transaction.atomic
def send_to_police(*, report: Report, now: datetime) -> Report:
    """Send a report that an organisation has to the police as well: their clocks start now.

    There is no way back. Raises ``CannotSend``.
    """
    current = Report.objects.select_for_update().get(pk=report.pk)
    if current.to_police or not STATUS_TABLE.allows(current.state, Status.SUBMITTED):
        raise CannotSend(_("The police have this report already, or you took it back."))
    _hand_over(current, now=now)
    file_again(current)
    _record_handing_over(current, now=now)
    keep_from_named(report=current, texts=words_so_far(current), now=hour_band(now))
    with override(current.language):
        body = _("You sent it to the police as well.")
    say_event(report=current, body=body, actor=current.actor, by_reporter=True, now=now)
    announce(current, "submitted", now=now)
    send_on_commit(
        signals.report_submitted, report_id=current.pk, realm_id=current.realm_id, now=now
    )
    report.refresh_from_db()
    return report


def _hand_over(report: Report, *, now: datetime) -> None:
    """Let a report begin with the police as if it had come to them now."""
    report.to_police = True
    report.status = Status.SUBMITTED.value
    report.version += 1
    report.received_at, report.status_changed_at = now, hour_band(now)
    report.queue_at = report.queue_moment()
    report.save(
        update_fields=[
            *("to_police", "status", "version"),
            *("received_at", "status_changed_at", "queue_at"),
        ]
    )
    # What the organisation has read, the police have not.
    report.messages.filter(author=AuthorKind.REPORTER.value).update(seen_at=None)


def _record_handing_over(report: Report, *, now: datetime) -> None:
    for event, details in (
        ("report.sent-to-police", {}),
        ("report.status-changed", {"before": Status.ELSEWHERE.value, "after": report.status}),
    ):
        record(
            event=event,
            actor=report.actor,
            realm_id=report.realm_id,
            subject=f"report:{report.key}",
            details=details,
            now=hour_band(now),
        )


def _settle(received: Received, changes: dict[str, Any]) -> None:
    Received.objects.filter(pk=received.pk).update(**changes)
    for name, value in changes.items():
        setattr(received, name, value)


def _record(
    event: str,
    received: Received,
    member: User,
    *,
    now: datetime,
    details: dict[str, Any] | None = None,
) -> None:
    record(
        event=event,
        actor=member.actor,
        realm_id=received.report.realm_id,
        subject=f"report:{received.report.key}",
        details=details or {},
        now=now,
    )
