"""The reporter chooses who gets a report, and nobody else finds it."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from commonbeat.accounts.actions import take_reports
from commonbeat.accounts.models import Organisation, Role, User
from commonbeat.accounts.tests.factories import make_organisation, make_user, sign_in
from commonbeat.casework.queries import Tab, finished, is_report_key, queue, report_by_number
from commonbeat.core.errors import NotAllowed
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.core.states import MoveNotAllowed
from commonbeat.reports.actions import (
    CannotClimb,
    CannotSend,
    FaultyIntake,
    answer_received,
    climb,
    erase_report,
    open_received,
    say_as_reporter,
    send_to_police,
    withdraw_report,
)
from commonbeat.reports.models import Exhibit, Identity, MessageKind, Received, Report, Status
from commonbeat.reports.models.report import ReportQuerySet
from commonbeat.reports.queries import (
    any_report_by_reference,
    awaiting_triage,
    clocks,
    promise_totals,
    report_by_reference,
)
from commonbeat.reports.rules import (
    Chosen,
    Contact,
    Destination,
    Fault,
    hour_band,
    partner_reads,
    read_choice,
    rungs_for,
)
from commonbeat.reports.rules.status import AuthorKind
from commonbeat.reports.tests.evidence import keep
from commonbeat.reports.tests.factories import (
    NOON,
    make_intake,
    make_member,
    make_receipt,
    make_receiver,
    make_report,
    make_sent,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def university() -> Organisation:
    return make_receiver("Ribbleside University")


@pytest.fixture
def operator() -> User:
    return make_user(Role.TRIAGE_OPERATOR)


def found_by_police(report: Report, user: User) -> list[str]:
    """Return every way in which the police find a report."""
    realm = LIVE_REALM_ID
    tabs = {tab.value: queue(realm_id=realm, tab=tab, user=user, now=NOON) for tab in Tab}
    ways: dict[str, Iterable[Report] | Report | bool | None] = {
        **tabs,
        "finished": finished(realm_id=realm, find="", reader=user),
        "search": finished(realm_id=realm, find="bike", reader=user),
        "triage": awaiting_triage(realm),
        "reference": report_by_reference(realm_id=realm, reference=report.reference, reader=user),
        "number": report_by_number(realm_id=realm, text=str(report.pk), reader=user),
        "key": is_report_key(realm_id=realm, key=report.key, reader=user),
    }
    return [
        way
        for way, found in ways.items()
        if found is True
        or found == report
        or (not isinstance(found, Report | bool | None) and report in found)
    ]


# Rules


def test_a_form_carries_a_choice_there_and_back() -> None:
    for chosen in (Chosen(), Chosen(Destination.PARTNER, 7), Chosen(Destination.BOTH, 12)):
        assert read_choice(str(chosen)) == chosen
    for junk in ("", "partner", "partner-", "partner-x", "police-1", "both-9999999999", "all-1"):
        assert read_choice(junk) is None


def test_an_organisation_alone_gets_no_name() -> None:
    assert rungs_for(to_police=True) == set(Identity)
    assert rungs_for(to_police=False).isdisjoint({Identity.NAMED, Identity.CONFIDENTIAL})


def test_of_a_thread_an_organisation_reads_what_is_meant_for_it() -> None:
    read = {(a, k) for a in AuthorKind for k in MessageKind if partner_reads(a, k)}
    assert not any(author is AuthorKind.POLICE for author, _kind in read)
    from_reporter = {kind for author, kind in read if author is AuthorKind.REPORTER}
    assert from_reporter == {MessageKind.INFORMATION}


# Sending


def test_a_report_to_the_university_alone_is_on_no_list_of_the_police(
    university: Organisation, operator: User
) -> None:
    report = make_sent(university).report
    assert (report.state, report.to_police, report.queue_at) == (Status.ELSEWHERE, False, None)
    assert found_by_police(report, operator) == []
    assert clocks(report, NOON) == []


def test_a_report_to_both_is_on_the_lists_of_both(university: Organisation, operator: User) -> None:
    report = make_sent(university, to_police=True).report
    assert {"all", "new", "triage", "reference", "number", "key"} <= set(
        found_by_police(report, operator)
    )
    assert Received.objects.get().report == report


def test_what_was_taken_back_is_on_no_list_of_the_police_either(
    university: Organisation, operator: User
) -> None:
    report = make_sent(university).report
    withdraw_report(report=report, now=NOON)
    assert report.state is Status.WITHDRAWN
    assert found_by_police(report, operator) == []


def test_sabotage_lists_that_forget_the_destination_are_noticed(
    university: Organisation, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ReportQuerySet, "for_police", lambda reports: reports)
    report = make_sent(university).report
    assert {"finished", "search", "reference", "number", "key"} <= set(
        found_by_police(report, operator)
    )


def test_sabotage_a_queue_that_forgets_the_destination_is_refused_by_the_database(
    university: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Report, "queue_moment", lambda _report: NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_sent(university)


def test_nobody_of_the_police_opens_it(university: Organisation, client: Client) -> None:
    report = make_sent(university).report
    for role in (Role.TRIAGE_OPERATOR, Role.SUPERVISOR, Role.INTELLIGENCE_OFFICER):
        sign_in(client, make_user(role))
        path = f"/staff/reports/{report.reference}/"
        assert client.get(path).status_code == 404
        assert client.post(path, {"reason": "I want to see it"}).status_code == 404


def test_it_wakes_no_page_of_the_police(university: Organisation) -> None:
    from commonbeat.core.models import LiveEvent

    report = make_sent(university).report
    say_as_reporter(report=report, body="One more thing.", now=NOON)
    assert not LiveEvent.objects.filter(topic__startswith="queue:").exists()


def test_the_totals_of_the_police_do_not_count_it(university: Organisation) -> None:
    make_sent(university)
    later = NOON.replace(day=NOON.day + 3)
    assert [each.total for each in promise_totals(realm_id=LIVE_REALM_ID, now=later)] == [0, 0]


def test_of_a_report_to_the_university_alone_only_the_hour_is_kept(
    university: Organisation,
) -> None:
    received = make_sent(university)
    assert received.sent_at == received.report.received_at == hour_band(NOON)


@pytest.mark.parametrize("rung", [Identity.CONFIDENTIAL, Identity.NAMED])
def test_no_name_goes_to_the_university_alone(university: Organisation, rung: Identity) -> None:
    contact = Contact(name="Ruth Invented")
    with pytest.raises(FaultyIntake) as refused:
        make_sent(university, identity=rung, contact=contact)
    assert refused.value.faults["identity"] is Fault.NOT_ASKED
    report = make_sent(university).report
    with pytest.raises(CannotClimb):
        climb(report=report, after=rung, contact=contact, now=NOON)


def test_nothing_is_sent_to_whoever_takes_no_reports(university: Organisation) -> None:
    take_reports(organisation=university, takes=False, called={}, now=NOON)
    for body in (university, make_organisation()):
        with pytest.raises(FaultyIntake) as refused:
            make_report(sent_to=body.pk, to_police=False)
        assert refused.value.faults == {"destination": Fault.NOT_ASKED}
    with pytest.raises(FaultyIntake):
        make_report(to_police=False)


def test_files_are_for_the_police_alone(university: Organisation) -> None:
    receipt = make_receipt()
    keep(receipt)
    make_sent(university, receipt=receipt)
    assert not Exhibit.objects.exists()
    other = make_receipt()
    keep(other)
    make_sent(university, to_police=True, receipt=other)
    assert Exhibit.objects.count() == 1


# Adding the police


def test_the_reporter_sends_it_to_the_police_as_well_and_never_back(
    university: Organisation, operator: User
) -> None:
    received = make_sent(university)
    report = received.report
    open_received(received=received, member=make_member(university), now=NOON)
    say_as_reporter(report=report, body="He came again.", now=NOON)
    later = NOON.replace(hour=NOON.hour + 5)
    send_to_police(report=report, now=later)
    assert report.state is Status.SUBMITTED and report.received_at == later
    assert {"all", "new", "triage", "reference"} <= set(found_by_police(report, operator))
    assert clocks(report, later)
    said = [(message.kind, message.seen_at is None) for message in report.messages.order_by("id")]
    assert said == [("information", True), ("event", False)]
    with pytest.raises(CannotSend):
        send_to_police(report=report, now=later)


def test_what_was_taken_back_is_sent_to_nobody_else(university: Organisation) -> None:
    report = make_sent(university).report
    withdraw_report(report=report, now=NOON)
    with pytest.raises(CannotSend):
        send_to_police(report=report, now=NOON)


def test_what_the_university_deals_with_is_not_erased_under_its_hands(
    university: Organisation, operator: User
) -> None:
    received = make_sent(university)
    report = received.report
    facts: dict[str, Any] = {"report": report, "actor": operator.actor, "now": NOON}
    with pytest.raises(MoveNotAllowed):
        erase_report(expected_version=report.version, **facts)
    member = make_member(university)
    answer_received(received=received, body="We moved them.", member=member, closes=True, now=NOON)
    erase_report(expected_version=report.version, **facts)
    assert not Received.objects.exists()
    known = any_report_by_reference(realm_id=LIVE_REALM_ID, reference=report.reference)
    assert known is not None and known.description == ""


# What the force says


def test_a_force_says_who_takes_reports_on_the_server() -> None:
    body = make_organisation("Ribbleside Students' Union")
    call_command("takes_reports", body.name, "--called", "en=the Students' Union", verbosity=0)
    body.refresh_from_db()
    assert (body.takes_reports, body.called) == (True, {"en": "the Students' Union"})
    call_command("takes_reports", body.name, "--stop")
    body.refresh_from_db()
    assert not body.takes_reports and body.called
    for wrong in (
        ["Nobody", "--stop"],
        [body.name],
        [body.name, "--called", "xx=something"],
    ):
        with pytest.raises(CommandError):
            call_command("takes_reports", *wrong)


def test_the_police_are_no_choice_beside_the_police() -> None:
    police = make_organisation(kind=Organisation.Kind.POLICE)
    with pytest.raises(NotAllowed):
        take_reports(organisation=police, takes=True, called={"en": "us"}, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=police.pk).update(takes_reports=True)


def test_only_counting_keeps_no_organisation(university: Organisation) -> None:
    counted = make_intake(identity=Identity.COUNTED, sent_to=university.pk)
    report = make_report(receipt=counted.receipt, identity=Identity.COUNTED, sent_to=university.pk)
    assert (report.sent_to, report.to_police) == (None, True)
    assert not Received.objects.exists()
