"""Tabs of the queue for tests."""

from typing import Any

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.casework.actions import save_part
from commonbeat.casework.models import QueuePart
from commonbeat.casework.rules import Holding
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.reports.tests.factories import NOON


def make_part(user: User | None = None, *, is_shared: bool = False, **wanted: Any) -> QueuePart:
    return save_part(
        realm_id=LIVE_REALM_ID,
        name="Bikes at night",
        wanted=Holding(**(wanted or {"kinds": ("bicycle-theft",)})),
        is_shared=is_shared,
        user=user or make_user(Role.SUPERVISOR if is_shared else Role.TRIAGE_OPERATOR),
        now=NOON,
    )
