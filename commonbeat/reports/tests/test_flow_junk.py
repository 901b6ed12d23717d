"""Nasty words and junk, from the first page of a report to the last."""

import pytest
from django.test import Client

from commonbeat.reports.models import Report
from commonbeat.reports.rules import tidy_text
from commonbeat.reports.rules.steps import Step
from commonbeat.reports.tests.test_flow import all_at_once

pytestmark = pytest.mark.django_db


NASTY = [
    "\x00",
    "a\x00b",
    "\u202eevil\u202c",
    "🙂" * 300,
    "👩‍👩‍👧‍👦",
    "é" + "\u0301" * 200,
    "\u200b\u200b",
    "\ufeffBOM",
    "\ud800",
    "' OR 1=1 --",
    "'; DROP TABLE reports_report; --",
    "{{ 7*7 }}",
    "{% load i18n %}",
    "${7*7}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "&lt;b&gt;",
    "&amp;",
    "%00%0d%0a",
    "\r\nSet-Cookie: a=b",
    "../../etc/passwd",
    "CON",
    "=1+1",
    "@SUM(A1)",
    "+44 7700 900000",
    "-1",
    "NaN",
    "Infinity",
    "1e309",
    "0x1F",
    "null",
    "undefined",
    "true",
    "[]",
    "{}",
    "\\",
    "\\u0000",
    "\t\ttabs",
    "line\nline\r\nline\rline",
    " ",
    "\n\n\n",
    "ﷺ" * 100,
    "שלום עולם",
    "مرحبا بالعالم",
    "简体中文报告",
    "กรุงเทพ",
    "\U000e0001",
    "\x7f\x80\x9f",
    "\ue000csrf\ue001",
    "\ue000receipt\ue001",
    "A" * 5_000,
    "A" * 5_001,
    "word " * 40_000,
    *(chr(point) for point in range(1, 32)),
    *(f"<{tag}>" for tag in ("iframe", "object", "style", "base", "meta", "link", "form", "math")),
    *("%s" * n for n in (1, 5)),
    *("(" * n for n in (10, 1_000)),
]


@pytest.mark.parametrize("field", ["description", "place"])
def test_nasty_words_are_shown_as_they_were_written(client: Client, field: str) -> None:
    assert len(NASTY) >= 100
    for words in NASTY:
        Report.objects.all().delete()
        sendable = words.encode("utf-8", "replace").decode()
        answers = all_at_once(where_unknown="", place="Somewhere")
        page = client.post("/report/", {**answers, field: sendable})
        assert page.status_code in {200, 422, 400}, repr(words[:40])
        assert "<script>alert" not in page.content.decode().replace("&lt;", "<!")
        for report in Report.objects.all():
            kept = getattr(report, field)
            wanted = tidy_text(sendable)
            assert kept == (wanted.replace("\n", " ") if field == "place" else wanted)


def test_sabotage_a_page_that_trusts_words_is_noticed(client: Client) -> None:
    from django.utils.html import escape
    from django.utils.safestring import mark_safe

    bad = "</textarea><script>alert(1)</script>"
    assert "<script>alert" in str(mark_safe(bad))
    assert "<script>alert" not in escape(bad)


@pytest.mark.parametrize("step", list(Step))
def test_every_page_can_be_opened_at_any_time(client: Client, step: Step) -> None:
    page = client.post("/report/", {"go": step.value})
    assert page.status_code in {200, 422}


@pytest.mark.parametrize(
    "junk",
    [
        {"step": "nowhere"},
        {"go": "nowhere"},
        {"map": "area.nowhere"},
        {"map": "spot.zzzz"},
        {"cell": "zzzz", "step": "where"},
        {"cell": "ffffffffffffffff", "step": "where"},
        {"receipt": "x" * 5000},
        {"when": "exact", "day_0": "99", "day_1": "99", "day_2": "x", "step": "when"},
        {"when": "exact", "day_0": "1", "day_1": "1", "day_2": "99999999", "step": "when"},
        {"when": "exact", "day_0": "31", "day_1": "2", "day_2": "2026", "step": "when"},
        {"when": "between", "time": "nonsense", "said_on": "nonsense", "step": "when"},
        {"about-../../etc/passwd": "x", "step": "evidence"},
        {"go": "remove-" + "x" * 400, "step": "evidence"},
        {"identity": "king", "step": "identity"},
    ],
)
def test_junk_is_answered_with_a_page(client: Client, junk: dict[str, str]) -> None:
    assert client.post("/report/", junk).status_code in {200, 422}
    assert not Report.objects.exists()


def test_a_cell_that_is_no_place_of_ours_is_refused_beside_the_field(client: Client) -> None:
    page = client.post("/report/", all_at_once(where_unknown="", cell="89283082803ffff"))
    assert page.status_code == 422
    assert "outside the area" in page.content.decode()
    assert not Report.objects.exists()
