"""G8: what is done in an exercise changes nothing on any list of real work, nor the reverse.

Every address that lists something is asked before and after one of everything was made in another
realm: no row, number or word of the page may differ. Then the same is made in its own realm, which
must show: else nothing here could fail.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_organisation, make_user, sign_in
from commonbeat.audit.actions import chain_unchained
from commonbeat.audit.models import Tally
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID, RealmQuerySet
from tests.architecture.access_table import ANONYMOUS, TABLE
from tests.architecture.belongings import OWNED
from tests.architecture.owned import an_exercise

pytestmark = pytest.mark.django_db
MAKERS = list(dict.fromkeys(owned.of_any_realm for owned in OWNED if owned.of_any_realm))
LISTS = {
    name: row
    for name, row in TABLE.items()
    if not row.make and row.method == "get" and 200 in row.opens
}
# What is of no realm, on pages that show nothing else of one.
OF_NO_REALM = {
    "accounts:members": "people: whoever plays is somebody real",
    "accounts:invite": "organisations",
    "partners:new_agreement": "organisations",
    "publishing:new_warning": "how many people may give the second yes",
}
# One of everything shows on these, at least.
SHOWN_ON = {
    "casework:queue",
    "casework:alarms",
    "casework:incidents",
    "publishing:warnings",
    "partners:agreements",
    "intelligence:reports",
    "intelligence:copies",
}
SHOWN_TO_ALL = {"publishing:home", "publishing:near_me", "audit:looked"}
# What differs at each look: tokens, and keys in addresses. The log is one chain of all realms, so
# that its numbers go up whoever works: what its page shows are the entries of one.
_NOISE = re.compile(
    r'[\w-]{16,}|<td class="cb-num cb-mono">\d+|Entries in the chain</dt><dd class="cb-mono">\d+'
)


@pytest.fixture(autouse=True)
def one_moment(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no time go by, so that pages differ by what is in them alone."""
    settings.MEDIA_ROOT = tmp_path
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)


def _count(realm_id: int) -> None:
    """Count what was looked at in a month that is over."""
    month = date(clock.now().year - 1, 12, 1)
    Tally.objects.create(
        realm_id=realm_id, month=month, event="report.opened", kind="consultation", number=900
    )


def make_everything(realm_id: int) -> None:
    """Make one of everything that is of a realm."""
    for make in MAKERS:
        make(realm_id)
    _count(realm_id)


class Visitors:
    """One person for each list, the same at every look."""

    def __init__(self) -> None:
        body = make_organisation()
        self._clients = {ANONYMOUS: Client()}
        for role in Role:
            ours = {"organisation": body} if role is Role.PARTNER_MEMBER else {}
            client = self._clients[role.value] = Client()
            sign_in(client, make_user(role, **ours))

    def look(self) -> dict[str, str]:
        """Return what every list says; that somebody looked leaves no trace."""
        while chain_unchained():
            pass
        return {f"{role} {path}": self._page(role, path) for role, path in _asked()}

    def _page(self, role: str, path: str) -> str:
        with transaction.atomic():
            answer = self._clients[role].get(path)
            transaction.set_rollback(True)
        if answer.streaming:
            answer.close()
            return "a stream"
        return _NOISE.sub("", answer.content.decode(errors="replace"))


def _asked() -> Iterator[tuple[str, str]]:
    for name, row in LISTS.items():
        roles = [role for role in ("supervisor", "auditor", *sorted(row.who)) if role in row.who]
        for role in {roles[0], *({ANONYMOUS} & row.who)}:
            yield role, reverse(name)


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """Return the names of the lists that say something else now."""
    paths = {page.split(" ", 1)[1] for page in after if after[page] != before[page]}
    return {name for name in LISTS if reverse(name) in paths} - set(OF_NO_REALM)


def _seen_from(viewer: int, other: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Yield the lists that the other realm changed, then those that one's own did."""
    monkeypatch.setattr("commonbeat.core.middleware.LIVE_REALM_ID", viewer)
    visitors = Visitors()
    visitors.look()  # what the first look makes is there
    before = visitors.look()
    make_everything(other)
    between = visitors.look()
    yield changed(before, between)
    make_everything(viewer)
    yield changed(between, visitors.look())


def test_an_exercise_changes_nothing_on_any_list_of_real_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leaked, shown = _seen_from(LIVE_REALM_ID, an_exercise(), monkeypatch)
    assert leaked == set()
    assert shown >= SHOWN_ON | SHOWN_TO_ALL


def test_real_work_changes_nothing_on_any_list_of_an_exercise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leaked, shown = _seen_from(an_exercise(), LIVE_REALM_ID, monkeypatch)
    assert leaked - SHOWN_TO_ALL == set()
    assert shown >= SHOWN_ON


def test_sabotage_a_query_that_forgets_the_realm_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(RealmQuerySet, "in_realm", lambda rows, _realm: rows)
    leaked = next(_seen_from(LIVE_REALM_ID, an_exercise(), monkeypatch))
    assert {"casework:queue", "casework:incidents", "intelligence:reports"} <= leaked
