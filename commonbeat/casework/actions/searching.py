"""Looking for words in reports: judged before it begins, and written down each time."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.casework import rules
from commonbeat.casework.actions.errors import NoSuchCase, NothingToFind, ReasonMissing
from commonbeat.casework.actions.opening import TRIAGE
from commonbeat.casework.models import LookUp
from commonbeat.casework.permissions import can_open_without_asking, check_can_see_queue
from commonbeat.casework.queries import count_look_ups, person_digests, report_by_number
from commonbeat.core.words import words_wanted


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for, why, and for which case; ``case`` is the reference of a report."""

    words: str
    is_person: bool = False
    purpose: str = ""
    case: str = ""


@transaction.atomic
def begin_search(*, user: User, realm_id: int, sought: Sought, now: datetime) -> Sought:
    """Judge a search before it begins; return it with all that it needs.

    Who looks for a person says why. Looking up one person a third time in 28 days without a case
    is written down for supervisors and the auditor.
    Raises ``NotAllowed``, ``NothingToFind``, ``NoSuchCase``, and ``ReasonMissing`` where triage is
    not reason enough.
    """
    check_can_see_queue(user)
    if not words_wanted(sought.words):
        raise NothingToFind(_("Type a word or a number that stands in the report."))
    is_person = sought.is_person or rules.looks_like_person(sought.words)
    sought = replace(
        sought,
        is_person=is_person,
        purpose=_purpose(user, sought.purpose, is_person=is_person),
        case=_case(user, realm_id, sought.case),
    )
    if is_person and not sought.case:
        _count(user, realm_id, sought, now=now)
    return sought


def _purpose(user: User, given: str, *, is_person: bool) -> str:
    said = given.strip()
    if rules.says_something(said):
        return said
    if is_person:
        raise ReasonMissing(_("Say in a few words why you look for this person."))
    if not can_open_without_asking(user):
        raise ReasonMissing(_("Say in a few words why you search reports."))
    return said or TRIAGE


def _case(user: User, realm_id: int, given: str) -> str:
    if not given.strip():
        return ""
    report = report_by_number(realm_id=realm_id, text=given, reader=user)
    if report is None:
        raise NoSuchCase(_("There is no report with this reference."))
    return report.reference


def _count(user: User, realm_id: int, sought: Sought, *, now: datetime) -> None:
    digest = person_digests(realm_id=realm_id, text=sought.words)[0]
    LookUp.objects.create(realm_id=realm_id, user=user, person_digest=digest, at=now)
    times = count_look_ups(user=user, realm_id=realm_id, text=sought.words, now=now)
    if rules.is_flagged(times):
        record(
            event="reports.looked-up-again",
            actor=user.actor,
            realm_id=realm_id,
            subject=user.actor.id,
            reason=sought.purpose,
            details={"times": times},
            now=now,
        )


@transaction.atomic
def note_search(
    *, user: User, realm_id: int, sought: Sought, narrowed: dict[str, str], now: datetime
) -> None:
    """Log that somebody sees what a search found: the words, why, and how it was narrowed down.

    Raises ``NotAllowed``.
    """
    check_can_see_queue(user)
    details: dict[str, Any] = {"words": sought.words, **narrowed}
    if sought.is_person:
        details["person"] = "yes"
    if sought.case:
        details["case"] = sought.case
    record(
        event="reports.searched",
        actor=user.actor,
        realm_id=realm_id,
        subject="search",
        reason=sought.purpose,
        details=details,
        now=now,
    )


def forget_look_ups(*, now: datetime) -> int:
    """Delete what is counted no longer; return how many."""
    deleted, _by_model = LookUp.objects.filter(at__lte=now - rules.LOOK_UPS_COUNTED).delete()
    return deleted
