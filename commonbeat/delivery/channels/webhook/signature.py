"""Signatures of Standard Webhooks 1.0: HMAC-SHA256 over id, time and body.

Source: github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

# An older call is a replay, a younger one comes from a clock that nobody can trust.
TOLERANCE = timedelta(minutes=5)
_PREFIX = "whsec_"
_SECRET_BYTES = 32
_LONGEST_ID = 200
# Two secrets during a change, and room for whoever signs in other ways as well.
_MOST_SIGNATURES = 8


def new_secret() -> str:
    """Return a new secret of 256 bits, as both sides write it."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def signed_headers(
    secrets_held: Iterable[str], *, call_id: str, body: bytes, now: datetime
) -> dict[str, str]:
    """Return the headers that prove a call, signed once with each secret."""
    timestamp = str(int(now.timestamp()))
    signatures = [_signature(key, call_id, timestamp, body) for key in secrets_held]
    return {
        "webhook-id": call_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signatures),
    }


def is_genuine(
    secrets_held: Iterable[str], *, headers: Mapping[str, str], body: bytes, now: datetime
) -> bool:
    """Say whether a call was signed with one of the secrets in the last five minutes."""
    call_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    if not 0 < len(call_id) <= _LONGEST_ID or not _is_recent(timestamp, now=now):
        return False
    given = headers.get("webhook-signature", "").encode().split(b" ")[:_MOST_SIGNATURES]
    right = [_signature(key, call_id, timestamp, body).encode() for key in secrets_held]
    return any(hmac.compare_digest(one, other) for one in right for other in given)


def _is_recent(timestamp: str, *, now: datetime) -> bool:
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        return False
    return abs(now.timestamp() - int(timestamp)) <= TOLERANCE.total_seconds()


def _signature(secret: str, call_id: str, timestamp: str, body: bytes) -> str:
    signed = f"{call_id}.{timestamp}.".encode() + body
    digest = hmac.new(_key(secret), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("the secret is not base64") from None
