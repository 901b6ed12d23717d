"""The log as an auditor reads it: who, what, when and why, and never what a report says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from commonbeat.audit.rules import NO_PAYLOAD, Kind
from commonbeat.casework.queries import OpenedEntry

TONES = {
    Kind.COLLECTION.value: "new",
    Kind.ALTERATION.value: "open",
    Kind.CONSULTATION.value: "",
    Kind.DISCLOSURE.value: "wait",
    Kind.COMBINATION.value: "plum",
    Kind.ERASURE.value: "bad",
}


@dataclass(frozen=True, slots=True)
class LogRow:
    """One entry of the log."""

    number: str
    at: datetime
    kind: str
    tone: str
    event: str
    actor: str
    actor_href: str
    subject: str
    subject_key: str
    subject_href: str
    reason: str
    details: list[tuple[str, str]]
    missing: str


def log_rows(entries: Iterable[OpenedEntry], references: Mapping[str, str]) -> list[LogRow]:
    """Return entries as the log shows them; ``references`` names reports as people know them."""
    return [_row(entry, references) for entry in entries]


def _row(opened: OpenedEntry, references: Mapping[str, str]) -> LogRow:
    entry, words = opened.entry, opened.words or {}
    return LogRow(
        number=str(entry.sequence) if entry.sequence else _("waiting"),
        at=entry.at,
        kind=str(entry.get_kind_display()),
        tone=TONES.get(entry.kind, ""),
        event=entry.event,
        actor=entry.actor_label or entry.actor_id,
        actor_href=_only(actor=entry.actor_id),
        subject=references.get(entry.subject, entry.subject),
        subject_key=entry.subject,
        subject_href=_only(subject=entry.subject) if entry.subject else "",
        reason=str(words.get("reason", "")),
        details=[(name, _shown(value)) for name, value in sorted(words.get("details", {}).items())],
        missing=_missing(opened),
    )


def _missing(opened: OpenedEntry) -> str:
    if opened.words is None:
        return _("No key that we hold opens this.")
    if not opened.words and bytes(opened.entry.payload_digest) != NO_PAYLOAD:
        return _("Erased")
    return ""


def _only(**chosen: str) -> str:
    return f"{reverse('casework:audit')}?{urlencode(chosen)}"


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)
