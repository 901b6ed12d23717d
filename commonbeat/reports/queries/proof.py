"""Proofs: what we signed of a report, made anew each time, and whether one is genuine."""

from datetime import UTC

from django.conf import settings

from commonbeat.core import signing
from commonbeat.reports.models import Report
from commonbeat.reports.queries.exhibits import exhibits
from commonbeat.reports.rules import hour_band
from commonbeat.reports.rules.proof import (
    FORM,
    NoProof,
    Proof,
    Statement,
    Verdict,
    digest,
    read_proof,
    signed_bytes,
)


def proof_of(report: Report) -> Proof:
    """Return our signed word on what a report said and when it came, from what is kept already.

    The same report gives the same proof each time, until the keys change. It names no person, no
    place and no reference of the police; of an anonymous report it tells the hour alone.
    """
    statement = _statement(report)
    return Proof(statement, signing.sign(signed_bytes(statement)))


def _statement(report: Report) -> Statement:
    anonymous = report.is_anonymous
    received = hour_band(report.received_at) if anonymous else report.received_at
    return {
        "form": FORM,
        "from": f"Commonbeat {settings.TOWN_NAME}, {settings.FORCE_NAME}",
        "site": settings.BASE_URL,
        "key": signing.signing_key().id,
        "id": report.key,
        "topic": report.topic,
        "received": received.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "received_to_the": "hour" if anonymous else "second",
        "words_sha256": digest(report.description),
        "evidence_sha256": [exhibit.sha256 for exhibit in exhibits(report)],
        # Of what we keep in place of the receipt: it opens nothing, and nobody can try codes on it.
        "receipt_digest_sha256": digest(bytes(report.receipt_digest)),
    }


def check_proof(text: str) -> tuple[Verdict, Statement]:
    """Return whether we signed a proof exactly as it is, and its statement if we did.

    Looks at no report: a proof stays genuine after its report is erased.
    """
    try:
        proof = read_proof(text)
    except NoProof as error:
        return (Verdict.CHANGED if error.looks_like_ours else Verdict.NOT_OURS), {}
    key = next((key for key in signing.public_keys() if key.id == proof.key), None)
    if key is None:
        return Verdict.NOT_OURS, {}
    if not key.fits(proof.signature, signed_bytes(proof.statement)):
        return Verdict.CHANGED, {}
    return Verdict.GENUINE, proof.statement
