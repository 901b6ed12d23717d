"""Changing what is asked: a draft, looked at, then published as a new version."""

from datetime import datetime
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Max

from commonbeat.reports.models import QuestionSetVersion
from commonbeat.reports.models.shipped import SHIPPED
from commonbeat.reports.queries import forget_question_sets
from commonbeat.reports.rules import Topic
from commonbeat.reports.rules.question_documents import as_document, digest
from commonbeat.reports.rules.questions import SetState


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


@cache
def _shipped() -> dict[Topic, dict[str, Any]]:
    return {topic: as_document(questions) for topic, questions in SHIPPED.items()}
