"""Warnings and news: rows of the table in ``belongings.py``."""

from commonbeat.accounts.models import Role
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.publishing.actions import publish_news
from commonbeat.publishing.rules import Words
from commonbeat.publishing.tests.factories import make_live_warning, make_warning, make_writer
from tests.architecture.owned import REFUSED, Owned, of_realm


def _draft(realm_id: int) -> object:
    return make_warning(realm_id=realm_id, now=clock.now()).key


def _live_warning(realm_id: int) -> object:
    return make_live_warning(realm_id=realm_id, now=clock.now()).key


def _news(realm_id: int) -> object:
    words = {"en": Words(headline="New lights on the path", facts="They are on.")}
    return publish_news(realm_id=realm_id, words=words, writer=make_writer(), now=clock.now()).key


OWNED = (
    of_realm("publishing:alert", _live_warning, role=Role.RESIDENT),
    of_realm("publishing:news_item", _news, role=Role.RESIDENT),
    of_realm("publishing:warning", _draft),
    of_realm("publishing:edit_warning", _draft),
    of_realm("publishing:edit_warning", _draft, method="post", opens=REFUSED),
    of_realm("publishing:approve", _draft, method="post"),
    of_realm("publishing:send_back", _draft, method="post", opens=REFUSED),
    of_realm("publishing:discard", _draft, method="post"),
    of_realm("publishing:update_warning", _live_warning, method="post"),
    of_realm("publishing:cancel", _live_warning, method="post", opens=REFUSED),
    of_realm("publishing:pause", _live_warning, method="post"),
    of_realm("publishing:resume", _live_warning, method="post"),
    of_realm("publishing:live_warning", _live_warning),
    of_realm("publishing:take_down", _news, method="post"),
    # What two people have not said yes to yet is nobody's but the writers'.
    Owned(
        "publishing:alert",
        "key",
        lambda _asker: _live_warning(LIVE_REALM_ID),
        lambda _asker: _draft(LIVE_REALM_ID),
    ),
)
