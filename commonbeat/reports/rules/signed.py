"""Whether a message from a provider is really theirs, and fresh."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

# Older or newer than this, a signed message counts for nothing.
FRESH_FOR = timedelta(minutes=5)


def signature(secret: str, *, timestamp: str, body: bytes) -> str:
    """Return the signature of a body sent at ``timestamp`` (seconds since 1970): HMAC-SHA256, hex.

    Signed are the timestamp, a full stop and the body, as they travel.
    """
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def is_genuine(secret: str, *, timestamp: str, given: str, body: bytes, now: datetime) -> bool:
    """Say whether a body carries the signature of who knows the secret, and is fresh."""
    if not secret or not is_fresh(timestamp, now=now):
        return False
    expected = signature(secret, timestamp=timestamp, body=body)
    return hmac.compare_digest(expected.encode(), given.removeprefix("sha256=").encode())


def is_fresh(timestamp: str, *, now: datetime) -> bool:
    """Say whether a message was signed within five minutes of now."""
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        return False
    return abs(now.timestamp() - int(timestamp)) <= FRESH_FOR.total_seconds()


def twilio_signature(token: str, *, url: str, fields: Mapping[str, Iterable[str]]) -> str:
    """Return what Twilio signs a form with: HMAC-SHA1 of the address and the sorted fields, base64.

    As published in "Validating Signatures from Twilio", twilio.com/docs/usage/security.
    """
    signed = url + "".join(
        name + value for name in sorted(fields) for value in sorted(set(fields[name]))
    )
    digest = hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def is_from_twilio(
    token: str, *, url: str, fields: Mapping[str, Iterable[str]], given: str
) -> bool:
    """Say whether a form carries Twilio's signature.

    It names no time: what keeps a copied form from counting twice is the id of its message.
    """
    if not token:
        return False
    expected = twilio_signature(token, url=url, fields=fields)
    return hmac.compare_digest(expected.encode(), given.encode(errors="replace"))
