"""A database that is slow, locked or gone; the same report from many sides at once."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, connection, connections
from django.test import Client

from commonbeat.audit.models import AuditEntry
from commonbeat.core import crypto
from commonbeat.core.models import LiveEvent
from commonbeat.reports.actions import submit, submit_report
from commonbeat.reports.models import Report
from commonbeat.reports.tests.factories import NOON, make_intake
from commonbeat.reports.tests.test_flow import all_at_once
from commonbeat.reports.tests.walking import Walk

AT_ONCE = 50


def send_at_once(answers: dict[str, str]) -> list[tuple[int, bool]]:
    """Post the same report fifty times in parallel; return what each was told."""
    start = threading.Barrier(AT_ONCE)
    code = answers["receipt"]

    def send(_number: int) -> tuple[int, bool]:
        try:
            client = Client(raise_request_exception=False)
            start.wait(60)
            page = client.post("/report/", answers)
            return page.status_code, f">{code[:4]}<" in page.content.decode()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(send, range(AT_ONCE)))


def check_one_report(told: list[tuple[int, bool]]) -> None:
    assert set(told) == {(200, True)}
    assert Report.objects.count() == 1
    assert AuditEntry.objects.filter(event="report.submitted").count() == 1
    assert LiveEvent.objects.filter(kind="submitted").count() == 1


@pytest.fixture
def patient(settings: Any) -> Iterator[None]:
    """Fifty threads in one process of a busy machine: wait for the writer's turn, however long."""
    options = connection.settings_dict["OPTIONS"]
    before = options.get("timeout")
    if connection.vendor == "sqlite":
        options["timeout"] = 60
    yield
    if connection.vendor == "sqlite":
        options["timeout"] = before


@pytest.mark.django_db(transaction=True)
def test_fifty_parallel_sends_are_one_report(patient: None) -> None:
    check_one_report(send_at_once(all_at_once()))


@pytest.mark.django_db(transaction=True)
def test_sabotage_a_receipt_that_is_not_unique_is_noticed(
    patient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest, counter = crypto.keyed_digest, count()
    monkeypatch.setattr(
        crypto, "keyed_digest", lambda purpose, text: digest(purpose, f"{text}{next(counter)}")
    )
    with pytest.raises(AssertionError):
        check_one_report(send_at_once(all_at_once()))


@contextmanager
def write_lock(seconds: float) -> Iterator[None]:
    """Hold SQLite's only write lock for a while, as a long import would."""
    path = str(connection.settings_dict["NAME"])
    held, over = threading.Event(), threading.Event()

    def hold() -> None:
        other = sqlite3.connect(path, timeout=30, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        held.set()
        over.wait(seconds)
        other.execute("ROLLBACK")
        other.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(30)
    try:
        yield
    finally:
        over.set()
        holder.join()


only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's one writer")


def check_three_seconds_are_waited_out(client: Client) -> None:
    with write_lock(3):
        started = time.monotonic()
        assert client.post("/report/", all_at_once()).status_code == 200
        assert time.monotonic() - started > 2, "there was no lock to wait for"
    assert Report.objects.count() == 1


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_lock_of_three_seconds_is_waited_out(client: Client) -> None:
    check_three_seconds_are_waited_out(client)


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_sabotage_a_database_that_waits_for_nobody_is_noticed(client: Client) -> None:
    options = connection.settings_dict["OPTIONS"]
    before = options["timeout"]
    options["timeout"] = 0.2
    connection.close()
    try:
        with pytest.raises(AssertionError, match="503"):
            check_three_seconds_are_waited_out(client)
    finally:
        options["timeout"] = before
        connection.close()


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_lock_of_ten_seconds_says_that_nothing_was_sent_and_keeps_it(client: Client) -> None:
    walk = Walk(client)
    walk.post(all_at_once(go="receipt", description="Every word of it."))
    with write_lock(10):
        started = time.monotonic()
        page = walk.send(go="send")
        assert time.monotonic() - started < 9
    check_nothing_was_sent(page)
    assert walk.send(go="send").status_code == 200
    assert Report.objects.get().description == "Every word of it."


def check_nothing_was_sent(page: Any) -> None:
    text = page.content.decode()
    assert page.status_code == 503
    assert page.headers["Retry-After"]
    assert "Your report was not sent" in text and "Every word of it." in text
    assert "999" in text
    assert not Report.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_gone_loses_nothing_typed(
    client: Client, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def gone(**_facts: object) -> None:
        raise error("server closed the connection")

    monkeypatch.setattr("commonbeat.reports.views.flow.submit_report", gone)
    page = client.post("/report/", all_at_once(description="Every word of it."))
    check_nothing_was_sent(page)


@pytest.mark.django_db
def test_sabotage_a_fault_taken_for_success_is_noticed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client.post("/report/", all_at_once(description="Every word of it."))
    with pytest.raises(AssertionError):
        check_nothing_was_sent(page)


@pytest.mark.django_db
def test_a_page_whose_map_cannot_be_drawn_still_takes_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_args: object, **_facts: object) -> None:
        raise OperationalError

    for name in ("choose_on_map", "search_places"):
        monkeypatch.setattr(f"commonbeat.reports.views.pages.{name}", gone)
    page = client.post("/report/", all_at_once(go="where", description="Every word of it."))
    assert page.status_code == 200
    assert "Every word of it." in page.content.decode()


@pytest.mark.django_db
def test_a_fault_half_way_leaves_no_half_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_facts: object) -> None:
        raise OperationalError

    monkeypatch.setattr(submit, "announce", fail)
    with pytest.raises(OperationalError):
        submit_report(intake=make_intake(), realm_id=1, reporter=None, now=NOON)
    assert not Report.objects.exists() and not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_another_broken_constraint_is_not_taken_for_a_repeat(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_args: object, **_facts: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(submit, "announce", fail)
    with pytest.raises(IntegrityError):
        submit_report(intake=make_intake(), realm_id=1, reporter=None, now=NOON)


@pytest.mark.django_db
def test_a_receipt_is_known_again_after_the_keys_have_changed(settings: Any) -> None:
    intake = make_intake()
    first = submit_report(intake=intake, realm_id=1, reporter=None, now=NOON)
    settings.FIELD_KEYS = ["a-new-key-for-the-suite", *settings.FIELD_KEYS]
    second = submit_report(intake=intake, realm_id=1, reporter=None, now=NOON)
    assert second.report.pk == first.report.pk and not second.created
    assert Report.objects.get().description == intake.description
