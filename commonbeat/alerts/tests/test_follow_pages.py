"""The pages of alerts: what can be followed, the link, the inbox."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.alerts import actions, queries
from commonbeat.alerts.models import Follow, FollowCell
from commonbeat.alerts.tests.factories import NOW
from commonbeat.alerts.tests.test_follows import WISH
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.delivery.models import Content, Endpoint, InboxItem, OutboxMessage

pytestmark = pytest.mark.django_db
ANSWERS = {"topics": ["safety"], "where": "town", "email": "kit@example.com", "language": "en"}


def ask(client: Client, **changes: Any) -> Any:
    return client.post(reverse("alerts:home"), ANSWERS | changes)


def link() -> str:
    return Content.objects.latest("pk").link_path


def test_following_by_email_mails_a_link(client: Client) -> None:
    response = ask(client)
    assert response.headers["Location"] == reverse("alerts:sent")
    assert client.get(link()).status_code == 200


def test_opening_the_link_starts_nothing_and_pressing_the_button_does(client: Client) -> None:
    ask(client)
    address = link()
    client.get(address)
    client.head(address)
    assert not FollowCell.objects.exists(), "a mail scanner confirmed"
    response = client.post(address)
    assert FollowCell.objects.exists()
    assert client.get(response.headers["Location"]).status_code == 200


def test_the_check_of_scanners_can_fail(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: looking at the page confirms."""
    ask(client)
    looked_up = queries.follow_to_confirm

    def confirming(token: str, *, now: Any) -> Any:
        found = looked_up(token, now=now)
        if found is not None and found.confirmed_at is None:
            actions.follows._begin(found, now)
        return found

    monkeypatch.setattr(queries, "follow_to_confirm", confirming)
    client.get(link())
    assert FollowCell.objects.exists()


def test_nothing_says_whether_an_address_is_known(client: Client) -> None:
    ask(client)
    client.post(link())
    known, unknown = ask(client), ask(client, email="nobody@example.com")
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert known.content == unknown.content
    pages = [client.get(known.headers["Location"]).content for _ in range(2)]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": ""}, "Enter your email address"),
        ({"email": "kit@"}, "right form"),
        ({"topics": []}, "Choose at least one thing"),
        ({"where": "places"}, "Pick at least one neighbourhood"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    client: Client, changes: dict[str, Any], words: str
) -> None:
    response = ask(client, **changes)
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    if changes.get("email"):
        assert changes["email"] in page
    assert not OutboxMessage.objects.exists()


def test_asking_for_another_part_of_the_map_judges_nothing(client: Client) -> None:
    response = ask(client, email="", map="city")
    assert response.status_code == 200
    assert "cb-errors" not in response.content.decode()
    assert not OutboxMessage.objects.exists()


def test_an_old_link_says_what_to_do(client: Client) -> None:
    response = client.get(reverse("alerts:confirm", args=["0" * 40]))
    assert response.status_code == 404
    assert reverse("alerts:home") in response.content.decode()


def test_the_link_in_a_message_changes_and_stops(client: Client) -> None:
    ask(client)
    where = client.post(link()).headers["Location"]
    response = client.post(where, {"topics": ["fraud"], "where": "town", "language": "zh-hans"})
    assert response.status_code == 200
    assert Follow.objects.get().topics == ["fraud"]
    client.post(reverse("delivery:stop", args=[Endpoint.objects.get().stop_token]))
    assert Endpoint.objects.get().stopped_at is not None


def test_somebody_signed_in_follows_in_their_inbox(client: Client) -> None:
    sign_in(client, make_user())
    response = ask(client, via="inbox", email="")
    assert response.headers["Location"] == reverse("alerts:inbox")
    assert Follow.objects.get().confirmed_at is not None
    page = client.get(reverse("alerts:inbox")).content.decode()
    assert "Nothing here yet" in page


def _item(client: Client) -> InboxItem:
    person = make_user()
    sign_in(client, person)
    follow = actions.follow_in_inbox(
        realm_id=LIVE_REALM_ID, user=person, wish=WISH, language="en", now=NOW
    )
    content = Content.objects.create(
        realm_id=LIVE_REALM_ID,
        label="x",
        language="en",
        subject="Lock it",
        body="Two locks.",
        link_path="/near-me/",
        priority=2,
        created_at=NOW,
    )
    return InboxItem.objects.create(
        realm_id=LIVE_REALM_ID, content=content, endpoint=follow.endpoint, delivered_at=NOW
    )


def test_what_is_new_in_the_inbox_is_marked_until_it_is_opened(client: Client) -> None:
    item = _item(client)
    assert "cb-tag--new" in client.get(reverse("alerts:inbox")).content.decode()
    response = client.post(reverse("alerts:open_item", args=[item.pk]))
    assert response.headers["Location"] == "/near-me/"
    assert "cb-tag--new" not in client.get(reverse("alerts:inbox")).content.decode()


def test_another_persons_message_is_not_there(client: Client) -> None:
    item = _item(Client())
    sign_in(client, make_user())
    response = client.post(reverse("alerts:open_item", args=[item.pk]))
    assert response.status_code == 404
    item.refresh_from_db()
    assert item.read_at is None


def test_stopping_in_the_inbox_keeps_what_is_there(client: Client) -> None:
    item = _item(client)
    client.post(reverse("alerts:stop_inbox"))
    assert not Follow.objects.exists()
    assert InboxItem.objects.filter(pk=item.pk).exists()


def test_a_visitor_without_a_session_is_not_looked_up(client: Client) -> None:
    client.get(reverse("alerts:home"))  # reads the geography
    with CaptureQueriesContext(connection) as asked:
        response = client.get(reverse("alerts:home"))
    assert "cb_session" not in response.cookies
    read = " ".join(query["sql"] for query in asked.captured_queries)
    assert "accounts_" not in read
    assert "session" not in read
