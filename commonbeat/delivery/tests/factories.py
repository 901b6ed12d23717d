"""Texts and addresses to test with."""

from datetime import UTC, datetime
from typing import Any

from commonbeat.core.models import LIVE_REALM_ID, Realm
from commonbeat.delivery import actions
from commonbeat.delivery.models import Content, Endpoint, OutboxMessage
from commonbeat.delivery.rules import Channel

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


def make_exercise(name: str = "Exercise Bluebell") -> Realm:
    """Open an exercise."""
    return Realm.objects.create(kind=Realm.Kind.EXERCISE, name=name, opened_at=NOW)


def make_endpoint(
    address: str = "ann@example.com",
    *,
    channel: str = Channel.EMAIL,
    realm_id: int = LIVE_REALM_ID,
    language: str = "en",
) -> Endpoint:
    """Make an address."""
    return actions.ensure_endpoint(
        realm_id=realm_id, channel=channel, address=address, language=language, now=NOW
    )


def make_content(label: str = "alert:one", **fields: Any) -> Content:
    """Write a text."""
    wanted: dict[str, Any] = {
        "realm_id": LIVE_REALM_ID,
        "language": "en",
        "subject": "Bike thefts at the station",
        "body": "Lock your bike twice.\n\nTell us what you saw.",
        "link_path": "/alerts/abc/",
        "now": NOW,
    }
    return actions.write_content(label=label, **(wanted | fields))


def make_messages(
    number: int, *, content: Content | None = None, channel: str = Channel.EMAIL
) -> list[OutboxMessage]:
    """Put one text into the outbox for some addresses."""
    content = content or make_content()
    return [
        actions.enqueue(
            content=content,
            endpoint=make_endpoint(f"person{n}@example.com", channel=channel),
            now=NOW,
        )
        for n in range(number)
    ]
