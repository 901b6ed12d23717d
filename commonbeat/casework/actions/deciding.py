"""Deciding about a report: state, message, rationale and log entry commit together or not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.casework import rules
from commonbeat.casework.actions.assessing import Assessed, check_assessed, keep_assessment
from commonbeat.casework.actions.contact import Checking, Contact, check_contact, keep_contact
from commonbeat.casework.actions.errors import (
    ReasonMissing,
    SignpostMissing,
    StaleDecision,
    WordsMissing,
)
from commonbeat.casework.actions.telling import check_telling, signature
from commonbeat.casework.models import (
    OUTCOME_WORDS,
    Assessment,
    Assignment,
    Decision,
    SignpostService,
)
from commonbeat.casework.permissions import check_can_decide, check_not_kept_from
from commonbeat.casework.queries import Stamp
from commonbeat.casework.rules import DecisionKind, Heading, Outcome
from commonbeat.core import live
from commonbeat.core.moments import full_text
from commonbeat.reports.actions import change_status, say_as_police, say_event
from commonbeat.reports.models import Category, MessageKind, Report, Status
from commonbeat.reports.queries import clocks
from commonbeat.reports.rules.threshold import is_below_threshold

_MESSAGE_KINDS = {
    DecisionKind.TAKE: MessageKind.UPDATE,
    DecisionKind.ASK: MessageKind.QUESTION,
    DecisionKind.ANSWER: MessageKind.ANSWER,
    DecisionKind.CLOSE: MessageKind.OUTCOME,
    DecisionKind.FILE: MessageKind.OUTCOME,
    DecisionKind.SHARE: MessageKind.ANSWER,
    DecisionKind.HAND_ON: MessageKind.OUTCOME,
}


# What the thread says of where a report went.
_SHARED_WORDS: dict[DecisionKind, Promise] = {
    DecisionKind.SHARE: gettext_lazy("We shared what you told us with: %(who)s"),
    DecisionKind.HAND_ON: gettext_lazy("We passed your report on to: %(who)s"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody decides: ``reason`` stays with the police, ``words`` go to the reporter.

    ``service`` of the force's list, or somebody else named by ``signpost``, helps instead, where a
    worry below the threshold ends. ``assessed`` is what an assessment thinks through and chooses;
    ``more`` are parts of the rationale beside reason and information. ``partner`` is an
    organisation with an account here with which chosen fields are shared, in place of an outcome.
    ``checking`` has the words looked at before they go out.
    """

    kind: DecisionKind
    reason: str
    words: str = ""
    information: str = ""
    outcome: Outcome | None = None
    drift_accepted: bool = False
    service: SignpostService | None = None
    signpost: str = ""
    more: Mapping[Heading, str] = field(default_factory=dict)
    assessed: Assessed | None = None
    partner: str = ""
    checking: Checking | None = None

    @property
    def helper(self) -> str:
        """Who helps instead, in the language that is switched on; nothing if nobody was named."""
        return self.signpost.strip() or (self.service.words if self.service else "")


def decide(
    *, report: Report, verdict: Verdict, user: User, expected: Stamp, now: datetime
) -> Decision:
    """Decide about a report: state, message, rationale and log entry commit together or not.

    Raises ``NotAllowed``, ``ReasonMissing``, ``WordsMissing``, ``NotNow``, ``MayDrift``,
    ``MayBeClearer``, ``SignpostMissing``, and ``StaleDecision`` when the report is not as it was
    at ``expected``; nothing is written then.
    """
    check_can_decide(user)
    check_not_kept_from(user, report)
    _check_said(verdict, now=now)
    try:
        with transaction.atomic():
            return _decide(report.pk, verdict, user, expected, now=now)
    except IntegrityError as error:
        raise StaleDecision(_("Somebody else decided first.")) from error


def _check_said(verdict: Verdict, *, now: datetime) -> None:
    if not rules.says_something(verdict.reason):
        raise ReasonMissing(_("Say in a few words why. It stays with the decision."))
    if rules.RULES[verdict.kind].tells and not rules.says_something(verdict.words):
        raise WordsMissing(_("Write to the reporter what you decided. One word is not enough."))
    fitting = rules.OUTCOMES.get(verdict.kind, ())
    if verdict.partner and verdict.kind is not DecisionKind.SHARE:
        raise ValueError("Only a share names a partner.")
    if fitting and not verdict.partner and verdict.outcome not in fitting:
        raise WordsMissing(_("Choose how it ended."))
    if verdict.kind is DecisionKind.ASSESS:
        check_assessed(verdict.assessed, now=now)


def _decide(
    report_id: int, verdict: Verdict, user: User, expected: Stamp, *, now: datetime
) -> Decision:
    report = Report.objects.select_for_update().select_related(None).get(pk=report_id)
    drift = check_telling(
        report,
        verdict.kind,
        words=verdict.words,
        drift_accepted=verdict.drift_accepted,
        expected=expected,
    )
    _check_signpost(report, verdict)
    contact = check_contact(
        report, verdict.kind, words=verdict.words, checking=verdict.checking, user=user, now=now
    )
    _move(report, verdict, user, now=now)
    is_silent, assessment = verdict.kind is DecisionKind.ASSESS, None
    words = "" if is_silent else _tell(report, verdict, user, now=now)
    _hand(report, verdict.kind, user, now=now)
    decision = _write_down(report, verdict, user, before=expected, words=words, now=now)
    keep_contact(decision=decision, contact=contact)
    if is_silent and verdict.assessed:
        assessment = keep_assessment(
            decision=decision, assessed=verdict.assessed, user=user, seen=expected, now=now
        )
    _log(decision, report, user, assessment, contact, drift=drift)
    live.publish(
        topic=f"queue:{report.realm_id}",
        kind="decision",
        data={"report": report.key, "status": report.status},
        now=now,
    )
    return decision


def _check_signpost(report: Report, verdict: Verdict) -> None:
    below = is_below_threshold(Category(report.category), report.answers or {})
    needed = rules.needs_signpost(verdict.kind, is_below_threshold=below)
    if needed and not verdict.helper:
        raise SignpostMissing(_("Say who can help them instead. Nobody is left with nothing."))


def _move(report: Report, verdict: Verdict, user: User, *, now: datetime) -> None:
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


def _tell(report: Report, verdict: Verdict, user: User, *, now: datetime) -> str:
    """Write to the reporter what was decided; return the words."""
    for body in _events(report, verdict):
        say_event(report=report, body=body, actor=user.actor, now=now)
    words = verdict.words.strip() or _words_of_taking(report, user, now=now)
    say_as_police(
        report=report,
        kind=_MESSAGE_KINDS[verdict.kind],
        body=words,
        actor=user.actor,
        signed=signature(user, language=report.language),
        # That somebody took it writes itself: it is no news for a victim.
        is_news=verdict.kind is not DecisionKind.TAKE,
        now=now,
    )
    return words


def _events(report: Report, verdict: Verdict) -> list[str]:
    """Return with whom a report was shared, and who helps instead, in its reporter's language."""
    told = []
    with translation.override(report.language):
        if verdict.partner:
            told.append(
                _(
                    "We shared a part of what you told us with: %(who)s. They get a short copy in "
                    "our words, and only for a time."
                )
                % {"who": verdict.partner}
            )
        elif verdict.kind in _SHARED_WORDS and verdict.outcome:
            who = {"who": str(OUTCOME_WORDS[verdict.outcome])}
            told.append(str(_SHARED_WORDS[verdict.kind]) % who)
        if helper := verdict.helper:
            told.append(_("Who can help: %(who)s") % {"who": helper})
    return told


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
    outcome = str(OUTCOME_WORDS[verdict.outcome]) if verdict.outcome else verdict.partner
    grade = verdict.assessed.grade.words if verdict.assessed else ""
    more = {heading.value: said.strip() for heading, said in verdict.more.items() if said.strip()}
    return Decision.objects.create(
        realm_id=report.realm_id,
        report=report,
        number=before.decision + 1,
        kind=verdict.kind.value,
        outcome=verdict.outcome.value if verdict.outcome else "",
        information=verdict.information.strip() or _("The report and its messages as they stood."),
        reason=verdict.reason.strip(),
        action="\n\n".join(filter(None, [outcome, grade, words])),
        # In the language of who decided: colleagues read it here, the reporter in the thread.
        signpost=verdict.helper or None,
        more=more or None,
        actor_id=user.actor.id,
        actor_label=user.actor.label,
        version_before=before.version,
        version_after=report.version,
        at=now,
    )


def _log(
    decision: Decision,
    report: Report,
    user: User,
    assessment: Assessment | None,
    contact: Contact,
    *,
    drift: bool,
) -> None:
    details: dict[str, Any] = {
        "decision": decision.key,
        "kind": decision.kind,
        "outcome": decision.outcome,
        "version": [decision.version_before, decision.version_after],
    }
    if assessment:
        details |= {"grade": assessment.grade.kind, "suggested": assessment.suggested}
    details |= contact.details
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
