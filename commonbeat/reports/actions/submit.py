"""Taking a report in, once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import Organisation, User
from commonbeat.audit.actions import record
from commonbeat.core import crypto
from commonbeat.core.actors import Actor
from commonbeat.core.errors import CommonbeatError
from commonbeat.core.rows import insert
from commonbeat.places.queries import Snapped, Wide, is_wide, snapped_cell, wide_area
from commonbeat.reports import signals
from commonbeat.reports.actions.announce import announce, send_on_commit
from commonbeat.reports.actions.conflicts import keep_from_named
from commonbeat.reports.actions.contacts import seal_contact
from commonbeat.reports.actions.evidence import attach_exhibits, drop_exhibits
from commonbeat.reports.actions.filing import file_report
from commonbeat.reports.models import PublicMatter, Received, Report
from commonbeat.reports.queries import (
    RECEIPT_PURPOSE,
    first_words,
    public_matter,
    question_set,
    report_by_receipt,
    taking_organisation,
)
from commonbeat.reports.rules import (
    KNOWN,
    QUALIFIER_OF,
    WITH_CONTACT,
    EntryDoor,
    Fault,
    Identity,
    Intake,
    Status,
    counted_only,
    faults,
    hour_band,
)
from commonbeat.reports.rules.questions import has_strange_answers
from commonbeat.reports.rules.victims import says_victim


class FaultyIntake(CommonbeatError):
    """The report cannot be taken as it is; ``faults`` says why, by name of the answer."""

    def __init__(self, found: dict[str, Fault]) -> None:
        super().__init__(_("Some answers need another look."))
        self.faults = found


@dataclass(frozen=True, slots=True)
class Submission:
    """A report that is safely kept, and whether this very call created it."""

    report: Report
    created: bool


@dataclass(frozen=True, slots=True)
class Brought:
    """Who brought a report for somebody else; ``label`` is how its reporter reads who it was."""

    actor: Actor
    label: str
    organisation: Organisation | None = None


@dataclass(frozen=True, slots=True)
class _Coming:
    """A report on its way in: what was told, and what was looked up for it."""

    intake: Intake
    snapped: Snapped | Wide | None
    sent_to: Organisation | None
    about: PublicMatter | None
    realm_id: int
    reporter: User | None
    brought: Brought | None
    now: datetime

    @property
    def is_counted(self) -> bool:
        """Whether nothing but its kind, its place and its hour is kept."""
        return self.intake.identity is Identity.COUNTED

    @property
    def police_read_it(self) -> bool:
        """Whether clocks run, files are kept and the queue hears of it."""
        return self.intake.to_police and not self.is_counted

    @property
    def stamp(self) -> datetime:
        """When it came, as it is written down: of an unnamed person by the hour.

        The first promise alone needs more.
        """
        return self.now if self.intake.identity is Identity.NAMED else hour_band(self.now)


def submit_report(
    *,
    intake: Intake,
    realm_id: int,
    reporter: User | None,
    now: datetime,
    brought: Brought | None = None,
) -> Submission:
    """Take a report in; the same receipt again is the same report, whatever else it carries.

    Raises ``FaultyIntake``, or what ``snapped_cell`` raises for no place of ours. When the database
    is away its error comes through, and nothing was taken.
    """
    if intake.identity is Identity.COUNTED:
        # Thrown away before anything is judged, looked up or kept.
        intake = counted_only(intake)
    found = faults(intake, now=now) | _answer_faults(intake) | _name_faults(intake, reporter)
    sent_to = _organisation(intake, found)
    if found:
        raise FaultyIntake(found)
    if len(settings.FIELD_KEYS) > 1:
        # After a change of keys the unique digest alone would not know an old receipt again.
        known = report_by_receipt(intake.receipt)
        if known is not None:
            return Submission(known, created=False)
    # Looked up before the transaction: nothing is asked while the one writer's turn is held.
    snapped, about = _snap(intake.cell), public_matter(intake.about, realm_id=realm_id)
    coming = _Coming(intake, snapped, sent_to, about, realm_id, reporter, brought, now)
    try:
        with transaction.atomic():
            report = _create(coming)
    except IntegrityError:
        known = report_by_receipt(intake.receipt)
        if known is None:
            raise
        return Submission(known, created=False)
    return Submission(report, created=True)


def _snap(cell: int | None) -> Snapped | Wide | None:
    """Return a place as it is kept; of a home its sender has given us the wider area alone."""
    if cell is None:
        return None
    return wide_area(cell) if is_wide(cell) else snapped_cell(cell)


def _answer_faults(intake: Intake) -> dict[str, Fault]:
    if not intake.answers:
        return {}
    in_use = question_set(intake.topic, intake.question_set)
    strange = in_use.id != intake.question_set or has_strange_answers(
        in_use.questions, intake.answers
    )
    return {"answers": Fault.NOT_ASKED} if strange else {}


def _organisation(intake: Intake, found: dict[str, Fault]) -> Organisation | None:
    """Return whom a report is sent to beside the police or instead, as it stands at this moment."""
    if intake.sent_to is None:
        return None
    body = taking_organisation(intake.sent_to)
    if body is None:
        # Nobody's report goes to others than they chose: they are asked again.
        found["destination"] = Fault.NOT_ASKED
    return body


def _name_faults(intake: Intake, reporter: User | None) -> dict[str, Fault]:
    if intake.door in WITH_CONTACT:
        # The address that they wrote from is kept beside the report.
        return {}
    nameless = intake.identity in KNOWN and intake.contact is None and reporter is None
    return {"contact": Fault.MISSING} if nameless else {}


def _create(coming: _Coming) -> Report:
    intake, now = coming.intake, coming.now
    report = _new_row(coming)
    insert(report)
    if intake.identity in KNOWN and report.reporter is None and intake.door not in WITH_CONTACT:
        seal_contact(report, intake.contact, account=coming.reporter)
    if coming.sent_to is not None:
        Received.objects.create(report=report, sent_at=hour_band(now))
    if coming.police_read_it:
        attach_exhibits(report=report, receipt=intake.receipt, now=now)
        file_report(report)
    else:
        # What came for it meanwhile goes too: files are for the police.
        drop_exhibits(receipt=intake.receipt, now=now)
    record(
        event="report.submitted",
        actor=coming.brought.actor if coming.brought else report.actor,
        realm_id=coming.realm_id,
        subject=f"report:{report.key}",
        details=_details(intake),
        now=coming.stamp,
    )
    if coming.police_read_it:
        keep_from_named(report=report, texts=first_words(report), now=coming.stamp)
        announce(report, "submitted", now=now, thread=False)
        send_on_commit(
            signals.report_submitted, report_id=report.pk, realm_id=report.realm_id, now=now
        )
    return report


def _new_row(coming: _Coming) -> Report:
    intake, brought = coming.intake, coming.brought
    report = Report(
        realm_id=coming.realm_id,
        receipt_digest=crypto.keyed_digest(RECEIPT_PURPOSE, intake.receipt),
        identity=intake.identity.value,
        status=_status(intake).value,
        to_police=intake.to_police,
        sent_to=coming.sent_to,
        pseudonym=intake.pseudonym or None,
        reporter=coming.reporter if intake.identity is Identity.NAMED else None,
        about=coming.about,
        # The exact moment is for the clocks of the police alone.
        received_at=coming.now if coming.police_read_it else coming.stamp,
        status_changed_at=coming.stamp,
        brought_by=brought.label if brought else "",
        organisation=brought.organisation if brought else None,
        is_victim=says_victim(intake.category, intake.answers),
        **_answers(intake),
        **_place(coming.snapped, is_counted=coming.is_counted),
    )
    report.queue_at = report.queue_moment()
    return report


def _status(intake: Intake) -> Status:
    if intake.identity is Identity.COUNTED:
        return Status.COUNTED
    return Status.SUBMITTED if intake.to_police else Status.ELSEWHERE


def _details(intake: Intake) -> dict[str, Any]:
    door = {} if intake.door is EntryDoor.WEB else {"door": intake.door.value}
    if intake.sent_to is None:
        return door
    return door | {"police": intake.to_police, "organisation": intake.sent_to}


def _answers(intake: Intake) -> dict[str, Any]:
    return {
        "topic": intake.topic.value,
        "category": intake.category.value,
        "qualifier": QUALIFIER_OF[intake.topic].value if intake.topic in QUALIFIER_OF else "",
        "description": intake.description,
        "happened": {
            "when": intake.when.value,
            "from": intake.happened_from.isoformat() if intake.happened_from else None,
            "to": intake.happened_to.isoformat() if intake.happened_to else None,
        },
        "happened_hour": hour_band(intake.happened_from) if intake.happened_from else None,
        "place": intake.place,
        "answers": {key: list(values) for key, values in intake.answers.items()} or None,
        "question_set_id": intake.question_set,
        "language": intake.language,
        "door": intake.door.value,
    }


def _place(snapped: Snapped | Wide | None, *, is_counted: bool) -> dict[str, Any]:
    if snapped is None:
        return {}
    if is_counted:
        return {"area": snapped.area}
    return {
        "cell7": snapped.cell7,
        "cell8": snapped.cell8,
        "cell9": snapped.cell9 if isinstance(snapped, Snapped) else None,
        "area": snapped.area,
    }
