"""The thread: what each side writes to the other."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from commonbeat.audit.actions import record
from commonbeat.core.actors import ANONYMOUS_REPORTER, Actor
from commonbeat.core.errors import CommonbeatError
from commonbeat.reports import signals
from commonbeat.reports.actions.announce import announce, send_on_commit
from commonbeat.reports.actions.status import change_status, settle
from commonbeat.reports.models import Message, Report
from commonbeat.reports.rules import (
    MESSAGE_LENGTH,
    AuthorKind,
    MessageKind,
    Status,
    hour_band,
    status_after_reply,
)
from commonbeat.reports.rules.status import POLICE_KINDS


class FaultyMessage(CommonbeatError):
    """The message is empty or too long."""


@transaction.atomic
def say_as_police(
    *,
    report: Report,
    kind: MessageKind,
    body: str,
    actor: Actor,
    now: datetime,
    signed: str = "",
) -> Message:
    """Write to the reporter, ``signed`` as they read it; the first answer stops its clock.

    Raises ``FaultyMessage``. Changes no state: a question also needs ``change_status``.
    """
    if kind not in POLICE_KINDS:
        raise ValueError(f"The police do not write messages of the kind {kind}.")
    message = Message.objects.create(
        report=report,
        author=AuthorKind.POLICE.value,
        author_label=signed or actor.label,
        kind=kind.value,
        body=_checked_body(body),
        at=now,
    )
    # News that nothing but the state moved is no answer.
    if kind is not MessageKind.UPDATE:
        settle(report, answered_at=report.answered_at or now, reply_waiting_since=None)
    record(
        event="report.message-sent",
        actor=actor,
        realm_id=report.realm_id,
        subject=f"report:{report.key}",
        details={"message": message.key, "kind": kind.value},
        now=now,
    )
    announce(report, "message", now=now)
    return message


def say_as_reporter(*, report: Report, body: str, now: datetime, once: str = "") -> Message:
    """Add what the reporter says; answers the question if one was asked.

    The same ``once`` again is the same message. Raises ``FaultyMessage``.
    """
    text = _checked_body(body)
    try:
        with transaction.atomic():
            return _say_as_reporter(report, text, once=once, now=now)
    except IntegrityError:
        said = report.messages.filter(once=once).exclude(once="").first()
        if said is None:
            raise
        return said


def _say_as_reporter(report: Report, text: str, *, once: str, now: datetime) -> Message:
    current = Report.objects.select_for_update().get(pk=report.pk)
    if current.state in {Status.WITHDRAWN, Status.ERASED}:
        raise FaultyMessage(_("This report is closed for good. Make a new one if you need us."))
    stamp = hour_band(now) if current.is_anonymous else now
    actor = ANONYMOUS_REPORTER if current.reporter is None else current.reporter.actor
    asked = current.state is Status.ASKED
    message = Message.objects.create(
        report=current,
        author=AuthorKind.REPORTER.value,
        kind=(MessageKind.REPLY if asked else MessageKind.INFORMATION).value,
        body=text,
        once=once,
        at=stamp,
    )
    if asked:
        asked_from = Status(current.asked_from) if current.asked_from else None
        change_status(
            report=current,
            after=status_after_reply(current.state, asked_from),
            actor=actor,
            expected_version=current.version,
            now=stamp,
        )
    settle(current, reply_waiting_since=stamp)
    record(
        event="report.reporter-wrote",
        actor=actor,
        realm_id=current.realm_id,
        subject=f"report:{current.key}",
        details={"message": message.key},
        now=stamp,
    )
    announce(current, "reply", now=now)
    send_on_commit(
        signals.reporter_replied, report_id=current.pk, realm_id=current.realm_id, now=now
    )
    return message


def _checked_body(body: str) -> str:
    if not body.strip():
        raise FaultyMessage(_("Write your message."))
    if len(body) > MESSAGE_LENGTH:
        raise FaultyMessage(_("Your message is too long."))
    return body
