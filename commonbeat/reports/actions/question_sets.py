"""Changing what is asked: a draft, looked at, then published as a new version."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.core.errors import CommonbeatError, Conflict
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.reports.models import QuestionSetVersion
from commonbeat.reports.models.shipped import SHIPPED
from commonbeat.reports.permissions import check_can_edit_questions
from commonbeat.reports.queries import forget_question_sets
from commonbeat.reports.rules import Topic
from commonbeat.reports.rules.question_documents import as_document, digest
from commonbeat.reports.rules.questions import (
    SET_TABLE,
    QuestionSet,
    SetFault,
    SetState,
    set_faults,
)


@transaction.atomic
def publish_shipped_sets(*, now: datetime) -> list[Topic]:
    """Publish the sets that came with this release; one that a force has changed stays as it is.

    Safe to run again: a text that is already here is not published twice. Returns what is new.
    """
    versions = QuestionSetVersion.objects.all()
    known = set(versions.values_list("topic", "shipped_digest"))
    changed = set(
        versions.filter(state=SetState.LIVE.value, shipped_digest="").values_list(
            "topic", flat=True
        )
    )
    last = dict(versions.values("topic").annotate(last=Max("version")).values_list("topic", "last"))
    new = [
        QuestionSetVersion(
            topic=topic.value,
            version=last.get(topic.value, 0) + 1,
            state=SetState.LIVE.value,
            document=document,
            shipped_digest=digest(document),
            saved_at=now,
            published_at=now,
        )
        for topic, document in _shipped().items()
        if topic.value not in changed and (topic.value, digest(document)) not in known
    ]
    if new:
        before = versions.filter(topic__in=[row.topic for row in new], state=SetState.LIVE.value)
        before.update(state=SetState.RETIRED.value)
        QuestionSetVersion.objects.bulk_create(new)
    forget_question_sets()
    return [Topic(row.topic) for row in new]


class SetNotReady(CommonbeatError):
    """The draft has faults; ``faults`` says which, by question."""

    def __init__(self, found: Mapping[str, SetFault]) -> None:
        super().__init__(_("These questions cannot be published yet."))
        self.faults = found


@transaction.atomic
def begin_draft(*, topic: Topic, editor: User, now: datetime) -> QuestionSetVersion:
    """Return the draft of a topic; a new one begins as a copy of what is asked now."""
    check_can_edit_questions(editor)
    versions = QuestionSetVersion.objects.filter(topic=topic.value)
    draft = versions.filter(state=SetState.DRAFT.value).first()
    if draft:
        return draft
    live = versions.filter(state=SetState.LIVE.value).first()
    last = versions.aggregate(last=Max("version"))["last"] or 0
    draft = QuestionSetVersion.objects.create(
        topic=topic.value,
        version=last + 1,
        document=live.document if live else as_document(SHIPPED[topic]),
        saved_at=now,
    )
    _write_down("questions.saved", draft, editor=editor, now=now)
    return draft


@transaction.atomic
def save_draft(
    *, draft: QuestionSetVersion, questions: QuestionSet, editor: User, now: datetime
) -> QuestionSetVersion:
    """Keep a changed draft; raises ``Conflict`` when somebody saved it since it was read."""
    check_can_edit_questions(editor)
    document = as_document(questions)
    _take(draft, document=document, saved_at=now)
    draft.document, draft.saved_at = document, now
    _write_down("questions.saved", draft, editor=editor, now=now)
    return draft


@transaction.atomic
def publish_draft(
    *, draft: QuestionSetVersion, editor: User, reason: str, now: datetime
) -> QuestionSetVersion:
    """Ask what the draft asks from now on; whoever has begun ends with the version before.

    Raises ``SetNotReady``, and ``Conflict`` when the draft changed since it was read.
    """
    check_can_edit_questions(editor)
    SET_TABLE.check(SetState(draft.state), SetState.LIVE)
    if found := set_faults(draft.questions):
        raise SetNotReady(found)
    before = QuestionSetVersion.objects.filter(topic=draft.topic, state=SetState.LIVE.value)
    before.update(state=SetState.RETIRED.value)
    _take(draft, state=SetState.LIVE.value, published_at=now)
    draft.state, draft.published_at = SetState.LIVE.value, now
    _write_down("questions.published", draft, editor=editor, now=now, reason=reason)
    transaction.on_commit(forget_question_sets)
    return draft


@transaction.atomic
def discard_draft(*, draft: QuestionSetVersion, editor: User, now: datetime) -> None:
    """Throw a draft away; what is asked stays as it is."""
    check_can_edit_questions(editor)
    _write_down("questions.discarded", draft, editor=editor, now=now)
    QuestionSetVersion.objects.filter(pk=draft.pk, state=SetState.DRAFT.value).delete()


def _take(draft: QuestionSetVersion, **changes: Any) -> None:
    """Change a draft that is still as it was read."""
    still = QuestionSetVersion.objects.filter(
        pk=draft.pk, state=SetState.DRAFT.value, saved_at=draft.saved_at
    )
    if not still.update(**changes):
        raise Conflict(_("Somebody else changed these questions. Nothing was saved. Look again."))


def _write_down(
    event: str, draft: QuestionSetVersion, *, editor: User, now: datetime, reason: str = ""
) -> None:
    record(
        event=event,
        actor=editor.actor,
        realm_id=LIVE_REALM_ID,
        subject=f"questions:{draft.topic}-{draft.version}",
        reason=reason,
        now=now,
    )


@cache
def _shipped() -> dict[Topic, dict[str, Any]]:
    return {topic: as_document(questions) for topic, questions in SHIPPED.items()}
