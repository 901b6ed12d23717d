"""What everybody sees: the first page, a warning, Near me."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonbeat.core import clock
from commonbeat.places.models import CrimeCategory, CrimeCount, CrimeImport
from commonbeat.places.queries import cells_of_area
from commonbeat.places.tests.factories import make_areas
from commonbeat.publishing import actions, queries
from commonbeat.publishing.models import Publication
from commonbeat.publishing.presenters import promise_views
from commonbeat.publishing.rules import Severity, Words
from commonbeat.publishing.tests.factories import (
    make_draft,
    make_live_warning,
    make_news,
    make_warning,
    make_writer,
)
from commonbeat.publishing.views.caching import KEPT_SECONDS
from commonbeat.reports.queries import PromiseTotal
from commonbeat.reports.rules import ClockKind

pytestmark = pytest.mark.django_db
CELL_OF_LONDON = 0x88195DA49BFFFFF
HEADLINE = "Keep your drink with you on Friargate tonight"


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def text(client: Client, address: str, **headers: str) -> str:
    cache.clear()
    return client.get(address, headers=headers).content.decode()


def everywhere(client: Client) -> list[str]:
    """Return every public page that lists warnings."""
    return [text(client, reverse("publishing:home")), text(client, reverse("publishing:near_me"))]


def live(**changes: Any) -> Publication:
    return make_live_warning(now=clock.now(), **changes)


def test_a_live_warning_shows_on_every_page_that_lists_warnings(client: Client) -> None:
    live()
    assert all(HEADLINE in page for page in everywhere(client))


@pytest.mark.parametrize("state", ["draft", "awaiting"])
def test_what_nobody_agreed_to_shows_nowhere(client: Client, state: str) -> None:
    writer = make_writer()
    draft = make_warning(writer=writer, now=clock.now())
    if state == "awaiting":
        actions.ask_for_approval(
            publication=draft, writer=writer, expected_revision=1, now=clock.now()
        )
    assert not any(HEADLINE in page for page in everywhere(client))
    assert client.get(reverse("publishing:alert", args=[draft.key])).status_code == 404


def shown_after_its_end(client: Client, warning: Publication) -> bool:
    """Say whether a warning that no sweep has ended still shows anywhere."""
    Publication.objects.filter(pk=warning.pk).update(ends_at=clock.now() - timedelta(seconds=1))
    page = text(client, reverse("publishing:alert", args=[warning.key]))
    return any(HEADLINE in listed for listed in everywhere(client)) or "On now" in page


def test_what_ran_out_shows_nowhere_even_if_no_sweep_ever_ran(client: Client) -> None:
    assert not shown_after_its_end(client, live())


def test_the_check_of_the_end_can_fail(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: what is live shows, whatever the time."""
    warning = live()
    monkeypatch.setattr(
        queries.Publication.objects._queryset_class,  # type: ignore[attr-defined]
        "showing",
        lambda self, now: self.filter(state="live"),
    )
    assert shown_after_its_end(client, warning)


def test_what_was_cancelled_is_gone_within_the_time_that_caches_keep(client: Client) -> None:
    warning = live()
    actions.cancel_warning(
        publication=warning, canceller=make_writer(), reason="Over.", now=clock.now()
    )
    assert not any(HEADLINE in page for page in everywhere(client))
    page = text(client, reverse("publishing:alert", args=[warning.key]))
    assert "taken back" in page
    assert HEADLINE not in page.split("<main")[1]
    assert KEPT_SECONDS * 2 < 60


def test_the_address_of_old_words_leads_to_the_new_ones(client: Client) -> None:
    warning = live()
    writer = make_writer()
    update = actions.start_update(publication=warning, writer=writer, now=clock.now())
    words = {"en": Words("Use the back door", "The front is closed.")}
    saved = actions.save_draft(
        publication=update,
        draft=make_draft(now=clock.now(), words=words),
        writer=writer,
        expected_revision=1,
        now=clock.now(),
    )
    asked = actions.ask_for_approval(
        publication=saved, writer=writer, expected_revision=saved.revision, now=clock.now()
    )
    actions.approve(
        publication=asked,
        approver=make_writer(),
        expected_revision=asked.revision,
        now=clock.now(),
    )
    cache.clear()
    response = client.get(reverse("publishing:alert", args=[warning.key]))
    assert response.headers["Location"] == reverse("publishing:alert", args=[update.key])
    page = text(client, response.headers["Location"])
    assert "Use the back door" in page
    assert HEADLINE not in page.split("<main")[1]


def test_a_warning_is_read_in_the_language_of_the_page(client: Client) -> None:
    warning = live()
    page = text(
        client, reverse("publishing:alert", args=[warning.key]), **{"Accept-Language": "zh-hans"}
    )
    assert "请看好您的饮料" in page


def test_words_that_are_missing_in_a_language_say_which_one_they_are_in(client: Client) -> None:
    live(words={"en": Words(HEADLINE, "Both are safe.")})
    page = text(client, reverse("publishing:home"), **{"Accept-Language": "zh-hans"})
    assert HEADLINE in page
    assert 'lang="en"' in page


def test_the_worst_comes_first(client: Client) -> None:
    live(severity=Severity.MINOR, words={"en": Words("Minor one", "x")})
    live(severity=Severity.SEVERE, words={"en": Words("Severe one", "x")})
    live(severity=Severity.WARNING, words={"en": Words("Middle one", "x")})
    page = text(client, reverse("publishing:home"))
    places = [page.index(words) for words in ("Severe one", "Middle one", "Minor one")]
    assert places == sorted(places)


def test_empty_pages_say_what_to_do_next(client: Client) -> None:
    home, near_me = everywhere(client)
    assert "No warnings now." in home
    assert "No news yet" in home
    assert "No figures have been put on this site yet" in near_me


def test_the_tiles_name_no_topic_in_an_address(client: Client) -> None:
    page = text(client, reverse("publishing:home"))
    assert "?topic" not in page
    response = client.post(reverse("reports:begin"), {"go": "emergency", "topic": "bike-taken"})
    assert response.status_code == 200
    assert "bike-taken" in response.content.decode()


def test_the_first_page_is_small_asks_little_and_sets_no_cookie(client: Client) -> None:
    live()
    make_news(now=clock.now())
    client.get(reverse("publishing:home"))
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        response = client.get(reverse("publishing:home"))
    assert len(asked) <= 10
    assert len(response.content) < 60_000
    assert not response.cookies
    assert response.headers["Cache-Control"] == f"public, max-age={KEPT_SECONDS}"
    assert {"Cookie", "Accept-Language"} <= set(response.headers["Vary"].split(", "))


def test_the_number_of_warnings_does_not_change_the_number_of_queries(client: Client) -> None:
    counts = []
    for _ in range(2):
        for _ in range(3):
            live()
        cache.clear()
        client.get(reverse("publishing:home"))
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("publishing:home"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_page_that_was_kept_is_not_made_again(client: Client) -> None:
    client.get(reverse("publishing:home"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("publishing:home"))
    assert len(asked) == 0


def test_somebody_with_a_session_gets_a_page_of_their_own(client: Client) -> None:
    client.cookies["cb_session"] = "0" * 32
    response = client.get(reverse("publishing:home"))
    assert "public" not in response.headers["Cache-Control"]


@pytest.fixture
def cell() -> int:
    """Return a shape of a neighbourhood of ours."""
    return cells_of_area(make_areas()[0], 8)[0]


def crimes(cell: int, count: int, category: CrimeCategory = CrimeCategory.BURGLARY) -> None:
    month = date(2026, 10, 1)
    CrimeImport.objects.get_or_create(
        month=month, force="Test Police", defaults={"rows": count, "imported_at": clock.now()}
    )
    CrimeCount.objects.create(month=month, resolution=8, cell=cell, category=category, count=count)


def test_small_numbers_of_crimes_are_never_shown(client: Client, cell: int) -> None:
    crimes(cell, 4)
    page = text(client, reverse("publishing:near_me"))
    assert "fewer than 5 crimes" in page
    assert "4 crimes" not in page


def test_the_figures_say_where_they_come_from(client: Client, cell: int) -> None:
    crimes(cell, 12)
    page = text(client, reverse("publishing:near_me"))
    assert all(
        words in page for words in ("October 2026", "data.police.uk", "Test Police", "approximate")
    )


def test_the_list_says_what_the_map_says(client: Client, cell: int) -> None:
    crimes(cell, 12)
    figure, rest = text(client, reverse("publishing:near_me")).split("</figure>")
    assert "12 crimes" in figure
    assert "12 crimes" in rest


def test_the_list_keeps_to_the_town(client: Client, cell: int) -> None:
    crimes(cell, 12)
    crimes(CELL_OF_LONDON, 99)
    assert "99 crimes" not in text(client, reverse("publishing:near_me"))


def test_one_kind_of_crime_can_be_looked_at_alone(client: Client, cell: int) -> None:
    crimes(cell, 12)
    crimes(cell, 7, CrimeCategory.DRUGS)
    page = text(client, reverse("publishing:near_me") + "?kind=drugs&show=crime")
    assert "7 crimes" in page
    assert "19 crimes" not in page


@pytest.mark.parametrize(
    "query", ["?kind=x&map=y&show=z", "?map=spot.zzz", "?q=%C2%B2", "?map=area."]
)
def test_near_me_bears_whatever_is_asked(client: Client, query: str) -> None:
    assert client.get(reverse("publishing:near_me") + query).status_code == 200


def test_promises_are_shown_only_of_five_reports_and_more() -> None:
    few = PromiseTotal(ClockKind.SEEN, kept=4, total=4)
    enough = PromiseTotal(ClockKind.ANSWERED, kept=9, total=10)
    shown = promise_views([few, enough])
    assert [view.state for view in shown] == ["done"]
    assert shown[0].label == "90 in 100 answered in 2 days"
