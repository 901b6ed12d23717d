"""What every test stands on."""

import asyncio
import importlib
import inspect
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from commonbeat.core.models import LIVE_REALM_ID, Realm
from commonbeat.reports.queries import forget_question_sets, forget_receivers
from commonbeat.reports.rules.limiter import Limiter
from commonbeat.reports.views import receipt as receipt_views

# The same examples every time, so that a change is judged by what it changed; new ones are looked
# for at length by ``make assurance``. No deadline: a busy machine is no fault.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=2_000, deadline=None)
settings.load_profile("search" if os.environ.get("COMMONBEAT_ASSURANCE") == "full" else "same")

append_only = importlib.import_module("commonbeat.audit.migrations._append_only")


@pytest.fixture(scope="session", autouse=True)
def _a_test_database_may_be_emptied() -> Iterator[None]:
    """Tests that commit empty every table afterwards, which the audit log's triggers refuse.

    They are taken away while that lasts, and the live realm, which a migration made, comes back.
    """
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def flush_and_restore(self: Any, sql_list: list[str]) -> None:
        append_only.remove(self.connection)
        try:
            flush(self, sql_list)
        finally:
            append_only.install(self.connection)
        Realm.objects.create(
            pk=LIVE_REALM_ID, kind="live", name="Live", opened_at=datetime(2026, 1, 1, tzinfo=UTC)
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", flush_and_restore)
        yield


@pytest.fixture(autouse=True)
def _no_guesses_of_another_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every client of a test comes from one address: nobody waits for what another guessed."""
    monkeypatch.setattr(receipt_views, "_limiter", Limiter())


@pytest.fixture(autouse=True)
def _no_question_sets_of_another_test() -> Iterator[None]:
    """What a test publishes is gone with it; what processes remember of it goes too."""
    yield
    forget_question_sets()
    forget_receivers()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the long catalogue search further for what breaks a property."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("assurance")


# What shares a site, and so must share a process: each starts one of its own otherwise.
_TOGETHER = (
    "tests/journeys/",
    "tests/processes/test_supervisor.py",
    "tests/hostile/test_canary.py",
)


class SitesTogether(LoadScopeScheduling):
    """Deals tests out one by one, and those that share a site in one go, the most first."""

    def _split_scope(self, nodeid: str) -> str:
        return next((start for start in _TOGETHER if nodeid.startswith(start)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SitesTogether:
    """Say how the processes of a run share its tests."""
    return SitesTogether(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Keep the browser's loop out of tests that open no browser.

    Playwright leaves its loop marked as running in the thread between its calls, and Django
    refuses to ask a database there; the journeys themselves ask none.
    """
    loop = None if "journeys" in item.path.parts else asyncio._get_running_loop()
    if loop is None:
        return (yield)
    asyncio._set_running_loop(None)
    try:
        return (yield)
    finally:
        asyncio._set_running_loop(loop if loop.is_running() else None)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that is a coroutine in a loop of its own."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True
