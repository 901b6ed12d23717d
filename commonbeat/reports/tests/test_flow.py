"""The report from the first page to the receipt, without JavaScript."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.audit.models import AuditEntry
from commonbeat.core import clock
from commonbeat.core.models import LiveEvent
from commonbeat.reports.forms import Draft
from commonbeat.reports.forms.steps import EmergencyForm
from commonbeat.reports.models import Report, Topic
from commonbeat.reports.queries import police_named_in, question_set, receivers
from commonbeat.reports.tests.factories import make_receipt
from commonbeat.reports.tests.walking import Walk, fields_of, walk_to_receipt

pytestmark = pytest.mark.django_db

ALL = {
    "step": "receipt",
    "go": "send",
    "danger": "no",
    "topic": "rowdy",
    "when": "unknown",
    "where_unknown": "1",
    "description": "Loud music every night.",
}


def all_at_once(**answers: str) -> dict[str, str]:
    return {**ALL, "receipt": make_receipt(), **answers}


def test_a_report_goes_in_without_javascript(client: Client) -> None:
    walk = walk_to_receipt(client)
    receipt = walk.fields["receipt"]
    sent = walk.send(go="send")
    assert sent.status_code == 200
    assert Report.objects.get().description == "My blue bike is gone."
    assert AuditEntry.objects.filter(event="report.submitted").count() == 1
    assert LiveEvent.objects.filter(topic="queue:1", kind="submitted").count() == 1
    for group in range(0, 24, 4):
        assert receipt[group : group + 4] in sent.content.decode()
    thread = client.get("/receipt/thread/")
    assert "My blue bike is gone." in thread.content.decode()


def test_one_post_may_carry_everything(client: Client) -> None:
    sent = client.post("/report/", all_at_once())
    assert sent.status_code == 200
    report = Report.objects.get()
    assert (report.category, report.qualifier) == ("anti-social-behaviour", "nuisance")
    assert report.place == "" and report.cell9 is None and report.happened_hour is None


@pytest.mark.parametrize("answer", [{"danger": "yes"}, {"danger": ""}])
def test_nobody_in_danger_is_kept_in_a_form(client: Client, answer: dict[str, str]) -> None:
    page = client.post("/report/", all_at_once(**answer))
    assert not Report.objects.exists()
    assert "tel:999" in page.content.decode()


def test_yes_ends_at_the_page_that_says_call(client: Client) -> None:
    page = Walk(client).send(danger="yes")
    assert 'id="flow"' not in page.content.decode()
    assert "press 55" in page.content.decode()


def test_sabotage_a_form_that_ignores_danger_is_noticed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EmergencyForm, "says_danger", False)
    client.post("/report/", all_at_once(danger="yes"))
    assert Report.objects.exists()


def test_what_just_happened_is_asked_about_again(client: Client) -> None:
    walk = Walk(client)
    walk.send(danger="no")
    walk.send(topic="followed")
    walk.send(when="now")
    assert walk.step == "again"
    page = walk.send(danger_again="yes")
    assert 'id="flow"' not in page.content.decode()
    walk.post(all_at_once(when="now"))
    assert walk.step == "again" and not Report.objects.exists()
    client.post("/report/", all_at_once(when="now", danger_again="no"))
    assert Report.objects.count() == 1


def test_a_question_is_not_asked_when_it_happened(client: Client) -> None:
    walk = Walk(client)
    walk.send(danger="no")
    walk.send(topic="question")
    assert walk.step == "where"
    walk.send(where_unknown="1")
    walk.send(description="When do you come to our street?")
    assert walk.step == "identity"
    walk.send()
    assert walk.step == "check"
    walk.send()
    sent = walk.send(go="send")
    assert "Your officer replies to you" in sent.content.decode()


def test_back_shows_what_was_typed(client: Client) -> None:
    walk = walk_to_receipt(client)
    walk.send(go="words")
    assert walk.fields["description"] == "My blue bike is gone."
    walk.send(go="when")
    assert walk.fields["when"] == "yesterday"


def test_a_change_leads_back_to_the_answers(client: Client) -> None:
    walk = walk_to_receipt(client)
    walk.send(go="check")
    walk.send(go="words")
    walk.send(description="It was green.")
    assert walk.step == "check"
    assert "It was green." in walk.page.content.decode()


def test_words_for_a_place_are_enough(client: Client) -> None:
    client.post("/report/", all_at_once(where_unknown="", place="Behind the old mill"))
    assert Report.objects.get().place == "Behind the old mill"


def test_a_missing_answer_is_named_twice_and_loses_nothing(client: Client) -> None:
    page = client.post("/report/", all_at_once(when="between", description="Kept."))
    text = page.content.decode()
    assert page.status_code == 422
    assert text.count("Tell us the first day it could have happened") == 2
    assert "<title>Error:" in text
    assert "Kept." in text
    assert not Report.objects.exists()


def test_yesterday_stays_the_day_it_was_said(client: Client) -> None:
    said = timezone.localdate(clock.now()) - timedelta(days=3)
    client.post("/report/", all_at_once(when="yesterday", said_on=said.isoformat()))
    happened = Report.objects.get().happened["from"]
    assert happened.startswith((said - timedelta(days=1)).isoformat()) or "T23:00" in happened


@pytest.mark.parametrize("times", [1, 2, 5])
def test_sending_again_is_the_same_report(client: Client, times: int) -> None:
    answers = all_at_once()
    pages = [client.post("/report/", answers) for _ in range(times)]
    assert {page.status_code for page in pages} == {200}
    assert Report.objects.count() == AuditEntry.objects.count() == 1


def test_a_resident_may_report_with_their_account(client: Client) -> None:
    resident = make_user(role=Role.RESIDENT)
    sign_in(client, resident)
    client.post("/report/", all_at_once(identity="named"))
    report = Report.objects.get()
    assert report.reporter == resident and not report.is_anonymous
    page = client.get("/reports/")
    assert report.key in page.content.decode()


def test_an_account_is_not_joined_to_an_anonymous_report(client: Client) -> None:
    sign_in(client, make_user(role=Role.RESIDENT))
    client.post("/report/", all_at_once(identity="anonymous"))
    report = Report.objects.get()
    assert report.reporter is None and report.is_anonymous
    assert AuditEntry.objects.get(event="report.submitted").actor_id == "anonymous"


def test_nobody_is_named_without_a_name(client: Client) -> None:
    page = client.post("/report/", all_at_once(identity="named"))
    assert page.status_code == 422 and "Tell us your name" in page.content.decode()
    assert not Report.objects.exists()


def test_the_pages_ask_the_database_little(client: Client, django_assert_num_queries: Any) -> None:
    question_set(Topic.BIKE_TAKEN)  # read every few seconds, not for every report
    receivers()  # and so are these
    police_named_in()  # and these once a minute
    with django_assert_num_queries(0):
        client.get("/report/")
    # A savepoint in the test's own transaction, then: report, its files, end of chain, entry,
    # words, event.
    with django_assert_num_queries(8 if _chains_inline() else 7):
        client.post("/report/", all_at_once())


def _chains_inline() -> bool:
    from django.db import connection

    return connection.vendor == "sqlite"


def test_what_people_cannot_type_is_not_looked_at(client: Client) -> None:
    draft = Draft.from_post(
        client.post("/report/", all_at_once(status="resolved", realm_id="2")).wsgi_request.POST,
        knows_account=False,
    )
    assert "status" not in draft.answers and "realm_id" not in draft.answers
    assert Report.objects.get().status == "submitted"


def test_the_first_page_is_different_for_everybody_where_it_must_be(client: Client) -> None:
    one, other = (fields_of(Client().get("/report/")) for _ in range(2))  # type: ignore[arg-type]
    assert one["receipt"] != other["receipt"]
    assert one["csrfmiddlewaretoken"] != other["csrfmiddlewaretoken"]
    assert len(one["receipt"]) == 24


def test_the_last_page_filled_is_the_page_drawn(client: Client) -> None:
    """The quick way and the slow way say the same, for every report but the first one too."""
    for _ in range(2):
        answers = all_at_once()
        filled = client.post("/report/", answers).content.decode()
        drawn = client.post("/report/", answers).content.decode()
        assert _without_times(filled) == _without_times(drawn)
        assert "\ue000" not in filled and answers["receipt"][:4] in filled


def _without_times(page: str) -> str:
    """Leave out how a moment is written, and how much of a promise is left."""
    page = re.sub(r'data-(due|since)="[^"]*"', "", page)
    page = re.sub(r'stroke-dasharray="\d+ 100"', "", page)
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
