"""The inbox: exactly once."""

from datetime import timedelta

import pytest

from commonbeat.delivery import actions, queries
from commonbeat.delivery.channels import inbox
from commonbeat.delivery.models import InboxItem, OutboxMessage
from commonbeat.delivery.rules import Channel, MessageState
from commonbeat.delivery.tests.factories import NOW, make_content, make_endpoint, make_messages

pytestmark = pytest.mark.django_db


def test_a_text_lies_in_the_inbox_once() -> None:
    message = make_messages(1, channel=Channel.INBOX)[0]
    assert inbox.deliver(now=NOW) == 1
    assert inbox.deliver(now=NOW) == 0
    OutboxMessage.objects.update(state=MessageState.QUEUED)  # as if the mark had been lost
    assert inbox.deliver(now=NOW) == 1
    item = queries.inbox(message.endpoint).get()
    assert item.content.subject == "Bike thefts at the station"
    assert queries.unread_count(message.endpoint) == 1
    actions.mark_read(item=item, now=NOW)
    actions.mark_read(item=item, now=NOW + timedelta(hours=1))
    item.refresh_from_db()
    assert (item.read_at, queries.unread_count(message.endpoint)) == (NOW, 0)


def test_newest_comes_first() -> None:
    endpoint = make_endpoint("user:1", channel=Channel.INBOX)
    for n in range(3):
        actions.enqueue(content=make_content(f"alert:{n}"), endpoint=endpoint, now=NOW)
        inbox.deliver(now=NOW + timedelta(minutes=n))
    labels = [item.content.label for item in queries.inbox(endpoint)]
    assert labels == ["alert:2", "alert:1", "alert:0"]


def test_what_expired_is_not_delivered() -> None:
    make_messages(1, channel=Channel.INBOX, content=make_content("alert:late", expires_at=NOW))
    inbox.deliver(now=NOW)
    assert not InboxItem.objects.exists()
    assert OutboxMessage.objects.get().state == MessageState.EXPIRED
