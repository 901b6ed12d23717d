"""Naming parts of the queue."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.casework.actions.errors import NotNow
from commonbeat.casework.models import QueuePart
from commonbeat.casework.permissions import (
    check_can_change_part,
    check_can_see_queue,
    check_can_share_part,
)
from commonbeat.casework.queries import own_parts
from commonbeat.casework.rules import MOST_PARTS, Holding


def save_part(
    *,
    realm_id: int,
    name: str,
    wanted: Holding,
    is_shared: bool,
    user: User,
    now: datetime,
    part: QueuePart | None = None,
) -> QueuePart:
    """Keep a part of the queue under a name, or change one; raises ``NotAllowed``, ``NotNow``."""
    check_can_see_queue(user)
    if is_shared:
        check_can_share_part(user)
    if part is not None:
        check_can_change_part(user, part)
    elif own_parts(realm_id=realm_id, user=user) >= MOST_PARTS:
        raise NotNow(_("You have %(n)s tabs of your own. Remove one first.") % {"n": MOST_PARTS})
    with transaction.atomic():
        if part is None:
            part = QueuePart(realm_id=realm_id, owner=user, made_at=now)
        was_shared, part.is_shared = part.is_shared, is_shared
        part.name, part.wanted = name, wanted.to_row()
        part.save()
        if is_shared or was_shared:
            _log("queue-part.shared", part, user, now=now)
    return part


def remove_part(*, part: QueuePart, user: User, now: datetime) -> None:
    """Take a part of the queue away; the reports stay where they are. Raises ``NotAllowed``."""
    check_can_change_part(user, part)
    with transaction.atomic():
        if part.is_shared:
            _log("queue-part.removed", part, user, now=now)
        part.delete()


def _log(event: str, part: QueuePart, user: User, *, now: datetime) -> None:
    record(
        event=event,
        actor=user.actor,
        realm_id=part.realm_id,
        subject=f"queue-part:{part.key}",
        details={"wanted": part.wanted},
        now=now,
    )
