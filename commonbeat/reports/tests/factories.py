"""Invented reports for tests, made through the same door as real ones."""

from datetime import UTC, datetime
from typing import Any

from commonbeat.accounts.actions import take_reports
from commonbeat.accounts.models import Organisation, Role, User
from commonbeat.accounts.tests.factories import make_organisation, make_user
from commonbeat.core.ids import random_code
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.reports.actions import Brought, submit_report
from commonbeat.reports.models import EntryDoor, Identity, Received, Report, Topic
from commonbeat.reports.rules import RECEIPT_LENGTH, Intake

NOON = datetime(2026, 11, 14, 12, 20, 30, tzinfo=UTC)


def make_receipt() -> str:
    """Return a receipt as a browser makes one."""
    return random_code(RECEIPT_LENGTH)


def make_intake(**answers: Any) -> Intake:
    """Return a report as its sender gives it; every answer can be set."""
    return Intake(
        **{
            "receipt": make_receipt(),
            "topic": Topic.BIKE_TAKEN,
            "description": "My blue bike was taken from the rack by the library.",
            **answers,
        }
    )


def make_report(
    *,
    realm_id: int = LIVE_REALM_ID,
    reporter: User | None = None,
    now: datetime = NOON,
    **answers: Any,
) -> Report:
    """Submit a report; ``answers`` are fields of the intake."""
    if reporter is not None:
        answers.setdefault("identity", Identity.NAMED)
    submission = submit_report(
        intake=make_intake(**answers), realm_id=realm_id, reporter=reporter, now=now
    )
    return submission.report


def make_receiver(name: str = "") -> Organisation:
    """Make a university that takes reports."""
    return take_reports(
        organisation=make_organisation(name), takes=True, called={"en": "the university"}, now=NOON
    )


def make_member(body: Organisation, **fields: Any) -> User:
    """Make somebody who acts for an organisation."""
    return make_user(Role.PARTNER_MEMBER, organisation=body, **fields)


def make_sent(
    body: Organisation, *, to_police: bool = False, now: datetime = NOON, **answers: Any
) -> Received:
    """Send a report to an organisation, alone unless ``to_police``."""
    report = make_report(sent_to=body.pk, to_police=to_police, now=now, **answers)
    return Received.objects.select_related("report__sent_to").get(report=report)


def make_received_for(member: User, *, now: datetime = NOON, **answers: Any) -> Received:
    """Send a report to the organisation of a member alone, who gets one if they have none."""
    if member.organisation is None:
        member.organisation = make_organisation()
        member.save(update_fields=["organisation"])
    called = {"en": "the university"}
    take_reports(organisation=member.organisation, takes=True, called=called, now=now)
    return make_sent(member.organisation, now=now, **answers)


def make_partner_report(member: User, *, now: datetime = NOON, **answers: Any) -> Report:
    """Submit a report for the organisation of a member, who gets one if they have none."""
    if member.organisation is None:
        member.organisation = make_organisation()
        member.save(update_fields=["organisation"])
    answers = {"identity": Identity.NAMED, "door": EntryDoor.PARTNER, **answers}
    label = f"{member.display_name}, {member.organisation.name}"
    return submit_report(
        intake=make_intake(**answers),
        realm_id=LIVE_REALM_ID,
        reporter=member,
        brought=Brought(member.actor, label, member.organisation),
        now=now,
    ).report
