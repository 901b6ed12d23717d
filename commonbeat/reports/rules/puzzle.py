"""A little work that a browser does while a person types, and that a flood of reports cannot pay.

The puzzle is altcha's: find a number whose PBKDF2 key begins with a given byte, 256 tries on
average. It names, by a keyed digest, the one receipt that it counts for. A proof is therefore good
for one report only, in every process and after every restart, and nothing about it is kept; who
sends the same report again after a lost answer needs no new one.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import altcha

ALGORITHM = "PBKDF2/SHA-256"
# One byte, 256 tries on average: more would make the longest searches long.
PREFIX = "00"
MEAN_TRIES = 256
# A page may lie open for an evening.
LIFE = timedelta(hours=6)
# Less than this left, and the page gets a new puzzle.
_SPARE = timedelta(hours=1)
_LONGEST = 4_000


class ProofFault(StrEnum):
    """Why a proof does not count."""

    MISSING = "missing"
    NOT_OURS = "not-ours"
    OTHER_REPORT = "other-report"
    EXPIRED = "expired"
    WRONG = "wrong"


def new_challenge(*, secret: bytes, receipt: str, cost: int, now: datetime) -> str:
    """Return a puzzle for one receipt as JSON; ``cost`` is the rounds of each try."""
    until = int((now + LIFE).timestamp() // 60 * 60)
    challenge = altcha.create_challenge(
        ALGORITHM,
        cost,
        key_prefix=PREFIX,
        data={"for": _mark(secret, receipt), "until": until},
        hmac_secret=secret,
    )
    return json.dumps(challenge.to_dict(), separators=(",", ":"))


def is_fresh_challenge(text: str, *, secret: bytes, receipt: str, now: datetime) -> bool:
    """Say whether a puzzle that a page carries is for this receipt and lasts a while yet."""
    try:
        data = json.loads(text[:_LONGEST])["parameters"]["data"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    return _fault_of(data, secret=secret, receipt=receipt, now=now + _SPARE) is None


def proof_fault(text: str, *, secret: bytes, receipt: str, now: datetime) -> ProofFault | None:
    """Return what is wrong with a proof for this receipt, or nothing when it counts.

    ``text`` is the base64 payload of altcha's solver. Whose puzzle it is and whether it is ours is
    looked at first: nobody makes us compute for a puzzle that we did not set.
    """
    if not text:
        return ProofFault.MISSING
    try:
        payload = altcha.Payload.from_base64(text) if len(text) <= _LONGEST else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return ProofFault.NOT_OURS
    if payload is None:
        return ProofFault.NOT_OURS
    fault = _fault_of(payload.challenge.parameters.data, secret=secret, receipt=receipt, now=now)
    if fault:
        return fault
    result = altcha.verify_solution(payload, secret)
    if result.invalid_signature:
        return ProofFault.NOT_OURS
    return None if result.verified else ProofFault.WRONG


def _fault_of(data: Any, *, secret: bytes, receipt: str, now: datetime) -> ProofFault | None:
    if not isinstance(data, dict) or not isinstance(data.get("until"), int):
        return ProofFault.NOT_OURS
    if not hmac.compare_digest(str(data.get("for")).encode(), _mark(secret, receipt).encode()):
        return ProofFault.OTHER_REPORT
    if data["until"] <= now.astimezone(UTC).timestamp():
        return ProofFault.EXPIRED
    return None


def _mark(secret: bytes, receipt: str) -> str:
    return hmac.new(secret, f"proof:{receipt}".encode(), hashlib.sha256).hexdigest()[:32]
