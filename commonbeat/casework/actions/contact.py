"""What is looked at before words go to a reporter: advice, and the answer that they began with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from commonbeat.accounts.models import User
from commonbeat.casework import rules
from commonbeat.casework.actions.errors import MayBeClearer
from commonbeat.casework.actions.telling import signature
from commonbeat.casework.models import AnswerTemplate, AnswerUse, Decision, DecisionAdvice
from commonbeat.casework.queries import answer_by_key, known_contacts
from commonbeat.casework.rules import Advice, DecisionKind, Letter, Placeholder
from commonbeat.core.moments import full_text
from commonbeat.reports.models import Report
from commonbeat.reports.queries import clocks


@dataclass(frozen=True, slots=True)
class Checking:
    """That words are to be looked at before they go out, and what their writer saw already.

    ``template`` is the key of the answer that they began with, or nothing; ``shown`` the advice
    that was on the page, and ``as_it_is`` that it was read and the words are sent all the same.
    """

    template: str = ""
    shown: frozenset[Advice] = frozenset()
    as_it_is: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """What is kept with a decision of how its words came to be."""

    template: AnswerTemplate | None = None
    is_changed: bool = False
    shown: frozenset[Advice] = frozenset()
    overridden: frozenset[Advice] = frozenset()

    @property
    def details(self) -> dict[str, Any]:
        """What the log says of it; keys alone."""
        told: dict[str, Any] = {}
        if self.template:
            told["answer"] = {"template": self.template.key, "changed": self.is_changed}
        if self.shown:
            told["advice"] = {
                "shown": sorted(advice.value for advice in self.shown),
                "sent_as_it_was": sorted(advice.value for advice in self.overridden),
            }
        return told


def check_contact(
    report: Report,
    kind: DecisionKind,
    *,
    words: str,
    checking: Checking | None,
    user: User,
    now: datetime,
) -> Contact:
    """Return what is kept of how words came to be.

    Raises ``MayBeClearer`` for advice that was not read yet; nothing is looked at where nobody
    wrote (``checking`` is None).
    """
    purpose = rules.purpose_of(kind)
    if checking is None or purpose is None:
        return Contact()
    template = answer_by_key(realm_id=report.realm_id, key=checking.template)
    advised = rules.advise(
        Letter(
            text=words,
            purpose=purpose,
            language=report.language,
            is_anonymous=report.is_anonymous,
            known=known_contacts(),
            is_withdrawn=template is not None and not template.is_offered(now),
        )
    )
    found = frozenset(one.advice for one in advised)
    if not rules.may_send(found, shown=checking.shown, as_it_is=checking.as_it_is):
        raise MayBeClearer(advised)
    return Contact(
        template=template,
        is_changed=template is not None and _is_changed(template, report, words, user, now),
        shown=checking.shown,
        overridden=found,
    )


def keep_contact(*, decision: Decision, contact: Contact) -> None:
    """Write down which answer a decision began with, and which advice was read or not followed.

    Call in the transaction of the decision. Only the keys are kept, never the words.
    """
    if contact.template:
        AnswerUse.objects.create(
            realm_id=decision.realm_id,
            decision=decision,
            template=contact.template,
            is_changed=contact.is_changed,
        )
    DecisionAdvice.objects.bulk_create(
        [
            DecisionAdvice(
                realm_id=decision.realm_id,
                decision=decision,
                advice=advice.value,
                is_overridden=advice in contact.overridden,
            )
            for advice in Advice
            if advice in contact.shown
        ]
    )


def filled(
    template: AnswerTemplate, report: Report, *, language: str, user: User, now: datetime
) -> str:
    """Return an answer in one language, as ``user`` would send it to this reporter."""
    return rules.fill(
        template.words_in(language), _values(report, language=language, user=user, now=now)
    )


def _values(report: Report, *, language: str, user: User, now: datetime) -> dict[Placeholder, str]:
    values = {
        Placeholder.REFERENCE: report.reference,
        Placeholder.WHO: signature(user, language=language),
        Placeholder.LINK: settings.BASE_URL + reverse("reports:receipt"),
    }
    due = [
        clock.due_at
        for clock in clocks(report, now)
        if clock.stopped_at is None and clock.due_at > now
    ]
    if due:
        with translation.override(language):
            values[Placeholder.DATE] = full_text(due[-1])
    return values


def _is_changed(
    template: AnswerTemplate, report: Report, words: str, user: User, now: datetime
) -> bool:
    offered = [
        filled(template, report, language=language, user=user, now=now)
        for language in template.languages
    ]
    return not rules.is_as_offered(words, offered)
