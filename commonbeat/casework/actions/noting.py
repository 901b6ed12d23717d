"""Noting what a victim is owed: who is one, what happened in the case, what cannot be told yet."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.casework import rules
from commonbeat.casework.actions.errors import ReasonMissing
from commonbeat.casework.actions.telling import check_telling, signature
from commonbeat.casework.permissions import check_can_decide, check_not_kept_from
from commonbeat.casework.queries import Stamp
from commonbeat.casework.rules import DecisionKind, Noted
from commonbeat.reports.actions import hold_news, note_case_event, note_victim, say_as_police
from commonbeat.reports.models import MessageKind, Report
from commonbeat.reports.rules.victims import CaseEvent


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody notes: ``reason`` stays with the police, ``words`` (optional) are sent."""

    what: Noted
    reason: str
    words: str = ""
    drift_accepted: bool = False


@transaction.atomic
def note(*, report: Report, note: Note, user: User, expected: Stamp, now: datetime) -> None:
    """Note something about a victim's report; words that come along keep the promise at once.

    Raises ``NotAllowed``, ``ReasonMissing``, and what the notes themselves raise; where there are
    words also ``NotNow``, ``MayDrift``, and ``StaleDecision`` when the report is not as it was at
    ``expected``. Nothing is written then.
    """
    check_can_decide(user)
    check_not_kept_from(user, report)
    if not rules.says_something(note.reason):
        raise ReasonMissing(_("Say in a few words why. It stays with the note."))
    current = Report.objects.select_for_update().select_related(None).get(pk=report.pk)
    words = note.words.strip()
    drift = bool(words) and check_telling(
        current,
        DecisionKind.ANSWER,
        words=words,
        drift_accepted=note.drift_accepted,
        expected=expected,
    )
    _keep(current, note, user, now=now)
    if words:
        _tell(current, note, user, drift=drift, now=now)


def _tell(report: Report, note: Note, user: User, *, drift: bool, now: datetime) -> None:
    message = say_as_police(
        report=report,
        kind=MessageKind.UPDATE,
        body=note.words.strip(),
        actor=user.actor,
        signed=signature(user, language=report.language),
        # What is held back is still owed, whatever else is said meanwhile.
        is_news=note.what is not Noted.HOLD,
        now=now,
    )
    if drift:
        record(
            event="report.informant-warning",
            actor=user.actor,
            realm_id=report.realm_id,
            subject=f"report:{report.key}",
            details={"message": message.key},
            now=now,
        )


def _keep(report: Report, note: Note, user: User, *, now: datetime) -> None:
    if note.what is Noted.HOLD:
        hold_news(report=report, reason=note.reason, actor=user.actor, now=now)
    elif note.what in rules.ABOUT_VICTIM:
        note_victim(
            report=report,
            is_victim=note.what is not Noted.NOT_VICTIM,
            is_enhanced=note.what is Noted.ENHANCED,
            reason=note.reason,
            actor=user.actor,
            now=now,
        )
    else:
        event = CaseEvent(note.what.value)
        note_case_event(report=report, event=event, reason=note.reason, actor=user.actor, now=now)
