"""Double opt-in: an address hears nothing until its owner says so, and tells nothing."""

from datetime import timedelta
from typing import Any

import pytest

from commonbeat.accounts.models import User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.alerts import actions, queries
from commonbeat.alerts.actions import Topic, Wish
from commonbeat.alerts.models import Follow, FollowCell
from commonbeat.alerts.tests.factories import CELL, NOW, OTHER_CELL
from commonbeat.audit.models import AuditEntry
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.delivery import actions as delivery
from commonbeat.delivery.models import Content, Endpoint, OutboxMessage

pytestmark = pytest.mark.django_db
WISH = Wish(topics=(Topic.SAFETY,), cells=(CELL,))
ADDRESS = "kit@example.com"


def ask(address: str = ADDRESS, wish: Wish = WISH, **changes: Any) -> Follow:
    fields: dict[str, Any] = {"realm_id": LIVE_REALM_ID, "language": "en", "now": NOW} | changes
    return actions.ask_to_follow(address=address, wish=wish, **fields)


def mailed_token() -> str:
    return Content.objects.latest("pk").link_path.rstrip("/").rsplit("/", 1)[1]


def test_asking_sends_one_link_and_starts_nothing() -> None:
    ask()
    assert OutboxMessage.objects.count() == 1
    assert Content.objects.get().is_personal
    assert not FollowCell.objects.exists()


def test_confirming_starts_the_alerts() -> None:
    ask()
    follow = actions.confirm_follow(token=mailed_token(), now=NOW)
    assert follow.confirmed_at == NOW
    assert [(c.cell, c.topic) for c in FollowCell.objects.all()] == [(CELL, Topic.SAFETY)]


def test_confirming_twice_is_confirming_once() -> None:
    ask()
    token = mailed_token()
    first = actions.confirm_follow(token=token, now=NOW)
    again = actions.confirm_follow(token=token, now=NOW + timedelta(hours=1))
    assert first.pk == again.pk
    assert again.confirmed_at == NOW
    assert AuditEntry.objects.filter(event="follow.confirmed").count() == 1


def test_the_stored_token_opens_nothing() -> None:
    follow = ask()
    token = mailed_token()
    assert follow.token_digest is not None
    assert token.encode() not in bytes(follow.token_digest)
    assert bytes(follow.token_digest).hex() != token


@pytest.mark.parametrize("token", ["", "0" * 40, "made-up"])
def test_a_made_up_link_confirms_nothing(token: str) -> None:
    ask()
    with pytest.raises(actions.LinkTooOld):
        actions.confirm_follow(token=token, now=NOW)


def test_a_link_works_for_three_days() -> None:
    ask()
    with pytest.raises(actions.LinkTooOld):
        actions.confirm_follow(token=mailed_token(), now=NOW + timedelta(days=3))


def test_one_address_gets_one_link_in_ten_minutes() -> None:
    for minutes in range(10):
        ask(now=NOW + timedelta(minutes=minutes))
    assert OutboxMessage.objects.count() == 1
    ask(now=NOW + timedelta(minutes=10))
    assert OutboxMessage.objects.count() == 2


def test_the_one_link_confirms_the_newest_wish() -> None:
    ask()
    token = mailed_token()
    newest = Wish(topics=(Topic.FRAUD,), whole_town=True)
    ask(wish=newest, now=NOW + timedelta(minutes=2))
    assert actions.confirm_follow(token=token, now=NOW).wish == newest


def test_a_stranger_changes_nothing_of_what_an_address_follows() -> None:
    ask()
    actions.confirm_follow(token=mailed_token(), now=NOW)
    ask(
        wish=Wish(topics=(Topic.FRAUD,), whole_town=True),
        language="zh-hans",
        now=NOW + timedelta(hours=1),
    )
    endpoint = Endpoint.objects.get()
    assert endpoint.language == "en"
    follow = queries.confirmed_follow(endpoint)
    assert follow is not None
    assert follow.wish == WISH
    assert FollowCell.objects.get().cell == CELL


def test_confirming_again_replaces_what_was_followed() -> None:
    ask()
    actions.confirm_follow(token=mailed_token(), now=NOW)
    ask(wish=Wish(topics=(Topic.SAFETY,), cells=(OTHER_CELL,)), now=NOW + timedelta(hours=1))
    actions.confirm_follow(token=mailed_token(), now=NOW + timedelta(hours=1))
    assert Follow.objects.count() == 1
    assert FollowCell.objects.get().cell == OTHER_CELL


def test_who_stopped_is_asked_once_a_day_at_most_and_may_start_again() -> None:
    ask()
    actions.confirm_follow(token=mailed_token(), now=NOW)
    endpoint = Endpoint.objects.get()
    actions.stop_following(endpoint=endpoint, now=NOW)
    assert not Follow.objects.exists()
    ask(now=NOW + timedelta(hours=1))
    sent = OutboxMessage.objects.count()
    ask(now=NOW + timedelta(hours=5))
    assert OutboxMessage.objects.count() == sent
    actions.confirm_follow(token=mailed_token(), now=NOW + timedelta(hours=6))
    endpoint.refresh_from_db()
    assert endpoint.stopped_at is None


def test_stopping_from_a_message_forgets_the_follow(
    django_capture_on_commit_callbacks: Any,
) -> None:
    ask()
    actions.confirm_follow(token=mailed_token(), now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        delivery.stop(endpoint=Endpoint.objects.get(), now=NOW)
    assert not Follow.objects.exists()
    assert not FollowCell.objects.exists()


@pytest.mark.parametrize("wish", [Wish(topics=(), whole_town=True), Wish(topics=(Topic.SAFETY,))])
def test_a_wish_names_a_topic_and_a_place(wish: Wish) -> None:
    with pytest.raises(actions.NothingPicked):
        ask(wish=wish)
    assert not Endpoint.objects.exists()


def test_wishes_that_nobody_confirms_are_forgotten() -> None:
    ask()
    assert actions.forget_unconfirmed(now=NOW + timedelta(days=2)) == 0
    assert actions.forget_unconfirmed(now=NOW + timedelta(days=3)) == 1
    assert not Follow.objects.exists()


def test_the_inbox_needs_no_link() -> None:
    person: User = make_user()
    follow = actions.follow_in_inbox(
        realm_id=LIVE_REALM_ID, user=person, wish=WISH, language="en", now=NOW
    )
    assert FollowCell.objects.get().follow == follow
    other = Wish(topics=(Topic.TRAVEL,), whole_town=True)
    actions.follow_in_inbox(
        realm_id=LIVE_REALM_ID, user=person, wish=other, language="zh-hans", now=NOW
    )
    assert Follow.objects.get().wish == other
    assert Endpoint.objects.get().language == "zh-hans"


def test_the_log_names_no_address() -> None:
    ask()
    actions.confirm_follow(token=mailed_token(), now=NOW)
    for entry in AuditEntry.objects.all():
        assert ADDRESS not in f"{entry.subject} {entry.actor_label} {entry.payload}"
