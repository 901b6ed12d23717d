"""Reading the mail that a demonstration caught."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path

from commonbeat.delivery.channels.email.server import mail_folder

_NAME = re.compile(r"[0-9]{16,20}-[0-9a-f]{8}")
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Caught:
    """One mail that was caught."""

    name: str
    to: str
    subject: str
    text: str
    language: str
    sent_at: datetime | None


def caught() -> list[Caught]:
    """Return what was caught, newest first."""
    files = sorted(mail_folder().glob("*.eml"), reverse=True)[:_SHOWN]
    return [_read(file) for file in files]


def caught_by_name(name: str) -> Caught | None:
    """Return one caught mail, if there is one of that name."""
    file = mail_folder() / f"{name}.eml"
    return _read(file) if _NAME.fullmatch(name) and file.is_file() else None


def _read(file: Path) -> Caught:
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = mail.get_body(("plain", "html"))
    date = mail["Date"]
    return Caught(
        name=file.stem,
        to=str(mail["To"] or ""),
        subject=str(mail["Subject"] or ""),
        text="" if body is None else str(body.get_content()).strip(),
        language=str(mail["Content-Language"] or "en"),
        sent_at=parsedate_to_datetime(str(date)) if date else None,
    )
