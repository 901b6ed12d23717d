"""The pages on which supervisors review, hold, ask and answer."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from commonbeat.accounts.models import Role
from commonbeat.audit.models import AuditEntry
from commonbeat.casework.tests.factories import at_desk
from commonbeat.casework.tests.incidents import incident_of
from commonbeat.core import clock
from commonbeat.intelligence.models import IntelligenceReport
from commonbeat.intelligence.tests.factories import make_draft
from commonbeat.keeping.actions import ask_to_lift, file_everything, file_record
from commonbeat.keeping.models import Hold, KeptRecord, RetentionPeriod, Review
from commonbeat.keeping.rules import Group, HoldState, ReviewState, Years
from commonbeat.keeping.tests.factories import (
    WHY,
    ask,
    hold,
    make_finished,
    make_record,
    make_supervisor,
    propose,
    put_years,
)
from commonbeat.reports.models import Report, Status
from commonbeat.reports.tests.factories import make_report

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=7 * 365)
PAGE = "/staff/keeping/"


def day(name: str, moment: date) -> dict[str, Any]:
    return {f"{name}_0": moment.day, f"{name}_1": moment.month, f"{name}_2": moment.year}


def make_due() -> KeptRecord:
    """Return what has been due for about a year."""
    return make_record(make_finished(now=clock.now() - LONG_AGO), now=clock.now())


@pytest.fixture
def desk() -> Client:
    return at_desk(Role.SUPERVISOR)[0]


def text(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200
    return page.content.decode()


def post(client: Client, record: KeptRecord, do: str, **fields: Any) -> Any:
    record.refresh_from_db()
    given = {f"{do}-{name}": value for name, value in fields.items()}
    data = {"do": do, f"{do}-version": record.version, f"{do}-reason": WHY, **given}
    return client.post(f"{PAGE}{record.reference}/", data)


def test_each_number_leads_to_its_rows(desk: Client) -> None:
    due, held = make_due(), make_record(make_finished(now=clock.now()), now=clock.now())
    hold(held, now=clock.now())
    page = text(desk, PAGE)
    assert due.reference in page
    assert held.reference not in page
    assert "overdue" in page
    assert held.reference in text(desk, f"{PAGE}?tab=held")
    assert held.reference not in text(desk, f"{PAGE}?tab=waiting")
    ask(due, now=clock.now())
    assert due.reference in text(desk, f"{PAGE}?tab=waiting")
    assert "Nothing here" in text(desk, f"{PAGE}?tab=soon")
    assert due.reference in text(desk, f"{PAGE}?tab=nonsense&page=x")


def queries_of(desk: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        text(desk, PAGE)
    return len(seen)


def test_more_rows_take_no_more_queries(desk: Client) -> None:
    hold(make_due(), now=clock.now())
    few = queries_of(desk)
    for _number in range(5):
        hold(make_due(), now=clock.now())
    incident_of(make_due().report, now=clock.now() - LONG_AGO)  # type: ignore[arg-type]
    file_everything(now=clock.now())
    assert queries_of(desk) == few


def test_a_list_goes_on_on_the_next_page(desk: Client) -> None:
    rows = [make_due() for _number in range(2)]
    from commonbeat.keeping import queries

    before, queries.PAGE = queries.PAGE, 1
    try:
        assert rows[0].reference in text(desk, PAGE)
        assert rows[1].reference in text(desk, f"{PAGE}?page=2")
    finally:
        queries.PAGE = before


def test_looking_at_a_review_is_in_the_log(desk: Client) -> None:
    record = make_due()
    assert "Keep it longer" in text(desk, f"{PAGE}{record.reference}/")
    assert AuditEntry.objects.filter(event="keeping.opened").count() == 1


def test_an_incident_has_its_own_page(desk: Client) -> None:
    incident = incident_of(make_finished(now=clock.now()), now=clock.now())
    assert "Read the incident" in text(desk, f"{PAGE}{incident.reference}/")


def test_it_is_kept_until_a_day(desk: Client) -> None:
    record = make_due()
    until = localdate(clock.now()) + timedelta(days=100)
    assert post(desk, record, "keep", **day("until", until)).status_code == 302
    record.refresh_from_db()
    assert record.review_on == until
    assert WHY in text(desk, f"{PAGE}{record.reference}/")


def test_a_fault_is_said_and_what_was_typed_stays(desk: Client) -> None:
    record = make_due()
    page = post(desk, record, "keep", reason="no", **day("until", date(2020, 1, 1)))
    assert page.status_code == 422
    assert "One word is not enough" in page.content.decode()
    page = post(desk, record, "keep", **day("until", date(2020, 1, 1)))
    assert page.status_code == 422
    assert WHY in page.content.decode()
    assert desk.post(f"{PAGE}{record.reference}/", {"do": "burn"}).status_code == 422
    assert not Review.objects.exists()


def test_the_second_of_two_people_sees_it_and_loses_nothing(desk: Client) -> None:
    record = make_due()
    until = localdate(clock.now()) + timedelta(days=100)
    data = {"do": "keep", "keep-version": record.version, "keep-reason": WHY}
    data = {**data, **day("keep-until", until)}
    assert desk.post(f"{PAGE}{record.reference}/", data).status_code == 302
    page = at_desk(Role.SUPERVISOR)[0].post(f"{PAGE}{record.reference}/", data)
    assert page.status_code == 409
    assert "Somebody else decided about it first" in page.content.decode()
    assert Review.objects.count() == 1


def test_erasing_is_asked_by_one_and_answered_by_another(desk: Client) -> None:
    record = make_due()
    assert post(desk, record, "erase").status_code == 302
    address = f"{PAGE}{record.reference}/answer/"
    mine = desk.post(address, {"answer-agrees": "yes", "answer-reason": WHY})
    assert mine.status_code == 422
    assert "Another supervisor must answer" in mine.content.decode()
    other = at_desk(Role.SUPERVISOR)[0]
    assert "You are the second person" in text(other, f"{PAGE}{record.reference}/")
    assert WHY in text(other, address)
    assert other.post(address, {"answer-reason": WHY}).status_code == 422
    assert other.post(address, {"answer-agrees": "yes", "answer-reason": WHY}).status_code == 302
    assert Report.objects.get().state is Status.ERASED
    assert other.get(f"{PAGE}{record.reference}/").status_code == 404


def test_a_hold_is_placed_seen_on_the_case_and_ended_by_two(desk: Client) -> None:
    record = make_due()
    review_on = localdate(clock.now()) + timedelta(days=50)
    assert post(desk, record, "hold", **day("review_on", review_on)).status_code == 302
    assert "On hold" in text(desk, f"{PAGE}{record.reference}/")
    page = post(desk, record, "erase")
    assert page.status_code == 422
    assert "Two supervisors can end the hold" in page.content.decode()
    assert post(desk, record, "lift").status_code == 302
    other = at_desk(Role.SUPERVISOR)[0]
    other.post(f"{PAGE}{record.reference}/answer/", {"answer-agrees": "yes", "answer-reason": WHY})
    assert Hold.objects.get().standing is HoldState.LIFTED
    assert post(desk, record, "lift").status_code == 422


def test_a_no_leaves_the_hold_and_nothing_more_waits(desk: Client) -> None:
    record = make_due()
    ask_to_lift(
        hold=hold(record, now=clock.now()), reason=WHY, user=make_supervisor(), now=clock.now()
    )
    address = f"{PAGE}{record.reference}/answer/"
    assert "can be erased again" in text(desk, address)
    assert desk.post(address, {"answer-agrees": "no", "answer-reason": WHY}).status_code == 302
    assert Hold.objects.get().standing is HoldState.HELD
    assert desk.get(address).status_code == 302


def case_page(role: Role, report: Report) -> str:
    client = at_desk(role)[0]
    page = client.post(f"/staff/reports/{report.reference}/", {"reason": WHY}, follow=True)
    return page.content.decode()


def test_the_case_page_tells_supervisors_of_a_hold_and_nobody_else() -> None:
    report = make_report(now=clock.now())
    hold(file_record(subject=report, now=clock.now()), now=clock.now())
    seen = case_page(Role.SUPERVISOR, report)
    assert "Review, hold or erase" in seen
    assert "On hold" in seen
    for role in (Role.TRIAGE_OPERATOR, Role.NEIGHBOURHOOD_OFFICER):
        assert "Review, hold or erase" not in case_page(role, report)


def test_coming_to_notice_again_is_noted(desk: Client) -> None:
    record = make_due()
    today = localdate(clock.now())
    answer = post(desk, record, "note", group=Group.SERIOUS.value, **day("day", today))
    assert answer.status_code == 302
    record.refresh_from_db()
    assert (record.group, record.noticed_on) == (Group.SERIOUS.value, today)


def test_years_are_proposed_by_one_and_put_in_force_by_another(desk: Client) -> None:
    form = {"years-group": "4", "years-clear": 7, "years-again": 5, "years-reason": WHY}
    assert desk.post(f"{PAGE}years/", {**form, "years-clear": 3}).status_code == 422
    assert desk.post(f"{PAGE}years/", form).status_code == 302
    period = RetentionPeriod.objects.get()
    assert "Waits for another supervisor" in text(desk, f"{PAGE}years/")
    desk.post(f"{PAGE}years/{period.key}/", {"agree": "yes"})
    period.refresh_from_db()
    assert period.agreed_by is None
    other = at_desk(Role.SUPERVISOR)[0]
    other.post(f"{PAGE}years/{period.key}/", {"agree": "yes"})
    period.refresh_from_db()
    assert period.valid_from == localdate(clock.now())
    assert "7 years" in text(desk, f"{PAGE}years/")


def test_a_proposal_is_thrown_away_and_years_without_a_person_are_said(desk: Client) -> None:
    period = propose(Group.OTHER_OFFENCE, Years(8, 5), now=clock.now())
    desk.post(f"{PAGE}years/{period.key}/", {"refuse": "yes"})
    period.refresh_from_db()
    assert period.refused_by is not None
    put_years(Group.UNDETECTED, Years(6, 5, goes_alone=True), now=clock.now())
    assert "Erased without a person" in text(desk, f"{PAGE}years/")
    assert desk.post(f"{PAGE}years/nothing/", {"agree": "yes"}).status_code == 404


def test_intelligence_that_is_due_is_listed_to_its_officers_alone(desk: Client) -> None:
    report = make_draft()
    yesterday = localdate(clock.now()) - timedelta(days=1)
    IntelligenceReport.objects.filter(pk=report.pk).update(review_on=yesterday)
    record = make_due()
    officer = at_desk(Role.INTELLIGENCE_OFFICER)[0]
    page = text(officer, PAGE)
    assert report.reference in page
    assert record.reference not in page
    assert report.reference not in text(desk, PAGE)


def test_nothing_waits_is_said_and_a_waiting_review_is_one(desk: Client) -> None:
    record = file_record(subject=make_finished(now=clock.now()), now=clock.now())
    assert desk.get(f"{PAGE}{record.reference}/answer/").status_code == 302
    ask(record, now=clock.now())
    assert "exception from the rule" in text(desk, f"{PAGE}{record.reference}/answer/")
    assert Review.objects.get().standing is ReviewState.WAITING
