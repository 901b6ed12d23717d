"""Taking a report in, once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.core import crypto
from commonbeat.core.actors import ANONYMOUS_REPORTER
from commonbeat.core.errors import CommonbeatError
from commonbeat.core.rows import insert
from commonbeat.places.queries import Snapped, snapped_cell
from commonbeat.reports import signals
from commonbeat.reports.actions.announce import announce, send_on_commit
from commonbeat.reports.models import PendingPhoto, Photo, Report
from commonbeat.reports.queries import (
    RECEIPT_PURPOSE,
    pending_photo,
    question_set,
    receipt_digests,
    report_by_receipt,
)
from commonbeat.reports.rules import QUALIFIER_OF, Fault, Identity, Intake, faults, hour_band
from commonbeat.reports.rules.questions import has_strange_answers


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


def submit_report(
    *, intake: Intake, realm_id: int, reporter: User | None, now: datetime
) -> Submission:
    """Take a report in; the same receipt again is the same report, whatever else it carries.

    Raises ``FaultyIntake``, or what ``snapped_cell`` raises for no place of ours. When the database
    is away its error comes through, and nothing was taken.
    """
    if found := faults(intake, now=now) | _answer_faults(intake):
        raise FaultyIntake(found)
    if len(settings.FIELD_KEYS) > 1:
        # After a change of keys the unique digest alone would not know an old receipt again.
        known = report_by_receipt(intake.receipt)
        if known is not None:
            return Submission(known, created=False)
    # Looked up before the transaction: nothing is asked while the one writer's turn is held.
    snapped = None if intake.cell is None else snapped_cell(intake.cell)
    try:
        with transaction.atomic():
            report = _create(intake, snapped, realm_id=realm_id, reporter=reporter, now=now)
    except IntegrityError:
        known = report_by_receipt(intake.receipt)
        if known is None:
            raise
        return Submission(known, created=False)
    return Submission(report, created=True)


def _answer_faults(intake: Intake) -> dict[str, Fault]:
    if not intake.answers:
        return {}
    in_use = question_set(intake.topic, intake.question_set)
    strange = in_use.id != intake.question_set or has_strange_answers(
        in_use.questions, intake.answers
    )
    return {"answers": Fault.NOT_ASKED} if strange else {}


def _create(
    intake: Intake, snapped: Snapped | None, *, realm_id: int, reporter: User | None, now: datetime
) -> Report:
    known = reporter if intake.identity is not Identity.ANONYMOUS else None
    # What an anonymous person did is written down by the hour; the first promise alone needs more.
    stamp = now if known else hour_band(now)
    report = Report(
        realm_id=realm_id,
        receipt_digest=crypto.keyed_digest(RECEIPT_PURPOSE, intake.receipt),
        identity=(intake.identity if known else Identity.ANONYMOUS).value,
        reporter=known,
        received_at=now,
        status_changed_at=stamp,
        **_answers(intake),
        **_place(snapped),
    )
    report.queue_at = report.queue_moment()
    insert(report)
    if intake.photo:
        _attach_photo(report, intake)
    record(
        event="report.submitted",
        actor=known.actor if known else ANONYMOUS_REPORTER,
        realm_id=realm_id,
        subject=f"report:{report.key}",
        now=stamp,
    )
    announce(report, "submitted", now=now, thread=False)
    send_on_commit(signals.report_submitted, report_id=report.pk, realm_id=realm_id, now=now)
    return report


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
    }


def _place(snapped: Snapped | None) -> dict[str, Any]:
    if snapped is None:
        return {}
    return {
        "cell7": snapped.cell7,
        "cell8": snapped.cell8,
        "cell9": snapped.cell9,
        "area": snapped.area,
    }


def _attach_photo(report: Report, intake: Intake) -> None:
    pending = pending_photo(key=intake.photo, receipt=intake.receipt)
    if pending is None:
        return
    Photo.objects.create(
        report=report,
        key=pending.key,
        data_key=pending.data_key,
        sha256=pending.sha256,
        media_type=pending.media_type,
        width=pending.width,
        height=pending.height,
        size=pending.size,
        kept_at=pending.kept_at,
    )
    # Others of the same receipt were taken back; the sweep removes their files.
    PendingPhoto.objects.filter(receipt_digest__in=receipt_digests(intake.receipt)).delete()
