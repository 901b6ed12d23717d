"""What comes in by e-mail and by text message: a report, or more to one."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonbeat.core import crypto
from commonbeat.core.errors import CommonbeatError
from commonbeat.reports.actions.mailing import confirm_by_mail, mark
from commonbeat.reports.actions.submit import submit_report
from commonbeat.reports.actions.talk import say_as_reporter
from commonbeat.reports.models import Correspondent, Report
from commonbeat.reports.queries.contacts import (
    CONTACT_PURPOSE,
    receipts_of,
    report_answered_by,
    report_of_message,
    story_of,
)
from commonbeat.reports.rules import (
    DESCRIPTION_LENGTH,
    MESSAGE_LENGTH,
    EntryDoor,
    Identity,
    Intake,
    Status,
    Topic,
    tidy_text,
)
from commonbeat.reports.rules.letters import Letter, without_quote, without_receipts

# The rest of a letter longer than a report goes into its thread, up to this many messages.
_MOST_PIECES = 6


class NothingSaid(CommonbeatError):
    """The message holds no words."""


class Taken(StrEnum):
    """What became of a message that came in."""

    REPORT = "report"
    ADDED = "added"
    IGNORED = "ignored"  # a machine wrote it


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of a message; ``receipt`` is told to its sender alone."""

    taken: Taken
    report: Report | None = None
    receipt: str = ""
    created: bool = False


def take_letter(*, letter: Letter, raw: bytes, realm_id: int, now: datetime) -> Arrival:
    """Take an e-mail in: a new report, or more to one that it answers; the same again is the same.

    Raises ``NothingSaid``. A machine's letter is let go: answering it could go on for ever.
    """
    own = settings.MAIL_FROM.rpartition("<")[2].rstrip(">").casefold()
    if letter.is_automatic or letter.sender.casefold() == own:
        return Arrival(Taken.IGNORED)
    once = _once("email", letter.message_id and f"{letter.sender} {letter.message_id}", raw)
    text = _with_files(_cleaned(letter.text or letter.subject), letter.files)
    known = report_answered_by(letter.answers, contact=letter.sender, realm_id=realm_id)
    if known is not None and _can_go_on(known):
        with transaction.atomic():
            _add(known, _cleaned(without_quote(text)), once, now=now)
            _remember(known, letter)
        return Arrival(Taken.ADDED, known)
    if letter.subject and letter.text:
        text = f"{_cleaned(letter.subject)}\n\n{text}"
    with transaction.atomic():
        arrival = _report(
            text, once, EntryDoor.EMAIL, letter.sender, letter.language, realm_id=realm_id, now=now
        )
        if arrival.report is not None and arrival.created:
            _remember(arrival.report, letter)
            confirm_by_mail(
                report=arrival.report,
                receipt=arrival.receipt,
                address=letter.sender,
                files=len(letter.files),
                now=now,
            )
    return arrival


def take_text(*, sender: str, text: str, once: str, realm_id: int, now: datetime) -> Arrival:
    """Take a text message in; ``once`` is the provider's own id of it. Raises ``NothingSaid``.

    More from the same number within a day goes to the report that is open.
    """
    said = _cleaned(tidy_text(text))
    name = _once("text", once, b"")
    before = report_of_message(name)
    if before is None and (going_on := story_of(sender, realm_id=realm_id, now=now)):
        _add(going_on, said, name, now=now)
        return Arrival(Taken.ADDED, going_on)
    with transaction.atomic():
        return _report(said, name, EntryDoor.TEXT, sender, "", realm_id=realm_id, now=now)


def _report(
    text: str,
    once: str,
    door: EntryDoor,
    contact: str,
    language: str,
    *,
    realm_id: int,
    now: datetime,
) -> Arrival:
    if not text:
        raise NothingSaid(_("There are no words in this message."))
    before = report_of_message(once)
    if before is not None:
        return Arrival(Taken.REPORT, before[1], before[0])
    first, *rest = _pieces(text)
    intake = Intake(
        receipt=receipts_of(once)[0],
        topic=Topic.SOMETHING_ELSE,
        description=first,
        identity=Identity.NAMED,
        language=language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        door=door,
    )
    submission = submit_report(intake=intake, realm_id=realm_id, reporter=None, now=now)
    if submission.created:
        Correspondent.objects.create(
            report=submission.report,
            contact=contact,
            contact_digest=crypto.keyed_digest(CONTACT_PURPOSE, contact.casefold()),
        )
        for number, piece in enumerate(rest):
            say_as_reporter(report=submission.report, body=piece, once=f"more-{number}", now=now)
    return Arrival(Taken.REPORT, submission.report, intake.receipt, submission.created)


def _add(report: Report, text: str, once: str, *, now: datetime) -> None:
    if not text:
        raise NothingSaid(_("There are no words in this message."))
    short = hashlib.sha256(once.encode()).hexdigest()[:20]
    for number, piece in enumerate(_pieces(text)):
        say_as_reporter(report=report, body=piece, once=f"{short}-{number}", now=now)


def _once(kind: str, given: str, raw: bytes) -> str:
    """Return one name for a message, however often it is delivered."""
    return f"{kind} {given or hashlib.sha256(raw).hexdigest()}"


def _can_go_on(report: Report) -> bool:
    return report.state not in {Status.WITHDRAWN, Status.ERASED}


def _remember(report: Report, letter: Letter) -> None:
    if letter.message_id:
        mark(report, letter.message_id)


def _cleaned(text: str) -> str:
    return without_receipts(text, instead=_("[receipt left out]"))


def _with_files(text: str, files: tuple[str, ...]) -> str:
    if not files:
        return text
    with override(settings.LANGUAGE_CODE):
        note = _("[Not taken with this email: %(files)s]") % {"files": ", ".join(files)}
    return f"{text}\n\n{note}".strip()


def _pieces(text: str) -> list[str]:
    """Cut a long text into what a report and its messages hold."""
    size = min(DESCRIPTION_LENGTH, MESSAGE_LENGTH) - 100
    found = [text[start : start + size] for start in range(0, len(text), size)]
    if len(found) > _MOST_PIECES:
        left_out = _("[The rest of this message was too long and was left out.]")
        found = [*found[:_MOST_PIECES], left_out]
    return [piece for piece in found if piece.strip()]
