"""News: a title and a text that wake nobody."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from commonbeat.accounts.models import User
from commonbeat.publishing.actions.drafts import NotReady, write_texts
from commonbeat.publishing.actions.moves import move, write_down
from commonbeat.publishing.models import Publication
from commonbeat.publishing.permissions import check_can_write
from commonbeat.publishing.rules import (
    MAIN_LANGUAGE,
    NEWS_SHOWN_FOR,
    Fault,
    Kind,
    PublicationState,
    Words,
)


@transaction.atomic
def publish_news(
    *, realm_id: int, words: Mapping[str, Words], writer: User, now: datetime
) -> Publication:
    """Put news on the site for thirty days; it is sent to nobody, so one person may.

    Raises ``NotAllowed``, and ``NotReady`` without words in the main language.
    """
    check_can_write(writer)
    main = words.get(MAIN_LANGUAGE)
    if main is None or not main.headline or not main.facts:
        raise NotReady([Fault.NO_WORDS])
    news = Publication.objects.create(
        realm_id=realm_id,
        kind=Kind.NEWS,
        started_by=writer,
        created_at=now,
        saved_at=now,
        ends_at=now + NEWS_SHOWN_FOR,
    )
    news.hands.add(writer)
    write_texts(news, dict(words))
    move(news, PublicationState.LIVE, live_at=now)
    write_down("news.published", news, actor=writer.actor, now=now)
    return news
