"""The thread: what each side writes to the other."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.core.actors import Actor
from commonbeat.core.errors import CommonbeatError
from commonbeat.reports import signals
from commonbeat.reports.actions.announce import announce, send_on_commit
from commonbeat.reports.actions.filing import file_message
from commonbeat.reports.actions.mailing import tell_of_answer
from commonbeat.reports.actions.status import change_status, settle
from commonbeat.reports.models import Message, Received, Report
from commonbeat.reports.permissions import check_speaks_for
from commonbeat.reports.rules import (
    MESSAGE_LENGTH,
    AuthorKind,
    MessageKind,
    Status,
    hour_band,
    partner_reads,
    status_after_reply,
)
from commonbeat.reports.rules.status import NEWS_KINDS, POLICE_KINDS


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
    is_news: bool = True,
) -> Message:
    """Write to the reporter, ``signed`` as they read it; the first answer stops its clock.

    ``is_news`` is false for words that wrote themselves: they keep no promise to a victim.

    Raises ``FaultyMessage``. Changes no state: a question also needs ``change_status``.
    """
    if kind not in POLICE_KINDS:
        raise ValueError(f"The police do not write messages of the kind {kind}.")
    message = Message.objects.create(
        report=report,
        author=AuthorKind.POLICE.value,
        author_label=signed or actor.label,
        kind=kind.value,
        body=checked_body(body),
        at=now,
    )
    file_message(report, message)
    _keep_promises(report, kind, is_news=is_news, now=now)
    record(
        event="report.message-sent",
        actor=actor,
        realm_id=report.realm_id,
        subject=f"report:{report.key}",
        details={"message": message.key, "kind": kind.value},
        now=now,
    )
    tell_of_answer(report, now=now)
    announce(report, "message", now=now)
    return message


def _keep_promises(report: Report, kind: MessageKind, *, is_news: bool, now: datetime) -> None:
    """Stop the clocks that words of the police stop."""
    # News that nothing but the state moved is no answer.
    if kind is not MessageKind.UPDATE:
        settle(report, answered_at=report.answered_at or now, reply_waiting_since=None)
    if is_news and kind in NEWS_KINDS and report.tell_by is not None:
        settle(report, tell_by=None)


def say_as_reporter(
    *, report: Report, body: str, now: datetime, once: str = "", member: User | None = None
) -> Message:
    """Add what the reporter says; answers the question if one was asked.

    ``member`` speaks for the organisation that sent the report. The same ``once`` again is the same
    message. Raises ``FaultyMessage``, and ``NotAllowed`` for a member of anybody else.
    """
    text = checked_body(body)
    if member is not None:
        check_speaks_for(member, report)
    try:
        with transaction.atomic():
            return _say_as_reporter(report, text, once=once, member=member, now=now)
    except IntegrityError:
        said = report.messages.filter(once=once).exclude(once="").first()
        if said is None:
            raise
        return said


def _say_as_reporter(
    report: Report, text: str, *, once: str, member: User | None, now: datetime
) -> Message:
    current = Report.objects.select_for_update().get(pk=report.pk)
    if current.state in {Status.WITHDRAWN, Status.ERASED}:
        raise FaultyMessage(_("This report is closed for good. Make a new one if you need us."))
    if current.is_counted:
        raise FaultyMessage(_("Nobody reads a report that is only counted. Tell us more first."))
    asked = current.state is Status.ASKED
    kind = MessageKind.REPLY if asked else MessageKind.INFORMATION
    if asked:
        asked_from = Status(current.asked_from) if current.asked_from else None
        change_status(
            report=current,
            after=status_after_reply(current.state, asked_from),
            actor=_speaker(current, member),
            expected_version=current.version,
            now=hour_band(now) if current.is_anonymous else now,
        )
    return write_as_reporter(current, kind, text, once=once, member=member, now=now)


def _speaker(report: Report, member: User | None) -> Actor:
    return member.actor if member else report.actor


def write_as_reporter(
    report: Report,
    kind: MessageKind,
    text: str,
    *,
    once: str,
    now: datetime,
    member: User | None = None,
) -> Message:
    """Keep what the reporter wrote, and owe an answer to it; call in a transaction."""
    stamp = hour_band(now) if report.is_anonymous else now
    message = Message.objects.create(
        report=report,
        author=AuthorKind.REPORTER.value,
        author_label=member.display_name if member else "",
        kind=kind.value,
        body=text,
        once=once,
        at=stamp,
    )
    file_message(report, message)
    if report.to_police:
        settle(report, reply_waiting_since=stamp)
    if report.sent_to_id is not None and partner_reads(AuthorKind.REPORTER, kind):
        Received.objects.filter(report=report).update(unread_since=hour_band(now))
    record(
        event="report.reporter-wrote",
        actor=_speaker(report, member),
        realm_id=report.realm_id,
        subject=f"report:{report.key}",
        details={"message": message.key},
        now=stamp,
    )
    announce(report, "reply", now=now)
    if report.to_police:
        send_on_commit(
            signals.reporter_replied, report_id=report.pk, realm_id=report.realm_id, now=now
        )
    return message


@transaction.atomic
def say_event(
    *, report: Report, body: str, actor: Actor, now: datetime, by_reporter: bool = False
) -> Message:
    """Tell in the thread that something happened: an entry that is no message of either side.

    It stops no clock and owes no answer. ``body`` is in the language of the report. Raises
    ``FaultyMessage``.
    """
    stamp = hour_band(now) if by_reporter and report.is_anonymous else now
    message = Message.objects.create(
        report=report,
        author=(AuthorKind.REPORTER if by_reporter else AuthorKind.POLICE).value,
        kind=MessageKind.EVENT.value,
        body=checked_body(body),
        at=stamp,
        # Nobody waits for it to be read.
        seen_at=stamp,
    )
    record(
        event="report.event-told",
        actor=actor,
        realm_id=report.realm_id,
        subject=f"report:{report.key}",
        details={"message": message.key},
        now=stamp,
    )
    announce(report, "message", now=now)
    return message


def checked_body(body: str) -> str:
    """Return what somebody wrote; raises ``FaultyMessage`` when it is nothing, or too long."""
    if not body.strip():
        raise FaultyMessage(_("Write your message."))
    if len(body) > MESSAGE_LENGTH:
        raise FaultyMessage(_("Your message is too long."))
    return body
