"""The worker: every sweep in its turn, whatever another one does."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import OperationalError, connection
from structlog.testing import capture_logs

from commonbeat.core import clock, worker
from commonbeat.core.models import Realm
from commonbeat.core.sweeps import Sweep, SweepFunction, stopping

pytestmark = pytest.mark.django_db(transaction=True)
SOON = timedelta(milliseconds=20)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


class Running:
    """A worker in a thread."""

    def __init__(self, *sweeps: Sweep) -> None:
        stopping.clear()
        work = worker.Worker(sweeps, now=clock.now).run
        self._thread = threading.Thread(target=work)
        self._thread.start()

    def stop(self) -> float:
        """Stop it; return the seconds that took."""
        began = monotonic()
        stopping.set()
        self._thread.join(10)
        assert not self._thread.is_alive()
        return monotonic() - began


@pytest.fixture(autouse=True)
def _nothing_keeps_stopping() -> Iterator[None]:
    yield
    stopping.clear()


def _sweep(
    run: SweepFunction,
    *,
    every: timedelta = SOON,
    lane: str = "main",
    waits_for_rows: bool = False,
) -> Sweep:
    return Sweep(f"{lane}.{id(run)}", every, run, lane, waits_for_rows)


def _noting(runs: list[datetime]) -> SweepFunction:
    """A sweep that finds nothing and notes when it ran."""

    def note(now: datetime) -> int:
        runs.append(now)
        return 0

    return note


def _wait_for(condition: Any, seconds: float = 5.0) -> bool:
    until = monotonic() + seconds
    while monotonic() < until:
        if condition():
            return True
        sleep(0.01)
    return False


def test_a_broken_sweep_stops_no_other_and_tells_no_secret() -> None:
    runs: list[datetime] = []

    def broken(now: datetime) -> int:
        raise ValueError("what a person wrote")

    with capture_logs() as logs:
        running = Running(_sweep(broken), _sweep(_noting(runs)))
        assert _wait_for(lambda: len(runs) > 5)
        running.stop()
    failures = [log for log in logs if log["event"] == "sweep_failed"]
    assert failures[0]["error"] == "ValueError"
    assert "what a person wrote" not in str(logs)
    assert len(failures) == 1, "it waits longer and longer"


def test_a_sweep_that_found_something_goes_again_at_once() -> None:
    left = [3, 2, 1, 0]

    def work(now: datetime) -> int:
        return left.pop(0) if left else 0

    running = Running(_sweep(work, every=HOUR))
    assert _wait_for(lambda: not left)
    running.stop()


def test_rows_that_were_written_wake_the_sweeps_that_wait_for_them() -> None:
    runs: list[datetime] = []
    by_the_clock: list[datetime] = []
    running = Running(
        _sweep(_noting(runs), every=MINUTE, waits_for_rows=True),
        _sweep(_noting(by_the_clock), every=MINUTE),
    )
    assert _wait_for(lambda: len(runs) >= 1)
    sleep(0.3)
    before = len(runs)
    Realm.objects.filter(pk=1).update(name="Written")
    assert _wait_for(lambda: len(runs) > before, 2.0)
    running.stop()
    assert len(by_the_clock) == 1


def test_a_slow_lane_holds_up_no_other() -> None:
    runs: list[datetime] = []
    slow = threading.Event()

    def wait(now: datetime) -> int:
        slow.wait(5)
        return 0

    running = Running(_sweep(wait, lane="slow"), _sweep(_noting(runs), lane="quick"))
    assert _wait_for(lambda: len(runs) > 3)
    slow.set()
    assert running.stop() < 2


def test_it_stops_within_a_moment() -> None:
    running = Running(_sweep(lambda now: 0, every=HOUR))
    sleep(0.1)
    assert running.stop() < 1.5


def test_a_database_that_went_away_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[datetime] = []
    faults = [OperationalError("gone")] * 2

    def version() -> object:
        if faults:
            raise faults.pop()
        return 1

    monkeypatch.setattr(worker, "database_version", version)
    monkeypatch.setattr(worker, "_FIRST_PAUSE", 0.01)
    running = Running(_sweep(_noting(runs)))
    assert _wait_for(lambda: not faults and len(runs) > 3)
    running.stop()


def test_every_sweep_of_the_site_runs_and_finds_an_empty_house_empty() -> None:
    sweeps = worker.load_sweeps()
    names = {sweep.name.rpartition(".")[2] for sweep in sweeps}
    assert {"send_email", "fill_inboxes", "chain_entries", "prune_live_events"} <= names
    assert worker.run_once(sweeps, now=clock.now()) == 0
    connection.close()
