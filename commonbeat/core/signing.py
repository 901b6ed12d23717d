"""Signatures that anybody can check with a public key: Ed25519 (RFC 8032).

The private key comes from the newest of ``COMMONBEAT_FIELD_KEYS`` and is never kept. The public
keys of all field keys still held are ours, and so are those in ``COMMONBEAT_OLD_PROOF_KEYS``: what
was signed before a change of keys stays genuine when the old secret is gone.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that checks signatures: ``id`` is the start of its digest, ``raw`` its 32 bytes."""

    id: str
    raw: bytes

    @classmethod
    def of(cls, raw: bytes) -> "PublicKey":
        """Return a key by its bytes."""
        return cls(hashlib.sha256(raw).hexdigest()[:16], raw)

    @property
    def text(self) -> str:
        """The key in base64, as ``COMMONBEAT_OLD_PROOF_KEYS`` takes it."""
        return base64.b64encode(self.raw).decode()

    @property
    def pem(self) -> str:
        """The key as other programs read it."""
        key = Ed25519PublicKey.from_public_bytes(self.raw)
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def fits(self, signature: bytes, message: bytes) -> bool:
        """Say whether the holder of the private key signed these very bytes."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@lru_cache(maxsize=8)
def _private(secret: str) -> Ed25519PrivateKey:
    seed = HKDF(SHA256(), length=_KEY_BYTES, salt=None, info=b"sign:proof").derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(seed)


def _public(secret: str) -> PublicKey:
    return PublicKey.of(_private(secret).public_key().public_bytes_raw())


def signing_key() -> PublicKey:
    """Return the public half of the key that signs now."""
    return _public(settings.FIELD_KEYS[0])


def public_keys() -> list[PublicKey]:
    """Return every key whose signatures are ours, the one that signs now first."""
    old = [PublicKey.of(raw) for text in settings.OLD_PROOF_KEYS if (raw := _raw(text))]
    return [*(_public(secret) for secret in settings.FIELD_KEYS), *old]


def _raw(text: str) -> bytes | None:
    """Return the bytes of a key as it was published, or nothing for what is no key."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if len(raw) == _KEY_BYTES else None


def sign(message: bytes) -> bytes:
    """Return the 64 bytes that only we can make of a message."""
    return _private(settings.FIELD_KEYS[0]).sign(message)
