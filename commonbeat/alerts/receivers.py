"""An address that stops everything, or whose owner is gone, follows nothing any more."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from commonbeat.accounts.models import User
from commonbeat.accounts.signals import account_deleted
from commonbeat.alerts import actions, queries
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.delivery.models import Endpoint
from commonbeat.delivery.signals import endpoint_stopped


@receiver(endpoint_stopped, dispatch_uid="alerts.forget_follow")
def forget_follow(sender: type[Endpoint], endpoint_id: int, now: datetime, **kwargs: Any) -> None:
    """Forget the follow of an address that was stopped from a link in a message."""
    actions.stop_following(endpoint=Endpoint.objects.get(pk=endpoint_id), now=now)


@receiver(account_deleted, dispatch_uid="alerts.forget_inbox")
def forget_inbox(sender: type[User], user: User, now: datetime, **kwargs: Any) -> None:
    """Forget what somebody followed in their inbox when they erased their account."""
    endpoint = queries.inbox_endpoint(user, realm_id=LIVE_REALM_ID)
    if endpoint is not None:
        actions.stop_following(endpoint=endpoint, now=now)
