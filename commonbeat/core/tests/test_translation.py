"""Both kinds of service are spoken to over a real connection, in good days and in bad."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from commonbeat.core.tests.translation_service import Talk, translation_service
from commonbeat.core.translation import TranslationFailed, is_set_up, translator, transport

KINDS = ["libretranslate", "deepl"]


@pytest.fixture
def service() -> Iterator[Talk]:
    with translation_service() as talk:
        yield talk


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest, service: Talk, settings: Settings) -> str:
    settings.TRANSLATION_SERVICE = request.param
    settings.TRANSLATION_URL = service.url
    settings.TRANSLATION_KEY = "a-key"
    return str(request.param)


def translate(text: str = "Where is the bike?") -> str:
    return translator().translate(text, source="", target="zh-hans")


def failure() -> TranslationFailed:
    with pytest.raises(TranslationFailed) as caught:
        translate()
    return caught.value


def test_a_text_comes_back_in_the_other_language(kind: str) -> None:
    assert translate() == "WHERE IS THE BIKE?"


def test_what_is_sent_is_the_text_and_the_languages_alone(kind: str, service: Talk) -> None:
    translate()
    [asked] = service.asked
    theirs = {
        "libretranslate": {
            "q": "Where is the bike?",
            "source": "auto",
            "target": "zh",
            "format": "text",
            "api_key": "a-key",
        },
        "deepl": {"text": ["Where is the bike?"], "target_lang": "ZH-HANS"},
    }
    assert asked == theirs[kind]
    if kind == "deepl":
        assert service.headers[0]["Authorization"] == "DeepL-Auth-Key a-key"
    assert not {"Cookie", "Referer"} & set(service.headers[0])


@pytest.mark.parametrize(
    ("status", "is_permanent"),
    [(400, True), (403, True), (404, True), (456, True), (408, False), (500, False), (503, False)],
)
def test_a_refusal_says_whether_it_is_for_good(
    kind: str, service: Talk, status: int, is_permanent: bool
) -> None:
    service.status = status
    assert failure().is_permanent is is_permanent


def test_a_busy_service_is_left_alone_for_as_long_as_it_asks(kind: str, service: Talk) -> None:
    service.status, service.reply_headers = 429, {"Retry-After": "120"}
    failed = failure()
    assert (failed.is_permanent, failed.wait) == (False, timedelta(seconds=120))
    service.reply_headers = {"Retry-After": "999999"}
    assert failure().wait == timedelta(hours=1)
    service.reply_headers = {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}
    assert failure().wait == timedelta(0)


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"null", b"[]", b"{}", b"<html>", b"\xff\xfe", b"[" * 90_000),
        *(b'{"translatedText": 5}', b'{"translations": []}'),
        b'{"translations": [{"text": " "}], "translatedText": ""}',
    ],
)
def test_nonsense_is_no_translation(kind: str, service: Talk, raw: bytes) -> None:
    service.raw = raw
    assert not failure().is_permanent


def test_an_endless_answer_is_not_read_to_its_end(kind: str, service: Talk) -> None:
    service.raw = b"x" * 2_000_000
    assert failure().is_permanent


def test_a_service_that_says_nothing_is_given_up(
    kind: str, service: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "_TIMEOUT_SECONDS", 0.2)
    service.silent = threading.Event()
    assert not failure().is_permanent


def test_a_service_that_is_not_there_is_tried_again(kind: str, settings: Settings) -> None:
    settings.TRANSLATION_URL = "http://127.0.0.1:9"
    assert not failure().is_permanent


def check_no_redirect_is_followed(service: Talk) -> None:
    with translation_service() as elsewhere:
        service.status = 302
        service.reply_headers = {"Location": elsewhere.url + "/translate"}
        assert failure().is_permanent
        assert elsewhere.asked == []
        assert elsewhere.paths == []


def test_words_never_go_where_a_service_points(kind: str, service: Talk) -> None:
    check_no_redirect_is_followed(service)


def test_sabotage_a_redirect_that_is_followed_is_noticed(
    kind: str, service: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from urllib.request import HTTPRedirectHandler, Request

    def follow(self: HTTPRedirectHandler, req: Request, *args: object) -> Request:
        return Request(str(args[-1]), data=req.data, headers=dict(req.header_items()))

    monkeypatch.setattr(transport._NoRedirects, "redirect_request", follow)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        check_no_redirect_is_followed(service)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://x/", "//x"])
def test_an_address_that_is_no_web_address_is_never_opened(
    kind: str, settings: Settings, url: str
) -> None:
    settings.TRANSLATION_URL = url
    assert failure().is_permanent


def test_a_failure_holds_nothing_of_the_text(kind: str, service: Talk) -> None:
    service.status, service.raw = 500, b"Where is the bike?"
    assert "bike" not in str(failure())


def test_without_a_service_nothing_is_sent(settings: Settings) -> None:
    settings.TRANSLATION_SERVICE = ""
    assert not is_set_up()
    assert failure().is_permanent
