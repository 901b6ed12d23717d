"""B3: of several workers one has a file in hand: nothing is made or looked for twice."""

import os
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from commonbeat.core import clock
from commonbeat.reports.actions import copying, release_work
from commonbeat.reports.models import Exhibit, ReleaseReview
from commonbeat.reports.rules.evidence import ExhibitKind
from commonbeat.reports.rules.release import ReleaseState
from commonbeat.reports.tests.releases import make_asked_release, make_bare_photo

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.assurance]
FILES = 1_000 if os.environ.get("COMMONBEAT_ASSURANCE") == "full" else 12
WORKERS = 8


def _at_once(work: Callable[[], None]) -> None:
    faults: list[BaseException] = []
    start = threading.Barrier(WORKERS)

    def run() -> None:
        try:
            start.wait(30)
            work()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def _played(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """Let everybody make what plays; return how often each file was in somebody's hands."""
    for _ in range(FILES):
        make_bare_photo()
    Exhibit.objects.update(kind=ExhibitKind.SOUND.value)
    taken: Counter[int] = Counter()
    monkeypatch.setattr(copying, "_play", lambda exhibit, *, now: taken.update([exhibit.pk]))
    now = clock.now()

    def work() -> None:
        while copying.play_exhibits(now=now):
            pass

    _at_once(work)
    return taken


def _looked_at(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """Let everybody look for faces; return how often each picture was in somebody's hands."""
    for _ in range(FILES):
        make_asked_release(make_bare_photo())
    taken: Counter[int] = Counter()

    def find(clean: Any, *, now: object) -> list[object]:
        taken.update([clean.exhibit_id])
        return []

    monkeypatch.setattr(release_work, "_found", find)
    now = clock.now()

    def work() -> None:
        while ReleaseReview.objects.filter(state=ReleaseState.ASKED.value).exists():
            release_work.propose_faces(now=now)

    _at_once(work)
    return taken


TAKING = {"what plays": _played, "faces": _looked_at}


@pytest.mark.parametrize("what", TAKING)
def test_no_file_is_in_two_pairs_of_hands(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = TAKING[what](monkeypatch)
    assert (len(taken), set(taken.values())) == (FILES, {1})


@pytest.mark.parametrize("what", TAKING)
def test_sabotage_a_worker_that_does_not_ask_who_was_first_is_noticed(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sabotage: what was looked at stays anybody's: the row is claimed whoever has it by now."""
    honest = QuerySet.filter

    def careless(rows: Any, *terms: Any, **facts: Any) -> Any:
        if "pk" in facts:
            facts = {name: value for name, value in facts.items() if name == "pk"}
        return honest(rows, *terms, **facts)

    looked = threading.Barrier(WORKERS)
    first = QuerySet.update

    def together(rows: Any, **facts: Any) -> int:
        # Everybody has looked before anybody takes.
        if "claimed_until" in facts and "tries" in facts and not looked.broken:
            with suppress(threading.BrokenBarrierError):
                looked.wait(5)
        return first(rows, **facts)

    monkeypatch.setattr(QuerySet, "filter", careless)
    monkeypatch.setattr(QuerySet, "update", together)
    taken = TAKING[what](monkeypatch)
    assert max(taken.values()) > 1
