"""What a proof says, byte for byte, and how one that is handed in is read.

A proof is a JSON document of two parts: the statement, and our signature of its one canonical form
(keys sorted, no spaces, UTF-8), which any other program can write too.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FORM = "commonbeat-proof/1"
# A statement has a few hundred bytes; with every piece of evidence it stays far below this.
LONGEST = 20_000
_SIGNATURE_BYTES = 64
_PARTS = {"statement", "signature"}

type Statement = Mapping[str, Any]


class Verdict(StrEnum):
    """What a proof that is handed in turns out to be."""

    GENUINE = "genuine"
    CHANGED = "changed"
    NOT_OURS = "not-ours"


@dataclass(frozen=True, slots=True)
class Proof:
    """A statement and the 64 bytes that sign it."""

    statement: Statement
    signature: bytes

    @property
    def key(self) -> str:
        """The id of the key that is said to have signed."""
        return str(self.statement.get("key", ""))


class NoProof(Exception):
    """The text is no proof at all; ``looks_like_ours`` says that it once may have been one."""

    def __init__(self, *, looks_like_ours: bool) -> None:
        super().__init__("no proof")
        self.looks_like_ours = looks_like_ours


def digest(data: str | bytes) -> str:
    """Return the SHA-256 of words (as UTF-8) or of a file, in small hexadecimal letters."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def signed_bytes(statement: Statement) -> bytes:
    """Return the one form of a statement that is signed."""
    text = json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def write_proof(proof: Proof) -> str:
    """Return the file that a person keeps."""
    document = {
        "statement": dict(proof.statement),
        "signature": base64.b64encode(proof.signature).decode(),
    }
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def read_proof(text: str) -> Proof:
    """Return what a file says; raises ``NoProof`` for anything that ``write_proof`` never writes.

    Nothing may be added, written twice or written in another way: what a reader sees first would
    otherwise not be what was signed.
    """
    ours = FORM in text[:LONGEST]
    try:
        document = json.loads(text[: LONGEST + 1], object_pairs_hook=_once, parse_constant=_refuse)
        signature = base64.b64decode(document["signature"], validate=True)
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        raise NoProof(looks_like_ours=ours) from None
    well_formed = (
        len(text) <= LONGEST
        and document.keys() == _PARTS
        and isinstance(document["statement"], dict)
        and len(signature) == _SIGNATURE_BYTES
        # Spare bits at the end of base64 could be changed unnoticed.
        and base64.b64encode(signature).decode() == document["signature"]
    )
    if not well_formed:
        raise NoProof(looks_like_ours=ours)
    try:
        signed_bytes(document["statement"])
    except UnicodeEncodeError:
        raise NoProof(looks_like_ours=ours) from None
    return Proof(document["statement"], signature)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is written twice")
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(constant)
