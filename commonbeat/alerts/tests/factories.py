"""Followers for tests, demonstrations of load and benchmarks."""

from collections.abc import Iterable
from datetime import UTC, datetime

from commonbeat.alerts.models import Follow, FollowCell, Topic
from commonbeat.core.crypto import keyed_digest
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.delivery.models import Endpoint
from commonbeat.delivery.queries import ADDRESS_DIGEST
from commonbeat.delivery.rules import Channel

NOW = datetime(2026, 11, 15, 20, 0, tzinfo=UTC)
# A cell of the size that follows are kept in, over the middle of Preston, and a neighbour.
CELL = 0x881958D82BFFFFF
OTHER_CELL = 0x881958D829FFFFF


def make_followers(
    number: int,
    *,
    cells: Iterable[int] = (CELL,),
    topics: Iterable[Topic] = (Topic.SAFETY,),
    channel: str = Channel.INBOX,
    language: str = "en",
    realm_id: int = LIVE_REALM_ID,
    prefix: str = "follower",
    now: datetime = NOW,
) -> list[Endpoint]:
    """Write confirmed followers straight into the tables, as fast as the tables allow."""
    domain = "" if channel == Channel.INBOX else "@exercise.invalid"
    names = [f"{prefix}-{channel}-{language}-{n}{domain}" for n in range(number)]
    endpoints = Endpoint.objects.bulk_create(
        [
            Endpoint(
                realm_id=realm_id,
                channel=channel,
                address=name,
                address_digest=keyed_digest(ADDRESS_DIGEST, name),
                language=language,
                created_at=now,
            )
            for name in names
        ],
        batch_size=500,
    )
    follows = Follow.objects.bulk_create(
        [
            Follow(
                realm_id=realm_id,
                endpoint=endpoint,
                topics=[topic.value for topic in topics],
                cells=list(cells),
                language=language,
                asked_at=now,
                confirmed_at=now,
            )
            for endpoint in endpoints
        ],
        batch_size=500,
    )
    FollowCell.objects.bulk_create(
        [
            FollowCell(
                realm_id=realm_id,
                topic=topic,
                cell=cell,
                endpoint_id=follow.endpoint_id,
                follow=follow,
            )
            for follow in follows
            for topic in topics
            for cell in cells
        ],
        batch_size=500,
    )
    return endpoints
