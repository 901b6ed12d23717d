"""An officer writes a report down for somebody else."""

import re
from typing import Any

import pytest
from django.test import Client

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.audit.models import AuditEntry
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.reports.models import EntryDoor, Report, ReporterContact
from commonbeat.reports.presenters import thread_view
from commonbeat.reports.queries import door_totals, question_set, report_by_receipt
from commonbeat.reports.rules import Identity, Topic, hour_band
from commonbeat.reports.tests.factories import make_receipt, make_receiver, make_report, make_sent
from commonbeat.reports.tests.test_anonymity import check_only_allowed, held

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return make_user(Role.NEIGHBOURHOOD_OFFICER, display_name="Dan Okafor")


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    sign_in(client, officer)
    return client


def filled(**answers: str) -> dict[str, str]:
    """Return a sheet as the browser sends it."""
    asked = question_set(Topic(answers.get("topic", "bike-taken")))
    shown = " ".join(f"ask-{each.key}" for each in asked.questions.questions)
    return {
        "receipt": make_receipt(),
        "shown": shown,
        "set": str(asked.id),
        "topic": "bike-taken",
        "danger": "no",
        "when": "today",
        "place": "By the library",
        "description": "She says that her red bike was taken from the rack.",
        "language_of": "pl",
        "go": "send",
        **answers,
    }


def test_the_page_asks_everything_at_once(desk: Client) -> None:
    page = desk.get("/staff/take/?topic=bike-taken").content.decode()
    for name in ("topic", "danger", "when", "place", "description", "q-bike"):
        assert f'name="{name}"' in page


def test_a_report_is_taken_for_somebody_who_stays_nobody(desk: Client, officer: User) -> None:
    sent = filled()
    answer = desk.post("/staff/take/", sent)
    assert answer.status_code == 200
    report = report_by_receipt(sent["receipt"])
    assert report is not None
    assert report.door == EntryDoor.OFFICER.value
    assert report.is_anonymous
    assert report.language == "pl"
    check_only_allowed({**held(report), "answers": b"gAAAA"})


WITH_NAME = {
    "person_name": "Invented Iris",
    "reach_how": "phone",
    "reach_at": "07700 900123",
}


@pytest.mark.parametrize("rung", [Identity.CONFIDENTIAL, Identity.NAMED])
def test_somebody_may_give_their_name_to_the_officer(desk: Client, rung: Identity) -> None:
    sent = filled(identity=rung.value, **WITH_NAME)
    assert desk.post("/staff/take/", sent).status_code == 200
    report = report_by_receipt(sent["receipt"])
    assert report is not None
    assert report.rung is rung
    assert report.reporter is None
    assert ReporterContact.objects.get(report=report).sealed["name"] == "Invented Iris"


def test_a_name_typed_beside_no_wish_for_it_is_not_kept(desk: Client) -> None:
    desk.post("/staff/take/", filled(identity="anonymous", **WITH_NAME))
    assert Report.objects.get().is_anonymous
    assert not ReporterContact.objects.exists()


def test_a_wish_to_be_named_without_a_name_is_asked_again(desk: Client) -> None:
    answer = desk.post("/staff/take/", filled(identity="named"))
    assert answer.status_code == 422
    assert "Tell us your name" in answer.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("rung", ["pseudonym", "counted", "nonsense"])
def test_no_other_rung_comes_in_at_the_desk(desk: Client, rung: str) -> None:
    desk.post("/staff/take/", filled(identity=rung))
    assert Report.objects.get().rung is Identity.ANONYMOUS


def test_the_receipt_is_on_the_page_to_hand_over(desk: Client) -> None:
    sent = filled()
    page = desk.post("/staff/take/", sent).content.decode()
    code = "".join(re.findall(r'cb-code__g">(\w+)<', page))
    assert code == sent["receipt"]
    assert "data-receipt-square" in page


def test_the_log_names_the_officer_and_only_the_hour(desk: Client, officer: User) -> None:
    desk.post("/staff/take/", filled())
    entry = AuditEntry.objects.get(event="report.submitted")
    assert entry.actor_id == officer.actor.id
    assert entry.at == hour_band(entry.at)


def test_the_thread_says_who_took_it_down(desk: Client) -> None:
    sent = filled(language_of="en")
    desk.post("/staff/take/", sent)
    report = report_by_receipt(sent["receipt"])
    assert report is not None
    first = thread_view(report, now=clock.now()).entries[0]
    assert first.label == "Dan, Lancashire Police took this down for you"
    assert "Okafor" not in report.brought_by


def test_sending_it_twice_is_one_report(desk: Client) -> None:
    sent = filled()
    desk.post("/staff/take/", sent)
    desk.post("/staff/take/", sent)
    assert Report.objects.count() == 1


def test_what_is_missing_is_said_all_at_once_and_nothing_typed_is_lost(desk: Client) -> None:
    answer = desk.post("/staff/take/", filled(description="", when="", place="Moor Lane"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tell us what happened" in page
    assert "Tell us when it happened" in page
    assert "Moor Lane" in page
    assert Report.objects.count() == 0


def test_somebody_in_danger_is_not_written_down(desk: Client) -> None:
    answer = desk.post("/staff/take/", filled(danger="yes"))
    assert answer.status_code == 422
    assert "call the control room now" in answer.content.decode()
    assert Report.objects.count() == 0


def test_questions_that_an_answer_brings_up_are_shown_before_it_is_sent(desk: Client) -> None:
    topic, question, value, follows = _conditional()
    answers = filled(topic=topic, shown=f"ask-{question}", **{f"q-{question}": value})
    page = desk.post("/staff/take/", answers).content.decode()
    assert f'name="q-{follows}"' in page
    assert Report.objects.count() == 0
    again = {**answers, "shown": re.findall(r'name="shown" value="([^"]*)"', page)[0]}
    assert desk.post("/staff/take/", again).status_code == 200
    assert Report.objects.count() == 1


def _conditional() -> tuple[str, str, str, str]:
    """Return a topic, a question, and the answer of it after which another one is asked."""
    for topic in Topic:
        for asked in question_set(topic).questions.questions:
            for condition in asked.only_if:
                first = question_set(topic).questions.questions[0]
                if len(asked.only_if) == 1 and condition.question == first.key:
                    return topic.value, first.key, condition.one_of[0], asked.key
    raise AssertionError("no set of ours asks one question after another")


@pytest.mark.parametrize("junk", ["\x00", "A" * 9_000, "<script>alert(1)</script>"])
@pytest.mark.parametrize("name", ["topic", "shown", "set", "cell", "when", "q-bike", "language_of"])
def test_junk_is_never_a_fault_of_ours(desk: Client, name: str, junk: str) -> None:
    answer = desk.post("/staff/take/", filled() | {name: junk})
    assert answer.status_code in {200, 422}
    assert "<script>alert" not in answer.content.decode()


def test_reports_are_counted_by_door(desk: Client) -> None:
    now = clock.now()
    make_report(now=now)
    desk.post("/staff/take/", filled())
    # What the police do not have is no report of theirs, by whichever door.
    make_sent(make_receiver(), now=now)
    totals: Any = door_totals(realm_id=LIVE_REALM_ID, now=now)
    assert totals == {EntryDoor.WEB: 1, EntryDoor.OFFICER: 1}
