"""Reports that waited on a phone: the page it keeps, and the door they come through."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import get_language

from commonbeat.core import clock
from commonbeat.core.ids import random_code
from commonbeat.reports.forms import Draft
from commonbeat.reports.models import Exhibit, Report, Topic
from commonbeat.reports.queries import question_set
from commonbeat.reports.rules import RECEIPT_LENGTH, EntryDoor
from commonbeat.reports.tests.pictures import jpeg_with_thumbnail
from commonbeat.reports.views import from_phone, phone

pytestmark = pytest.mark.django_db
DOOR = "/report/from-phone/"
NOW = datetime(2026, 11, 20, 15, 40, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nobody_waits_here(settings: Any) -> None:
    """Tests send quicker than any person; one of them looks at the line."""
    settings.REPORT_GUARD = False


@pytest.fixture(autouse=True)
def _it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def letter(**changes: str) -> dict[str, str]:
    """Return what the phone sends for a whole report."""
    return {
        "receipt": random_code(RECEIPT_LENGTH),
        "danger": "no",
        "topic": "dumped",
        "when": "today",
        "place": "By the river",
        "description": "Somebody left tyres on the path.",
        "said_at": (NOW - timedelta(hours=5)).replace(minute=0).isoformat(),
        **changes,
    }


def send(client: Client, **changes: str) -> HttpResponse:
    return cast(HttpResponse, client.post(DOOR, letter(**changes)))


def test_a_report_comes_in_and_is_acknowledged(client: Client) -> None:
    answer = send(client)
    assert (answer.status_code, answer.content) == (200, b'{"kept": true}')
    report = Report.objects.get()
    assert report.description == "Somebody left tyres on the path."
    assert report.identity == "anonymous"
    assert report.door == EntryDoor.PHONE.value


def test_the_same_receipt_again_is_the_same_report(client: Client) -> None:
    receipt = random_code(RECEIPT_LENGTH)
    answers = [send(client, receipt=receipt).content for _try in range(3)]
    assert set(answers) == {b'{"kept": true}'}
    assert Report.objects.count() == 1


def test_sabotage_a_receipt_made_by_the_door_doubles_the_report(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(from_phone, "clean_receipt", lambda _text: random_code(RECEIPT_LENGTH))
    receive = Draft.from_post

    def renamed(post: Any, **known: Any) -> Any:
        draft = receive(post, **known)
        draft.receipt = random_code(RECEIPT_LENGTH)
        return draft

    monkeypatch.setattr(Draft, "from_post", renamed)
    receipt = random_code(RECEIPT_LENGTH)
    for _try in range(3):
        send(client, receipt=receipt)
    assert Report.objects.count() == 3


@pytest.mark.parametrize("receipt", ["", "SHORT", "!" * 24])
def test_a_report_without_a_receipt_is_refused(client: Client, receipt: str) -> None:
    assert send(client, receipt=receipt).status_code == 422
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("changes", "page", "words"),
    [
        ({"description": " "}, "words", "Tell us what happened"),
        ({"topic": "nonsense"}, "what", "Pick what it is about"),
        ({"place": ""}, "where", "Tell us where"),
        ({"danger": "yes"}, "emergency", "Call 999"),
        ({"danger": ""}, "emergency", "Choose yes or no"),
        ({"topic": "missing"}, "first", "Choose one of the answers"),
        ({"topic": "missing", "q-risk": "child"}, "ask-risk", "Call 999"),
    ],
)
def test_what_is_wrong_comes_back_as_a_sentence(
    client: Client, changes: dict[str, str], page: str, words: str
) -> None:
    answer: Any = send(client, **changes)
    assert answer.status_code == 422
    assert words in answer.json()["sentence"]
    assert answer.json()["page"] == page
    assert not Report.objects.exists()


def test_just_now_means_the_hour_in_which_it_was_written(client: Client) -> None:
    send(client, when="now", danger_again="no")
    assert Report.objects.get().happened_hour == datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "said_at",
    ["", "yesterday", "2026-11-20T10:00", "2031-01-01T00:00Z", "2020-01-01T00:00Z", "2026-99-99"],
)
def test_a_strange_hour_is_taken_for_now(client: Client, said_at: str) -> None:
    assert send(client, when="now", danger_again="no", said_at=said_at).status_code == 200
    assert Report.objects.get().happened_hour == NOW.replace(minute=0)


def test_it_is_kept_in_the_language_in_which_it_was_written(client: Client) -> None:
    send(client, language="pl")
    assert Report.objects.get().language == "pl"


def test_without_a_proof_it_takes_a_place_in_the_line(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REPORT_GUARD, settings.REPORT_LEAST_SECONDS = True, 10
    whole = letter()
    answer: Any = client.post(DOOR, whole)
    assert answer.status_code == 429
    seconds = int(answer.headers["Retry-After"])
    assert 0 < seconds <= 60
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=seconds))
    answer = client.post(DOOR, {**whole, "ticket": answer.json()["ticket"]})
    assert answer.status_code == 200
    assert Report.objects.count() == 1


class TestAPhoto:
    def _keep(self, client: Client, receipt: str, data: bytes | None = None) -> Any:
        upload = SimpleUploadedFile("file", jpeg_with_thumbnail() if data is None else data)
        return client.post(DOOR, {"receipt": receipt, "upload": upload})

    def test_comes_first_and_belongs_to_the_report_after_it(self, client: Client) -> None:
        receipt = random_code(RECEIPT_LENGTH)
        kept = self._keep(client, receipt).json()
        assert kept["kept"] is True
        assert send(client, receipt=receipt, photo=kept["photo"]).status_code == 200
        assert Exhibit.objects.get().report == Report.objects.get()

    def test_that_is_gone_meanwhile_is_asked_for_again(self, client: Client) -> None:
        receipt = random_code(RECEIPT_LENGTH)
        photo = self._keep(client, receipt).json()["photo"]
        Exhibit.objects.all().delete()
        assert send(client, receipt=receipt, photo=photo).status_code == 409
        assert not Report.objects.exists()

    def test_that_is_none_is_refused_with_a_sentence(self, client: Client) -> None:
        answer = self._keep(client, random_code(RECEIPT_LENGTH), b"<svg/>")
        assert answer.status_code == 422
        assert "kind of file" in answer.json()["sentence"]


def test_the_door_asks_for_a_token(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(DOOR, letter()).status_code == 403
    token = strict.get(DOOR).json()["token"]
    assert strict.post(DOOR, letter(), headers={"X-CSRFToken": token}).status_code == 200


class TestThePage:
    def test_is_the_same_for_everybody_and_sets_nothing(self, client: Client) -> None:
        first, second = client.get("/report/offline/"), Client().get("/report/offline/")
        assert first.content == second.content
        assert not first.cookies
        assert b"csrfmiddlewaretoken" not in first.content
        assert first.headers["Cache-Control"] == "no-store"

    def test_asks_about_every_topic_and_what_must_be_asked_first(self, client: Client) -> None:
        page = client.get("/report/offline/").content.decode()
        for topic in Topic:
            assert f'name="topic" value="{topic.value}"' in page
            for question in question_set(topic).questions.questions:
                sheet = page.split(f'data-phone-topic="{topic.value}"')[1].split("</section>")[0]
                if question.first:
                    assert f'name="q-{question.key}"' in sheet

    def test_asks_what_was_published_last(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = client.get("/service-worker.js").content
        monkeypatch.setattr("commonbeat.reports.views.phone.MOST_FILES", 2)
        monkeypatch.setattr("commonbeat.reports.views.phone._pages", {})
        assert client.get("/service-worker.js").content != before

    def test_stays_drawn_in_every_language_until_other_sets_are_asked(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drawn: list[str] = []
        draw, pages = phone._drawn, dict[tuple[object, ...], str]()

        def watched(request: Any, sets: Any) -> str:
            drawn.append(get_language() or "")
            return draw(request, sets)

        monkeypatch.setattr(phone, "_drawn", watched)
        monkeypatch.setattr(phone, "_pages", pages)
        for language in ("en", "pl", "en", "pl"):
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
            client.get("/report/offline/")
        assert drawn == ["en", "pl"]
        renumbered = {topic: replace(question_set(topic), id=999) for topic in Topic}
        monkeypatch.setattr(phone, "question_set", renumbered.__getitem__)
        client.get("/report/offline/")
        assert drawn == ["en", "pl", "pl"] and len(pages) == 1


class TestSharing:
    def test_without_the_worker_says_what_to_do_and_keeps_nothing(self, client: Client) -> None:
        upload = SimpleUploadedFile("a.jpg", jpeg_with_thumbnail())
        shared = {"text": "Look at <this>", "files": upload}
        page = Client(enforce_csrf_checks=True).post("/report/share/", shared)
        assert page.status_code == 200
        assert b"Look at &lt;this&gt;" in page.content
        assert not Exhibit.objects.exists()

    def test_is_offered_to_the_phone(self, client: Client) -> None:
        target = client.get(reverse("core:manifest")).json()["share_target"]
        assert target["action"] == "/report/share/"
        assert target["method"] == "POST"


class TestStartingWithAPhoto:
    def _begin(self, **headers: str) -> Any:
        upload = SimpleUploadedFile("a.jpg", jpeg_with_thumbnail())
        return Client(enforce_csrf_checks=True).post(
            "/report/begin/", {"upload": upload, "receipt": "A" * 24}, headers=headers
        )

    def test_asks_about_danger_with_the_photo_already_kept(self) -> None:
        page = self._begin().content.decode()
        assert "Is anyone in danger right now?" in page
        assert "Your photo is added" in page
        assert Exhibit.objects.get().report is None

    def test_takes_no_photo_and_no_receipt_from_another_site(self) -> None:
        page = self._begin(**{"Sec-Fetch-Site": "cross-site"}).content.decode()
        assert "A" * 24 not in page
        assert not Exhibit.objects.exists()

    def test_makes_the_receipt_itself(self) -> None:
        assert "A" * 24 not in self._begin().content.decode()
