"""Another language in the middle of a report: nothing typed is lost, nothing is judged."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import gettext, override

from commonbeat.reports.models import Identity, Report
from commonbeat.reports.tests.walking import Walk, fields_of, opened, walk_to_receipt

pytestmark = pytest.mark.django_db


def test_the_answers_stay_when_the_language_changes(client: Client) -> None:
    walk = Walk(client)
    walk.send(danger="no")
    walk.send(topic="bike-taken")
    walk.send(when="yesterday")
    walk.send(where_unknown="1")
    before = walk.fields
    page = walk.send(description="It had a frog bell.", language="zh-hans")
    assert page.status_code == 200
    assert '<html lang="zh-hans"' in page.content.decode()
    assert page.headers["Content-Language"] == "zh-hans"
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "zh-hans"
    token = {"csrfmiddlewaretoken": walk.fields["csrfmiddlewaretoken"]}
    assert walk.fields == before | token | {"description": "It had a frog bell."}
    assert '<html lang="zh-hans"' in walk.send().content.decode()
    assert walk.step == "identity"


def test_choosing_a_language_judges_nothing(client: Client) -> None:
    walk = Walk(client)
    page = walk.send(language="zh-hans")
    assert page.status_code == 200
    assert "cb-errors" not in page.content.decode()
    assert walk.step == "emergency"


def test_a_danger_that_was_ticked_stays_ticked_on_its_page(client: Client) -> None:
    walk = Walk(client)
    walk.send(danger="yes", language="zh-hans")
    assert walk.fields["danger"] == "yes"


def test_a_language_that_we_do_not_speak_changes_nothing(client: Client) -> None:
    walk = Walk(client)
    walk.send(danger="no", language="xx")
    assert walk.step == "what"
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


def test_the_receipt_stays_in_sight_in_another_language(client: Client) -> None:
    walk = walk_to_receipt(client)
    receipt = walk.fields["receipt"]
    walk.send(go="send")
    answer = client.post("/report/", {"go": "sent", "receipt": receipt, "language": "zh-hans"})
    html = answer.content.decode()
    assert '<html lang="zh-hans"' in html
    assert receipt[:4] in html
    assert Report.objects.count() == 1


def test_a_receipt_of_nothing_shows_the_first_page(client: Client) -> None:
    answer = client.post("/report/", {"go": "sent", "receipt": "0" * 24, "language": "zh-hans"})
    assert answer.status_code == 200
    assert fields_of(answer)["step"] == "emergency"  # type: ignore[arg-type]


def test_skipping_the_files_leaves_out_one_that_was_chosen(client: Client) -> None:
    walk = Walk(client)
    walk.send(danger="no")
    walk.send(topic="bike-taken")
    walk.send(when="yesterday")
    walk.send(where_unknown="1")
    walk.send(description="It had a frog bell.", go="evidence")
    upload = SimpleUploadedFile("not-wanted.jpg", b"no picture at all")
    walk.post({**walk.fields, "go": "skip-evidence", "upload": upload})
    assert walk.step == "check"


def test_enter_in_a_field_goes_on_and_never_picks_a_language(client: Client) -> None:
    """A browser presses the first button of the form, wherever on the page that stands."""
    html = client.get("/report/").content.decode()
    first = html.index('form="flow"')
    button = html[html.rfind("<button", 0, first) : html.find("</button>", first)]
    assert 'name="' not in button
    assert "Continue" in button


def test_who_says_more_later_is_told_in_the_language_of_that_day(client: Client) -> None:
    report, _code = opened(client, identity=Identity.COUNTED, language="pl")
    assert report.language == "en"  # of a count no language is kept
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "pl"
    client.post("/receipt/more/", {"description": "Niebieski rower."})
    report.refresh_from_db()
    assert (report.description, report.language) == ("Niebieski rower.", "pl")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.post("/receipt/withdraw/")
    with override("pl"):
        told = gettext("You took your report back.")
    assert report.messages.get().body == told != "You took your report back."
