"""The room where warnings are written, as each role uses it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonbeat.accounts.models import Role, SignIn
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.alerts.queries import Reach
from commonbeat.alerts.tests.factories import CELL, make_followers
from commonbeat.core import clock
from commonbeat.core.models import Realm
from commonbeat.places.queries import cell_text
from commonbeat.publishing import actions
from commonbeat.publishing.models import Publication, PublicationState
from commonbeat.publishing.presenters import reach_view
from commonbeat.publishing.tests.factories import make_live_warning, make_warning, make_writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> Client:
    sign_in(client, make_user(Role.ENGAGEMENT_OFFICER))
    return client


def supervisor() -> Client:
    client = Client()
    sign_in(client, make_user(Role.SUPERVISOR))
    return client


def answers(**changes: Any) -> dict[str, Any]:
    ends_at = timezone.localtime(clock.now() + timedelta(hours=3))
    return {
        "severity": "warning",
        "topic": "safety",
        "headline_en": "Lock your bike",
        "facts_en": "Six were taken.",
        "cells": [cell_text(CELL)],
        "ends_at": ends_at.strftime("%Y-%m-%dT%H:%M"),
        "go": "save",
    } | changes


def test_a_warning_goes_from_a_draft_to_people_through_two_pairs_of_hands(officer: Client) -> None:
    make_followers(3)
    response = officer.post(reverse("publishing:new_warning"), answers(go="ask"))
    draft = Publication.objects.get()
    page = reverse("publishing:warning", args=[draft.key])
    assert response.headers["Location"] == page
    assert draft.state == PublicationState.AWAITING
    assert b"Say yes and send it" not in officer.get(page).content
    second = supervisor()
    assert b"Say yes and send it" in second.get(page).content
    second.post(
        reverse("publishing:approve", args=[draft.key]), {"revision": draft.revision, "back": page}
    )
    draft.refresh_from_db()
    assert draft.state == PublicationState.LIVE
    assert b"On its way" in second.get(page).content


def test_the_writer_cannot_post_their_own_yes(officer: Client) -> None:
    officer.post(reverse("publishing:new_warning"), answers(go="ask"))
    draft = Publication.objects.get()
    officer.post(reverse("publishing:approve", args=[draft.key]), {"revision": draft.revision})
    draft.refresh_from_db()
    assert draft.state == PublicationState.AWAITING


@pytest.mark.parametrize("name", ["approve", "cancel"])
def test_what_cannot_be_undone_asks_who_you_are_again(name: str) -> None:
    client = supervisor()
    warning = make_live_warning(now=clock.now())
    SignIn.objects.update(proved_at=clock.now() - timedelta(minutes=10))
    page = reverse("publishing:warning", args=[warning.key])
    response = client.post(
        reverse(f"publishing:{name}", args=[warning.key]),
        {"revision": "1", "reason": "Over.", "back": page},
    )
    assert response.status_code == 302
    assert "next=" in response.headers["Location"]
    warning.refresh_from_db()
    assert warning.state == PublicationState.LIVE


def test_a_yes_to_other_words_is_refused_and_said(officer: Client) -> None:
    writer = make_writer()
    draft = make_warning(writer=writer, now=clock.now())
    actions.ask_for_approval(publication=draft, writer=writer, expected_revision=1, now=clock.now())
    response = supervisor().post(
        reverse("publishing:approve", args=[draft.key]), {"revision": "99"}, follow=True
    )
    assert b"Somebody else changed this warning" in response.content


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(officer: Client) -> None:
    response = officer.post(
        reverse("publishing:new_warning"),
        answers(go="ask", headline_en="", cells=[], facts_en="Six were taken from one rack."),
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert "Write what people should do." in page
    assert "Pick at least one neighbourhood or shape." in page
    assert "Six were taken from one rack." in page
    assert Publication.objects.get().state == PublicationState.DRAFT


def test_words_that_are_too_long_are_shown_whole_again(officer: Client) -> None:
    long = "x" * 61
    response = officer.post(reverse("publishing:new_warning"), answers(headline_en=long))
    assert response.status_code == 422
    assert long in response.content.decode()


def test_a_draft_may_leave_anything_out(officer: Client) -> None:
    response = officer.post(
        reverse("publishing:new_warning"),
        {"severity": "minor", "topic": "safety", "go": "save"},
    )
    draft = Publication.objects.get()
    assert response.headers["Location"] == reverse("publishing:edit_warning", args=[draft.key])


def test_another_part_of_the_map_keeps_what_was_typed_and_judges_nothing(officer: Client) -> None:
    sent = answers(facts_en="Half a sent")
    del sent["go"]
    response = officer.post(reverse("publishing:new_warning"), sent | {"map": "city"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Half a sent" in page
    assert not Publication.objects.exists()


def test_somebody_who_saved_first_is_not_overwritten(officer: Client) -> None:
    draft = make_warning(now=clock.now())
    address = reverse("publishing:edit_warning", args=[draft.key])
    assert officer.post(address, answers(revision=1)).status_code == 302
    response = officer.post(address, answers(revision=1, headline_en="Mine"))
    assert response.status_code == 409
    assert "Mine" in response.content.decode()
    assert "Somebody else changed this warning" in response.content.decode()


def test_the_preview_counts_and_keeps_nothing(officer: Client) -> None:
    make_followers(26)
    response = officer.post(reverse("publishing:preview"), answers())
    page = response.content.decode()
    assert ">30 <" in page.replace("\n", "")
    assert "Warning: Lock your bike" in page
    assert not Publication.objects.exists()


def test_the_bars_tell_no_more_than_the_rounded_figures() -> None:
    view = reach_view(Reach(inbox=4, email=17))
    assert [(line.number, line.part) for line in view.lines] == [(0, 0), (20, 100)]


def test_taking_back_asks_for_a_reason(officer: Client) -> None:
    warning = make_live_warning(now=clock.now())
    address = reverse("publishing:cancel", args=[warning.key])
    assert officer.post(address, {"reason": ""}).status_code == 422
    officer.post(address, {"reason": "Found well."})
    warning.refresh_from_db()
    assert warning.state == PublicationState.CANCELLED
    page = officer.get(reverse("publishing:warning", args=[warning.key])).content.decode()
    assert "Cancelled" in page


def test_the_list_puts_what_waits_first(officer: Client) -> None:
    assert b"No warnings yet" in officer.get(reverse("publishing:warnings")).content
    make_live_warning(now=clock.now())
    writer = make_writer()
    waiting = make_warning(writer=writer, now=clock.now())
    actions.ask_for_approval(
        publication=waiting, writer=writer, expected_revision=1, now=clock.now()
    )
    page = officer.get(reverse("publishing:warnings")).content.decode()
    assert page.index("group-awaiting") < page.index("group-live")


def test_a_warning_of_another_realm_is_not_there(officer: Client) -> None:
    exercise = Realm.objects.create(
        kind=Realm.Kind.EXERCISE, name="Night of sirens", opened_at=clock.now()
    )
    warning = make_warning(realm_id=exercise.pk, now=clock.now())
    for name in ("warning", "edit_warning"):
        assert officer.get(reverse(f"publishing:{name}", args=[warning.key])).status_code == 404
    for name in ("approve", "send_back", "cancel", "pause", "resume", "update_warning", "discard"):
        response = supervisor().post(
            reverse(f"publishing:{name}", args=[warning.key]), {"reason": "x", "revision": "1"}
        )
        assert response.status_code == 404, name


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_asks_the_same_of_the_database_for_few_and_many(
    officer: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(count):
        make_live_warning(now=clock.now())
    with django_assert_max_num_queries(10):
        officer.get(reverse("publishing:warnings"))


def test_news_is_written_and_taken_down(officer: Client) -> None:
    address = reverse("publishing:news")
    assert officer.post(address, {"headline_en": "", "facts_en": ""}).status_code == 422
    officer.post(address, {"headline_en": "New lights", "facts_en": "They are on."})
    news = Publication.objects.get()
    public = reverse("publishing:news_item", args=[news.key])
    assert Client().get(public).status_code == 200
    officer.post(reverse("publishing:take_down", args=[news.key]))
    news.refresh_from_db()
    assert news.state == PublicationState.CANCELLED
    assert officer.get(public).status_code == 404
