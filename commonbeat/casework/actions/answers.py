"""Keeping the answers that are offered beside reports: a change is a new version."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.casework import rules
from commonbeat.casework.actions.errors import AnswerWrong, StaleAnswer
from commonbeat.casework.models import AnswerTemplate
from commonbeat.casework.permissions import check_can_keep_answers
from commonbeat.casework.rules import Purpose
from commonbeat.core.actors import Actor
from commonbeat.core.models import Realm

MAIN_LANGUAGE = "en"
_STARTERS = Path(__file__).resolve().parents[1] / "data" / "starter_answers.json"


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """What somebody wants to be offered; ``words`` by language, ``topic`` nothing for all kinds."""

    title: str
    purpose: Purpose
    words: Mapping[str, str]
    topic: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None


def keep_answer(
    *, given: AnswerGiven, before: AnswerTemplate | None, user: User, realm_id: int, now: datetime
) -> AnswerTemplate:
    """Add an answer, or the next version of ``before``, which ends when the new one begins.

    Raises ``NotAllowed``, ``AnswerWrong``, and ``StaleAnswer`` where somebody changed it first.
    """
    check_can_keep_answers(user)
    _check_given(given)
    try:
        with transaction.atomic():
            return _keep(given, before, user.actor, realm_id, now=now)
    except IntegrityError as error:
        raise StaleAnswer(_("Somebody else changed this answer first.")) from error


def _check_given(given: AnswerGiven) -> None:
    if not given.words.get(MAIN_LANGUAGE, "").strip():
        raise AnswerWrong(_("Write the words in English. Other languages stand beside them."))
    texts = " ".join(given.words.values())
    if gaps := rules.unknown_gaps(texts):
        raise AnswerWrong(_("Nothing fills this gap: %(gap)s") % {"gap": gaps[0]})
    if links := rules.links_out(texts):
        raise AnswerWrong(_("Write {link} in place of an address: %(link)s") % {"link": links[0]})


def _keep(
    given: AnswerGiven, before: AnswerTemplate | None, actor: Actor, realm_id: int, *, now: datetime
) -> AnswerTemplate:
    begins = max(given.valid_from or now, now)
    if given.valid_until is not None and given.valid_until <= begins:
        raise AnswerWrong(_("The last day comes before the first."))
    answer = AnswerTemplate.objects.create(
        realm_id=realm_id,
        title=given.title.strip(),
        purpose=given.purpose.value,
        topic=given.topic,
        words={language: text.strip() for language, text in given.words.items() if text.strip()},
        number=before.number + 1 if before else 1,
        replaces=before,
        valid_from=begins,
        valid_until=given.valid_until,
    )
    if before is not None and (before.valid_until is None or before.valid_until > begins):
        AnswerTemplate.objects.filter(pk=before.pk).update(valid_until=begins)
    _log(answer, "kept", actor, now=now)
    return answer


@transaction.atomic
def withdraw_answer(*, answer: AnswerTemplate, user: User, now: datetime) -> None:
    """Offer an answer no more, from now on; whoever writes with it keeps their words.

    Raises ``NotAllowed``, and ``StaleAnswer`` where a newer version took its place.
    """
    check_can_keep_answers(user)
    locked = AnswerTemplate.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    if AnswerTemplate.objects.filter(replaces=locked).exists():
        raise StaleAnswer(_("Somebody else changed this answer first."))
    if locked.valid_until is not None and locked.valid_until <= now:
        return
    ends = max(now, locked.valid_from)
    AnswerTemplate.objects.filter(pk=locked.pk).update(valid_until=ends)
    _log(locked, "withdrawn", user.actor, now=now)


def add_starter_answers(*, user: User, realm_id: int, now: datetime) -> int:
    """Fill the list with what came with us where there is none yet; return how many were added."""
    check_can_keep_answers(user)
    documents = json.loads(_STARTERS.read_text(encoding="utf-8"))
    with transaction.atomic():
        # Two people who press at once fill it once.
        Realm.objects.select_for_update().get(pk=realm_id)
        if AnswerTemplate.objects.in_realm(realm_id).exists():
            return 0
        for document in documents:
            given = AnswerGiven(**{**document, "purpose": Purpose(document["purpose"])})
            _check_given(given)
            _keep(given, None, user.actor, realm_id, now=now)
    return len(documents)


def _log(answer: AnswerTemplate, what: str, actor: Actor, *, now: datetime) -> None:
    record(
        event="answers.changed",
        actor=actor,
        realm_id=answer.realm_id,
        subject=f"answer:{answer.key}",
        details={"what": what, "title": answer.title, "version": answer.number},
        now=now,
    )
