"""The pages on which a reporter chooses who gets a report, and reads who has it."""

import pytest
from django.test import Client

from commonbeat.accounts.actions import take_reports
from commonbeat.accounts.models import Organisation
from commonbeat.reports.models import Report
from commonbeat.reports.queries import report_by_receipt
from commonbeat.reports.tests.evidence import keep
from commonbeat.reports.tests.factories import NOON, make_receiver
from commonbeat.reports.tests.test_flow import all_at_once
from commonbeat.reports.tests.walking import Walk, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def university() -> Organisation:
    return make_receiver("Ribbleside University")


def to_destination(client: Client) -> Walk:
    walk = Walk(client)
    walk.post(all_at_once(go="destination"))
    assert walk.step == "destination"
    return walk


def test_without_anybody_who_takes_reports_the_page_does_not_come(client: Client) -> None:
    walk = Walk(client)
    answers = all_at_once(go="", step="words")
    walk.post(answers)
    assert walk.step == "identity"
    assert "Only count it" in walk.page.content.decode()


def test_the_police_are_chosen_for_whoever_chooses_nobody(
    university: Organisation, client: Client
) -> None:
    walk = to_destination(client)
    assert walk.fields["destination"] == "police"
    page = walk.page.content.decode()
    for words in ("The university", "Both: the police and the university", "Nobody: only count it"):
        assert words in page
    assert "It cannot investigate a crime" in page
    walk.send()
    assert walk.step == "identity"
    # Only counting is one of the destinations, and not asked a second time.
    assert 'value="counted"' not in walk.page.content.decode()


def test_who_asked_only_to_be_counted_before_chose_nobody(
    university: Organisation, client: Client
) -> None:
    walk = Walk(client)
    said = all_at_once(go="destination", identity="counted")
    walk.post(said)
    assert walk.fields["destination"] == "nobody"
    walk.send()
    assert walk.step == "check" and "What we keep" in walk.page.content.decode()
    # Whoever thinks again is asked how they want to be known.
    walk.send(go="destination")
    walk.send(destination="police", returning="")
    assert (walk.step, walk.fields["identity"]) == ("identity", "anonymous")


def test_without_anybody_who_takes_reports_only_counting_is_as_before(client: Client) -> None:
    walk = Walk(client)
    said = all_at_once(go="", step="words", identity="counted")
    walk.post(said)
    assert (walk.step, walk.fields["identity"]) == ("identity", "counted")
    walk.send()
    assert walk.step == "check"


def sent_by(client: Client, **answers: str) -> Report:
    said = all_at_once(**answers)
    assert client.post("/report/", said).status_code == 200
    report = report_by_receipt(said["receipt"])
    assert report is not None
    return report


def test_each_choice_sends_it_where_it_says(university: Organisation, client: Client) -> None:
    chosen = {
        name: sent_by(client, destination=value)
        for name, value in {
            "nobody said": "",
            "police": "police",
            "partner": f"partner-{university.pk}",
            "both": f"both-{university.pk}",
            "count": "nobody",
        }.items()
    }
    found = {name: (r.to_police, r.sent_to_id, r.identity) for name, r in chosen.items()}
    assert found == {
        "nobody said": (True, None, "anonymous"),
        "police": (True, None, "anonymous"),
        "partner": (False, university.pk, "anonymous"),
        "both": (True, university.pk, "anonymous"),
        "count": (True, None, "counted"),
    }
    assert chosen["count"].description == ""


def test_every_page_after_the_choice_says_where_it_goes(
    university: Organisation, client: Client
) -> None:
    walk = to_destination(client)
    walk.send(destination=f"partner-{university.pk}")
    assert walk.step == "identity"
    page = walk.page.content.decode()
    assert 'value="named"' not in page and "The police see what you tell them" not in page
    walk.send(go="check")
    assert walk.step == "check"
    assert "Ribbleside University, not the police" in walk.page.content.decode()
    assert "Ribbleside University. Not the police." in walk.page.content.decode()
    walk.send(go="send")
    page = walk.page.content.decode()
    assert "Who gets it: Ribbleside University, not the police" in page
    assert "Ribbleside University reads it" in page
    page = client.get("/receipt/thread/").content.decode()
    assert "It is with whom you chose" in page
    assert "Send it to the police as well" in page
    assert "Add a photo or another file" not in page


def test_a_name_given_before_is_not_sent_along_in_silence(
    university: Organisation, client: Client
) -> None:
    walk = to_destination(client)
    answers = {"identity": "confidential", "person_name": "Ruth", "reach_how": "here"}
    walk.send(destination=f"partner-{university.pk}", go="send", **answers)
    assert walk.step == "identity" and walk.page.status_code == 422
    assert "Only the police keep a name" in walk.page.content.decode()
    assert not Report.objects.exists()


def test_whoever_took_reports_a_moment_ago_is_not_replaced_in_silence(
    university: Organisation, client: Client
) -> None:
    walk = to_destination(client)
    take_reports(organisation=university, takes=False, called={}, now=NOON)
    walk.send(destination=f"partner-{university.pk}", go="send")
    assert walk.step == "destination" and walk.page.status_code == 422
    assert not Report.objects.exists()


def test_another_process_that_still_offers_it_asks_again(
    university: Organisation, client: Client
) -> None:
    walk = to_destination(client)
    Organisation.objects.filter(pk=university.pk).update(takes_reports=False)
    walk.send(destination=f"partner-{university.pk}", go="send")
    assert walk.step == "destination" and walk.page.status_code == 422
    assert not Report.objects.exists()


def test_a_photograph_that_goes_nowhere_is_told_of(
    university: Organisation, client: Client
) -> None:
    walk = to_destination(client)
    keep(walk.fields["receipt"])
    walk.send(destination=f"partner-{university.pk}")
    walk.send(go="check")
    assert "Your photos and files are not sent" in walk.page.content.decode()


def test_the_thread_adds_the_police_after_asking(university: Organisation, client: Client) -> None:
    report, _code = opened(client, sent_to=university.pk, to_police=False)
    assert "cannot take it from them again" in client.get("/receipt/police/").content.decode()
    assert client.post("/receipt/files/").headers["Location"] == "/receipt/thread/"
    answer = client.post("/receipt/police/", follow=True)
    assert "You sent it to the police as well." in answer.content.decode()
    report.refresh_from_db()
    assert report.to_police and report.queue_at is not None
    assert client.get("/receipt/police/").status_code == 302


def test_what_goes_to_both_says_who_reads_the_next_message(
    university: Organisation, client: Client
) -> None:
    opened(client, sent_to=university.pk, to_police=True)
    page = client.get("/receipt/thread/").content.decode()
    assert "The police and Ribbleside University both read what you write here." in page
