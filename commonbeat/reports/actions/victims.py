"""Keeping what victims were promised: who is one, what happened, what cannot be told yet."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonbeat.audit.actions import record
from commonbeat.core.actors import Actor
from commonbeat.core.errors import CommonbeatError
from commonbeat.reports.actions.announce import announce
from commonbeat.reports.actions.status import settle
from commonbeat.reports.actions.talk import checked_body, say_event, write_as_reporter
from commonbeat.reports.models import Message, MessageKind, Report
from commonbeat.reports.queries import can_ask_review, news_due_at, thread
from commonbeat.reports.rules import hour_band
from commonbeat.reports.rules.victims import WISH_LENGTH, CaseEvent, HowOften


class NoReason(CommonbeatError):
    """What is noted about a victim, or held back from one, needs its reason."""


class NoWish(CommonbeatError):
    """The report is closed for good: nothing more is kept with it."""


class NoReview(CommonbeatError):
    """A review cannot be asked for: it was, or its time is over, or nothing was filed."""


@transaction.atomic
def note_victim(
    *,
    report: Report,
    is_victim: bool,
    is_enhanced: bool,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Note whether the reporter is a victim, and one with Enhanced Rights. Raises ``NoReason``.

    A promise that runs keeps its day, unless Enhanced Rights make it an earlier one.
    """
    _check_reason(reason)
    changes = {"is_victim": is_victim, "is_enhanced": is_victim and is_enhanced}
    report.is_enhanced = changes["is_enhanced"]
    due = report.tell_by if is_victim else None
    if due is not None and report.is_enhanced:
        due = min(due, news_due_at(report, now))
    settle(report, tell_by=due, **changes)
    record(
        event="report.victim-noted",
        actor=actor,
        realm_id=report.realm_id,
        subject=f"report:{report.key}",
        reason=reason.strip(),
        details=changes,
        now=now,
    )
    announce(report, "status", now=now)


@transaction.atomic
def note_case_event(
    *, report: Report, event: CaseEvent, reason: str, actor: Actor, now: datetime
) -> None:
    """Note what happened in a case; a victim must be told of it in time. Raises ``NoReason``."""
    _check_reason(reason)
    if report.is_victim and report.tell_by is None:
        settle(report, tell_by=news_due_at(report, now))
    record(
        event="report.case-event",
        actor=actor,
        realm_id=report.realm_id,
        subject=f"report:{report.key}",
        reason=reason.strip(),
        details={"event": event.value},
        now=now,
    )
    announce(report, "status", now=now)


@transaction.atomic
def hold_news(*, report: Report, reason: str, actor: Actor, now: datetime) -> None:
    """Write down why a victim cannot be told yet; the promise begins anew. Raises ``NoReason``."""
    _check_reason(reason)
    if report.tell_by is None:
        raise NoReason(_("No news is owed, so there is nothing to hold back."))
    settle(report, tell_by=news_due_at(report, now))
    record(
        event="report.news-held",
        actor=actor,
        realm_id=report.realm_id,
        subject=f"report:{report.key}",
        reason=reason.strip(),
        now=now,
    )
    announce(report, "status", now=now)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise NoReason(_("Say in a few words why."))


@transaction.atomic
def keep_wish(*, report: Report, often: HowOften, safe_times: str, now: datetime) -> None:
    """Keep how often and when the reporter wants to hear from us, sealed. Raises ``NoWish``."""
    current = Report.objects.select_for_update().get(pk=report.pk)
    if not current.takes_more:
        raise NoWish(_("This report is closed for good."))
    stamp = hour_band(now) if current.is_anonymous else now
    wish = {"often": often.value, "safe_times": safe_times.strip()[:WISH_LENGTH]}
    Report.objects.filter(pk=report.pk).update(wish=wish)
    report.wish = wish
    record(
        event="report.wish-kept",
        actor=current.actor,
        realm_id=report.realm_id,
        subject=f"report:{report.key}",
        now=stamp,
    )


@transaction.atomic
def ask_review(*, report: Report, body: str, now: datetime, once: str = "") -> Message:
    """Ask us to look again at a decision to stop. Raises ``NoReview`` and ``FaultyMessage``.

    The same ``once`` again is the same request.
    """
    text = checked_body(body)
    current = Report.objects.select_for_update().get(pk=report.pk)
    said = current.messages.filter(once=once).exclude(once="").first()
    if said is not None:
        return said
    if not can_ask_review(current, thread(current), now):
        raise NoReview(_("You cannot ask for a review of this report now."))
    message = write_as_reporter(current, MessageKind.REVIEW, text, once=once, now=now)
    with override(current.language):
        told = _("You asked us to look again. A person who did not decide before reads it.")
    say_event(report=current, body=told, actor=current.actor, by_reporter=True, now=now)
    return message
