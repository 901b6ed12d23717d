"""Calling another organisation's system, and telling its genuine calls from all others."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings

from commonbeat.core.models import Realm
from commonbeat.delivery.channels.webhook import signature
from commonbeat.delivery.channels.webhook.address import AddressRefused, read_address
from commonbeat.delivery.channels.webhook.signature import new_secret
from commonbeat.delivery.channels.webhook.transport import Call, WebhookFailed, deliver

__all__ = [
    "AddressRefused",
    "Call",
    "WebhookFailed",
    "check_webhook_address",
    "is_genuine_call",
    "new_secret",
    "send_call",
]


def check_webhook_address(text: str) -> None:
    """Raise ``AddressRefused``, with a sentence for its writer, unless calls may go there."""
    read_address(text, loopback=settings.WEBHOOK_LOOPBACK)


def send_call(call: Call, *, realm: Realm, now: datetime) -> bytes:
    """Make a call for a realm and return what was answered; an exercise calls nobody.

    Raises ``WebhookFailed``. Takes five seconds at most: never inside a transaction.
    """
    return deliver(call, realm_is_live=realm.is_live, now=now)


def is_genuine_call(
    secrets_held: Iterable[str], *, headers: Mapping[str, str], body: bytes, now: datetime
) -> bool:
    """Say whether a call that came in was signed with one of the secrets, just now."""
    return signature.is_genuine(secrets_held, headers=headers, body=body, now=now)
