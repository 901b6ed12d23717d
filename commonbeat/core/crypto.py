"""Sealing and keyed digests: what makes a stolen database useless without the keys.

The keys come from ``COMMONBEAT_FIELD_KEYS`` (newest first), never from the database.
"""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

__all__ = [
    "InvalidToken",
    "digest_keys",
    "keyed_digest",
    "keyed_digests",
    "seal",
    "seal_bytes",
    "unseal",
]


def _derive(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())


@lru_cache(maxsize=8)
def _sealer(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derive(k, "seal"))) for k in keys])


@lru_cache(maxsize=64)
def _digest_key(secret: str, purpose: str) -> bytes:
    return _derive(secret, f"digest:{purpose}")


def seal_bytes(value: bytes) -> bytes:
    """Encrypt bytes with the newest key."""
    return _sealer(tuple(settings.FIELD_KEYS)).encrypt(value)


def unseal_bytes(token: bytes) -> bytes:
    """Decrypt with whichever key fits; raises ``InvalidToken`` when none does."""
    return _sealer(tuple(settings.FIELD_KEYS)).decrypt(token)


def seal(text: str) -> bytes:
    """Encrypt text with the newest key."""
    return seal_bytes(text.encode())


def unseal(token: bytes) -> str:
    """Decrypt text; raises ``InvalidToken`` when no key fits."""
    return unseal_bytes(token).decode()


def reseal(token: bytes) -> bytes:
    """Return the same secret under the newest key (rotation)."""
    return _sealer(tuple(settings.FIELD_KEYS)).rotate(token)


def digest_keys(purpose: str) -> list[bytes]:
    """Return the keys of one ``purpose``, newest first, for whoever digests very many things."""
    return [_digest_key(secret, purpose) for secret in settings.FIELD_KEYS]


def keyed_digest(purpose: str, text: str) -> bytes:
    """Return a 32-byte HMAC-SHA256 of ``text`` under the newest key, for one ``purpose``."""
    key = _digest_key(settings.FIELD_KEYS[0], purpose)
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def keyed_digests(purpose: str, text: str) -> list[bytes]:
    """Return the digest under every key still held, newest first, so look-ups survive rotation."""
    return [
        hmac.new(_digest_key(secret, purpose), text.encode(), hashlib.sha256).digest()
        for secret in settings.FIELD_KEYS
    ]
