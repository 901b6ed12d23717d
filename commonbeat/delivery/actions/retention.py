"""Forgetting texts and addresses whose time is over."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from commonbeat.delivery.models import Content, Endpoint, InboxItem, OutboxMessage
from commonbeat.delivery.rules import MessageState, Priority

PERSONAL_KEPT = timedelta(days=7)
OTHERS_KEPT = timedelta(days=90)
ENDPOINT_KEPT = timedelta(days=30)
_CHUNK = 1_000


@transaction.atomic
def prune(*, now: datetime) -> int:
    """Delete one chunk of what is past its time; return how many rows, so that it goes on."""
    return _prune_contents(now) + _prune_endpoints(now)


def _prune_contents(now: datetime) -> int:
    personal = Content.objects.filter(
        priority=Priority.PERSONAL, created_at__lt=now - PERSONAL_KEPT
    )
    others = Content.objects.exclude(priority=Priority.PERSONAL).filter(
        created_at__lt=now - OTHERS_KEPT
    )
    return _delete_contents(personal) + _delete_contents(others)


def _delete_contents(contents: QuerySet[Content]) -> int:
    contents = contents.filter(
        ~Exists(
            OutboxMessage.objects.filter(
                content=OuterRef("pk"), state__in=[MessageState.QUEUED, MessageState.SENDING]
            )
        )
    )
    pks = list(contents.values_list("pk", flat=True)[:100])
    deleted = 0
    for model in (InboxItem, OutboxMessage):
        rows = model.objects.filter(content__in=pks).values_list("pk", flat=True)
        deleted += model.objects.filter(pk__in=list(rows[:_CHUNK])).delete()[0]
    if pks and not deleted:
        deleted = Content.objects.filter(pk__in=pks).delete()[0]
    return deleted


def _prune_endpoints(now: datetime) -> int:
    """Delete addresses to which nothing points any more: no follow, no message, no inbox."""
    unused = Endpoint.objects.filter(created_at__lt=now - ENDPOINT_KEPT)
    for relation in Endpoint._meta.related_objects:
        pointing = relation.related_model._default_manager.filter(
            **{relation.field.name: OuterRef("pk")}
        )
        unused = unused.filter(~Exists(pointing))
    pks = list(unused.values_list("pk", flat=True)[:_CHUNK])
    return Endpoint.objects.filter(pk__in=pks).delete()[0]
