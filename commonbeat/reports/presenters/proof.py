"""A proof in words: the same ones on paper, and when somebody hands one in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from commonbeat.core.moments import clock_text, date_text
from commonbeat.reports.models import TOPIC_WORDS, Topic
from commonbeat.reports.presenters.moments import hour_text
from commonbeat.reports.rules.proof import Statement, Verdict


@dataclass(frozen=True, slots=True)
class ProofRow:
    """One thing that a proof says; ``is_code`` for what is compared letter by letter."""

    name: str
    value: str
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class VerdictView:
    """What a check found, and what that means."""

    tone: str
    icon: str
    title: str
    text: str
    rows: list[ProofRow]


def proof_rows(statement: Statement) -> list[ProofRow]:
    """Return what a statement of ours says, in words."""
    evidence = [
        ProofRow(_("SHA-256 of a picture or file"), code, is_code=True)
        for code in statement["evidence_sha256"]
    ]
    return [
        ProofRow(_("From"), statement["from"]),
        ProofRow(_("What it is about"), str(TOPIC_WORDS[Topic(statement["topic"])])),
        ProofRow(_("Came in"), _received(statement)),
        ProofRow(_("Name of this proof"), statement["id"], is_code=True),
        ProofRow(_("SHA-256 of the words"), statement["words_sha256"], is_code=True),
        *evidence,
        ProofRow(
            _("SHA-256 of what we keep of the receipt"),
            statement["receipt_digest_sha256"],
            is_code=True,
        ),
        ProofRow(_("Signed with our key"), statement["key"], is_code=True),
    ]


def _received(statement: Statement) -> str:
    at = datetime.fromisoformat(statement["received"])
    exact = statement["received_to_the"] == "second"
    return _("%(day)s, %(time)s") % {
        "day": date_text(localtime(at).date(), year=True),
        "time": clock_text(at) if exact else hour_text(at),
    }


def verdict_view(verdict: Verdict, statement: Mapping[str, object]) -> VerdictView:
    """Return what a check found, plainly."""
    if verdict is Verdict.GENUINE:
        return VerdictView(
            "good",
            "check",
            _("This proof is genuine"),
            _("We signed it, and nothing in it was changed. It says:"),
            proof_rows(statement),
        )
    if verdict is Verdict.CHANGED:
        return VerdictView(
            "warm",
            "warn",
            _("This proof was changed"),
            _(
                "It looks like one of ours, but somebody changed it after we signed it, or a part"
                " is missing. Do not rely on it. Ask for the file as it was saved."
            ),
            [],
        )
    return VerdictView(
        "warm",
        "warn",
        _("This is not a proof from us"),
        _("We did not sign it, or it is another kind of file."),
        [],
    )
