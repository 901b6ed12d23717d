"""Saying that somebody is here."""

from datetime import datetime
from typing import Any

from django.db import transaction

from commonbeat.accounts.models import User
from commonbeat.casework import rules
from commonbeat.casework.models import Presence
from commonbeat.casework.permissions import check_can_see_queue
from commonbeat.core import live


@transaction.atomic
def say_here(*, user: User, realm_id: int, report_key: str, now: datetime) -> bool:
    """Note that somebody has the room, or a report, open; return whether that is news.

    Raises ``NotAllowed``.
    """
    check_can_see_queue(user)
    fresh = now - rules.PRESENCE_LIFE
    row: dict[str, Any] = {"realm_id": realm_id, "user": user, "report_key": report_key}
    if Presence.objects.filter(**row, seen_at__gt=fresh).update(seen_at=now):
        return False
    Presence.objects.update_or_create(**row, defaults={"seen_at": now})
    live.publish(topic=f"queue:{realm_id}", kind="here", data={"report": report_key}, now=now)
    return True


@transaction.atomic
def say_gone(*, user: User, realm_id: int, report_key: str, now: datetime) -> None:
    """Note that somebody closed the page."""
    row: dict[str, Any] = {"realm_id": realm_id, "user": user, "report_key": report_key}
    if Presence.objects.filter(**row).delete()[0]:
        live.publish(topic=f"queue:{realm_id}", kind="here", data={"report": report_key}, now=now)


def forget_presences(*, now: datetime) -> int:
    """Delete the rows of pages that fell silent; return how many."""
    deleted, _by_model = Presence.objects.filter(seen_at__lt=now - rules.PRESENCE_LIFE).delete()
    return deleted
