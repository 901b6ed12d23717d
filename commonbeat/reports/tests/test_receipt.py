"""Opening a report with its receipt: nothing else does, and guessing is slowed down."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client

from commonbeat.core.callers import caller_of
from commonbeat.core.ids import ALPHABET, grouped
from commonbeat.reports.models import Report
from commonbeat.reports.queries import report_by_receipt
from commonbeat.reports.rules.limiter import KEY_LIFE, LONGEST_WAIT, Limiter
from commonbeat.reports.tests.factories import NOON, make_receipt, make_report
from commonbeat.reports.tests.walking import opened
from commonbeat.reports.views import receipt as receipt_views

pytestmark = pytest.mark.django_db

# A page holds what was typed, and says until when it may be kept.
OF_THE_MOMENT = {"Content-Length", "Expires", "Last-Modified"}


def test_a_receipt_opens_its_report_however_it_was_copied(client: Client) -> None:
    code = make_receipt()
    make_report(receipt=code)
    for copied in (code, grouped(code), grouped(code).lower(), f" {grouped(code)}\n"):
        other = Client()
        assert other.post("/receipt/", {"receipt": copied}).status_code == 302
        assert "library" in other.get("/receipt/thread/").content.decode()


def test_the_receipt_is_in_no_address_and_in_no_row() -> None:
    code = make_receipt()
    report = make_report(receipt=code)
    client = Client()
    page = client.post("/receipt/", {"receipt": code})
    assert page.headers["Location"] == "/receipt/thread/"
    assert code not in str(page.headers) and code not in str(page.cookies)
    row = Report.objects.filter(pk=report.pk).values().get()
    assert len(bytes(row["receipt_digest"])) == 32
    assert code not in str(row) and code.encode() not in bytes(row["receipt_digest"])


def test_the_cookie_is_sealed_and_goes_nowhere_else(client: Client) -> None:
    report, _code = opened(client)
    for name, path in (("cb_receipt", "/receipt/"), ("cb_receipt_live", "/live/receipt/")):
        cookie = client.cookies[name]
        assert cookie["path"] == path
        assert cookie["httponly"] and cookie["samesite"] == "Strict"
        assert not cookie["max-age"] and not cookie["expires"]
        assert report.key not in cookie.value


def near_misses(code: str) -> list[str]:
    """Return receipts that are nearly a real one: the first, a middle, the last letter is wrong."""
    other = {letter: "B" if letter == "A" else "A" for letter in code}
    places = (0, 1, len(code) // 2, len(code) - 1)
    wrong = [f"{code[:n]}{other[code[n]]}{code[n + 1 :]}" for n in places]
    return [*wrong, code[:-1], code + code[-1], code[1:] + code[0]]


def answer_to(given: str) -> tuple[object, ...]:
    """Return all that a browser gets for a receipt, but for its token and what it sent itself."""
    page = Client().post("/receipt/", {"receipt": given})
    text = page.content.decode().replace(f'value="{given}"', "")
    start, _, end = text.partition("csrfmiddlewaretoken")
    # Longer by what was sent, and of the second in which it was made.
    said = {name: value for name, value in page.headers.items() if name not in OF_THE_MOMENT}
    cookies = [(name, str(page.cookies[name]["max-age"])) for name in sorted(page.cookies)]
    return (page.status_code, start, end.partition(">")[2], str(sorted(said.items())), str(cookies))


def check_wrong_receipts_are_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    code = make_receipt()
    make_report(receipt=code)
    answers = set()
    for given in (*near_misses(code), "A" * 24, make_receipt(), "QZQZ", "🙂🙂", "0" * 99):
        # Each is the first guess of somebody else: none waits.
        monkeypatch.setattr(receipt_views, "_limiter", Limiter())
        answers.add(answer_to(given))
    assert len(answers) == 1, "wrong receipts are told apart"
    assert {answer[0] for answer in answers} == {422}


def test_every_wrong_receipt_gets_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    check_wrong_receipts_are_alike(monkeypatch)


def test_sabotage_a_header_that_knows_a_near_miss_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def careless(request: HttpRequest, *args: Any, **facts: Any) -> HttpResponse:
        response = render(request, *args, **facts)
        given = request.POST.get("receipt", "")
        nearly = any(report_by_receipt(given[:-1] + letter) for letter in ALPHABET)
        response.headers["Server-Timing"] = f"db;dur={2 if nearly else 1}"
        return response

    monkeypatch.setattr(receipt_views, "render", careless)
    with pytest.raises(AssertionError, match="told apart"):
        check_wrong_receipts_are_alike(monkeypatch)


def test_opening_asks_the_same_of_the_database_right_or_wrong(
    client: Client, django_assert_num_queries: Any
) -> None:
    code = make_receipt()
    make_report(receipt=code)
    for given in (code, make_receipt(), "short"):
        with django_assert_num_queries(1):
            client.post("/receipt/", {"receipt": given})


def check_guessing_is_slowed(limiter: Limiter) -> None:
    now, tries = NOON, 0
    for _second in range(600):
        now += timedelta(seconds=1)
        if not limiter.wait("1.2.3.4", now=now):
            limiter.note_wrong("1.2.3.4", now=now)
            tries += 1
    assert tries < 25


def test_guessing_is_slowed_by_the_fifth_try_and_stopped_by_the_tenth() -> None:
    check_guessing_is_slowed(Limiter())


def test_sabotage_a_limiter_that_does_not_count_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Limiter, "note_wrong", lambda *_a, **_k: None)
    with pytest.raises(AssertionError):
        check_guessing_is_slowed(Limiter())


def test_a_holder_waits_a_minute_at_the_most(client: Client) -> None:
    code = make_receipt()
    make_report(receipt=code)
    statuses = [client.post("/receipt/", {"receipt": "A" * 24}).status_code for _ in range(30)]
    assert statuses[:5] == [422] * 5 and 429 in statuses
    blocked = client.post("/receipt/", {"receipt": code})
    assert blocked.status_code == 429
    assert 0 < int(blocked.headers["Retry-After"]) <= LONGEST_WAIT.total_seconds()
    assert client.post("/receipt/", {"receipt": code}, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_the_limiter_keeps_no_address_and_forgets_its_key() -> None:
    limiter = Limiter()
    for _ in range(6):
        limiter.note_wrong(caller_of("203.0.113.77"), now=NOON)
    held = repr(vars(limiter))
    assert "203.0.113" not in held
    key = limiter._key
    assert limiter.wait(caller_of("203.0.113.77"), now=NOON)
    assert not limiter.wait(caller_of("203.0.113.77"), now=NOON + KEY_LIFE)
    assert limiter._key != key and not limiter._tries


def test_callers_are_told_apart_by_network() -> None:
    assert caller_of("2001:db8::1") == caller_of("2001:db8::ffff")
    assert caller_of("2001:db8:0:1::1") != caller_of("2001:db8:0:2::1")
    assert caller_of("::ffff:10.1.2.3") == caller_of("10.1.2.3")
    assert caller_of("nonsense") == ""
