"""Deciding about a report: state, message, rationale and log entry commit together or not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from commonbeat.accounts.models import Role, User
from commonbeat.audit.actions import record
from commonbeat.casework import rules
from commonbeat.casework.actions.errors import (
    MayDrift,
    NotNow,
    ReasonMissing,
    StaleDecision,
    WordsMissing,
)
from commonbeat.casework.models import OUTCOME_WORDS, Assignment, Decision
from commonbeat.casework.permissions import check_can_decide
from commonbeat.casework.queries import Stamp, questions_asked, stamp_of
from commonbeat.casework.rules import DecisionKind, Outcome
from commonbeat.core import live
from commonbeat.core.moments import full_text
from commonbeat.reports.actions import change_status, say_as_police
from commonbeat.reports.models import MessageKind, Report, Status
from commonbeat.reports.queries import clocks

_MESSAGE_KINDS = {
    DecisionKind.TAKE: MessageKind.UPDATE,
    DecisionKind.ASK: MessageKind.QUESTION,
    DecisionKind.ANSWER: MessageKind.ANSWER,
    DecisionKind.CLOSE: MessageKind.OUTCOME,
    DecisionKind.FILE: MessageKind.OUTCOME,
    DecisionKind.HAND_ON: MessageKind.OUTCOME,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody decides: ``reason`` stays with the police, ``words`` go to the reporter."""

    kind: DecisionKind
    reason: str
    words: str = ""
    information: str = ""
    outcome: Outcome | None = None
    drift_accepted: bool = False


def decide(
    *, report: Report, verdict: Verdict, user: User, expected: Stamp, now: datetime
) -> Decision:
    """Decide about a report: state, message, rationale and log entry commit together or not.

    Raises ``NotAllowed``, ``ReasonMissing``, ``WordsMissing``, ``NotNow``, ``MayDrift``, and
    ``StaleDecision`` when the report is not as it was at ``expected``; nothing is written then.
    """
    check_can_decide(user)
    _check_said(verdict)
    try:
        with transaction.atomic():
            return _decide(report.pk, verdict, user, expected, now=now)
    except IntegrityError as error:
        raise StaleDecision(_("Somebody else decided first.")) from error


def _check_said(verdict: Verdict) -> None:
    if not rules.says_something(verdict.reason):
        raise ReasonMissing(_("Say in a few words why. It stays with the decision."))
    if rules.RULES[verdict.kind].tells and not rules.says_something(verdict.words):
        raise WordsMissing(_("Write to the reporter what you decided. One word is not enough."))
    fitting = rules.OUTCOMES.get(verdict.kind, ())
    if fitting and verdict.outcome not in fitting:
        raise WordsMissing(_("Choose how it ended."))


def _decide(
    report_id: int, verdict: Verdict, user: User, expected: Stamp, *, now: datetime
) -> Decision:
    report = Report.objects.select_for_update().select_related(None).get(pk=report_id)
    stamp = stamp_of(report)
    if stamp != expected:
        raise StaleDecision(_("This report changed while you were writing."))
    if not rules.may_decide(verdict.kind, report.status):
        raise NotNow(_("This cannot be done while the report is as it is."))
    drift = _drifts(report, verdict)
    if drift and not verdict.drift_accepted:
        raise MayDrift(_("This may ask somebody without a name to find things out for us."))
    after = rules.status_after(verdict.kind, report.status)
    if after is not None:
        change_status(
            report=report,
            after=Status(after),
            actor=user.actor,
            expected_version=report.version,
            now=now,
            reason=verdict.reason,
        )
    words = verdict.words.strip() or _words_of_taking(report, user, now=now)
    say_as_police(
        report=report,
        kind=_MESSAGE_KINDS[verdict.kind],
        body=words,
        actor=user.actor,
        signed=signature(user, language=report.language),
        now=now,
    )
    _hand(report, verdict.kind, user, now=now)
    decision = _write_down(report, verdict, user, before=expected, words=words, now=now)
    _log(decision, report, user, drift=drift)
    live.publish(
        topic=f"queue:{report.realm_id}",
        kind="decision",
        data={"report": report.key, "status": report.status},
        now=now,
    )
    return decision


def _drifts(report: Report, verdict: Verdict) -> bool:
    if not verdict.words:
        return False
    return rules.drifts(
        text=verdict.words,
        is_anonymous=report.is_anonymous,
        is_question=verdict.kind is DecisionKind.ASK,
        questions_before=questions_asked(report),
    )


def _hand(report: Report, kind: DecisionKind, user: User, *, now: datetime) -> None:
    if kind is DecisionKind.TAKE:
        Assignment.objects.update_or_create(
            report=report, defaults={"realm_id": report.realm_id, "officer": user, "at": now}
        )
    elif rules.RULES[kind].ends:
        Assignment.objects.filter(report=report).delete()


def _write_down(
    report: Report, verdict: Verdict, user: User, *, before: Stamp, words: str, now: datetime
) -> Decision:
    outcome = str(OUTCOME_WORDS[verdict.outcome]) if verdict.outcome else ""
    return Decision.objects.create(
        realm_id=report.realm_id,
        report=report,
        number=before.decision + 1,
        kind=verdict.kind.value,
        outcome=verdict.outcome.value if verdict.outcome else "",
        information=verdict.information.strip() or _("The report and its messages as they stood."),
        reason=verdict.reason.strip(),
        action="\n\n".join(filter(None, [outcome, words])),
        actor_id=user.actor.id,
        actor_label=user.actor.label,
        version_before=before.version,
        version_after=report.version,
        at=now,
    )


def _log(decision: Decision, report: Report, user: User, *, drift: bool) -> None:
    details: dict[str, Any] = {
        "decision": decision.key,
        "kind": decision.kind,
        "outcome": decision.outcome,
        "version": [decision.version_before, decision.version_after],
    }
    if drift:
        details["informant_warning"] = "shown and sent all the same"
    record(
        event="report.decided",
        actor=user.actor,
        realm_id=report.realm_id,
        subject=f"report:{report.key}",
        reason=decision.reason,
        details=details,
        now=decision.at,
    )


def signature(user: User, *, language: str) -> str:
    """Return how the reporter sees who wrote: a first name and a room, in their language."""
    first_name = user.display_name.split()[0] if user.display_name.split() else ""
    with translation.override(language):
        if user.role == Role.NEIGHBOURHOOD_OFFICER:
            return _("%(name)s, your neighbourhood team") % {"name": first_name}
        return _("%(name)s, operations room") % {"name": first_name}


def _words_of_taking(report: Report, user: User, *, now: datetime) -> str:
    """Return the news that somebody has the report, in its reporter's language."""
    answer = clocks(report, now)[-1]
    with translation.override(report.language):
        who = signature(user, language=report.language)
        if answer.stopped_at is not None or answer.due_at <= now:
            return _("%(who)s is working on your report now.") % {"who": who}
        return _(
            "%(who)s is working on your report now. You will hear from us here by %(time)s."
        ) % {"who": who, "time": full_text(answer.due_at)}
