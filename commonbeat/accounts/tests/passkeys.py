"""A passkey in software: answers challenges as a browser and its authenticator would."""

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40

_cose: Callable[..., dict[int, Any]] = ES256.from_cryptography_key


@dataclass
class SoftPasskey:
    """One passkey: ``origin`` is where its browser is, ``verifies`` whether it is unlocked."""

    origin: str = ""
    verifies: bool = True
    user_handle: str = ""
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def _client_data(self, kind: str, challenge: str) -> bytes:
        origin = self.origin or settings.BASE_URL
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin}).encode()

    def _flags(self, more: int = 0) -> bytes:
        return bytes([_PRESENT | (_VERIFIED if self.verifies else 0) | more])

    def _answer(self, response: dict[str, Any]) -> str:
        name = websafe_encode(self.credential_id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "clientExtensionResults": {"credProps": {"rk": True}},
                "response": response,
            }
        )

    def create(self, options: dict[str, Any]) -> str:
        """Answer the options of a registration."""
        asked = options["publicKey"]
        self.user_handle = asked["user"]["id"]
        name = len(self.credential_id).to_bytes(2, "big") + self.credential_id
        public = cbor.encode(_cose(self.key.public_key()))
        data = (
            hashlib.sha256(asked["rp"]["id"].encode()).digest()
            + self._flags(_ATTESTED)
            + bytes(4)
            + bytes(16)
            + name
            + public
        )
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client_data("webauthn.create", asked["challenge"])
        return self._answer(
            {
                "clientDataJSON": websafe_encode(client),
                "attestationObject": websafe_encode(attestation),
            }
        )

    def get(self, options: dict[str, Any]) -> str:
        """Answer the options of a sign-in."""
        asked = options["publicKey"]
        data = hashlib.sha256(asked["rpId"].encode()).digest() + self._flags() + bytes(4)
        client = self._client_data("webauthn.get", asked["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": websafe_encode(client),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signature),
                "userHandle": self.user_handle,
            }
        )
