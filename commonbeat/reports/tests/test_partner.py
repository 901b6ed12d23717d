"""A partner's members report for their organisation and see its own reports, nothing else."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from commonbeat.accounts.models import Organisation, Role, User
from commonbeat.accounts.tests.factories import make_organisation, make_user, sign_in
from commonbeat.core import clock
from commonbeat.core.errors import NotAllowed
from commonbeat.reports.actions import say_as_police, say_as_reporter
from commonbeat.reports.models import EntryDoor, Identity, MessageKind, Report
from commonbeat.reports.queries import report_by_receipt
from commonbeat.reports.tests.factories import make_partner_report, make_report
from commonbeat.reports.tests.test_taking import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> User:
    body = make_organisation("Ribbleside University security")
    return make_user(Role.PARTNER_MEMBER, display_name="Jo Whittle", organisation=body)


@pytest.fixture
def desk(client: Client, member: User) -> Client:
    sign_in(client, member)
    return client


def thread_of(report: Report) -> str:
    return reverse("reports:partner_thread", kwargs={"key": report.key})


def test_a_member_reports_for_the_organisation(desk: Client, member: User) -> None:
    sent = filled()
    assert desk.post("/partner/report/", sent).status_code == 200
    report = report_by_receipt(sent["receipt"])
    assert report is not None
    assert (report.door, report.identity) == (EntryDoor.PARTNER.value, Identity.NAMED.value)
    assert report.organisation == member.organisation
    assert report.reporter == member
    assert report.brought_by == "Jo Whittle, Ribbleside University security"


def test_colleagues_see_it_and_answer_under_their_own_name(desk: Client, member: User) -> None:
    report = make_partner_report(member, now=clock.now())
    colleague = make_user(
        Role.PARTNER_MEMBER, display_name="Ray Tunstall", organisation=member.organisation
    )
    other = Client()
    sign_in(other, colleague)
    assert "A bike was taken" in other.get("/partner/sent/").content.decode()
    other.post(thread_of(report), {"body": "We have pictures of the rack."})
    page = desk.get(thread_of(report)).content.decode()
    assert "We have pictures of the rack." in page
    assert "Ray Tunstall" in page


def test_what_the_police_write_is_there_to_read(desk: Client, member: User) -> None:
    report = make_partner_report(member, now=clock.now())
    officer = make_user(Role.TRIAGE_OPERATOR)
    say_as_police(
        report=report,
        kind=MessageKind.ANSWER,
        body="We found the bike.",
        actor=officer.actor,
        now=clock.now(),
    )
    assert "We found the bike." in desk.get(thread_of(report)).content.decode()


def test_reports_of_others_are_not_listed_and_not_there(desk: Client) -> None:
    foreign = make_partner_report(make_user(Role.PARTNER_MEMBER), now=clock.now())
    private = make_report(now=clock.now())
    page = desk.get("/partner/sent/").content.decode()
    assert foreign.key not in page
    assert private.key not in page
    for report in (foreign, private):
        assert desk.get(thread_of(report)).status_code == 404
        assert desk.post(thread_of(report), {"body": "Hello"}).status_code == 404


def check_nobody_else_speaks(report: Report, stranger: User) -> None:
    with pytest.raises(NotAllowed):
        say_as_reporter(report=report, body="Hello", member=stranger, now=clock.now())
    assert not report.messages.exists()


def test_a_member_of_another_organisation_cannot_speak_for_this_one(member: User) -> None:
    stranger = make_user(Role.PARTNER_MEMBER, organisation=make_organisation())
    check_nobody_else_speaks(make_partner_report(member), stranger)


def test_sabotage_a_thread_that_lets_anybody_speak_is_noticed(
    member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commonbeat.reports.actions import talk

    monkeypatch.setattr(talk, "check_speaks_for", lambda _member, _report: None)
    stranger = make_user(Role.PARTNER_MEMBER, organisation=make_organisation())
    with pytest.raises(pytest.fail.Exception):
        check_nobody_else_speaks(make_partner_report(member), stranger)


def test_a_member_without_an_organisation_is_told_what_to_do(client: Client) -> None:
    sign_in(client, make_user(Role.PARTNER_MEMBER))
    for path in ("/partner/sent/", "/partner/report/"):
        assert "belongs to no organisation" in client.get(path).content.decode()


def test_the_police_are_no_partner_of_themselves(client: Client) -> None:
    body = make_organisation(kind=Organisation.Kind.POLICE)
    sign_in(client, make_user(Role.PARTNER_MEMBER, organisation=body))
    assert "belongs to no organisation" in client.get("/partner/report/").content.decode()


def test_the_database_keeps_an_organisation_to_the_partners_door(member: User) -> None:
    report = make_report()
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(organisation=member.organisation)
