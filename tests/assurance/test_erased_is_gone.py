"""Deleted means gone: after a report is erased, no byte of it is found in the database or on disk.

On SQLite the database, its write-ahead log and every file are searched byte by byte; on PostgreSQL
the files of every table, after the ``VACUUM FULL`` that ``docs/assurance.md`` asks for.
"""

import io
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import Client

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.actions import chain_unchained
from commonbeat.audit.queries import verify
from commonbeat.casework.actions import acknowledge_alarm, close_alarm
from commonbeat.casework.models import Decision
from commonbeat.casework.rules import DecisionKind, Thought
from commonbeat.casework.tests.factories import make_alarm, make_decision
from commonbeat.core import clock
from commonbeat.core.actors import SYSTEM
from commonbeat.core.durable_storage import DurableStorage
from commonbeat.core.states import MoveNotAllowed
from commonbeat.reports.actions import erase_report, erasing, prepare_exhibits, say_as_reporter
from commonbeat.reports.models import Message, Report, ReportWord, Status
from commonbeat.reports.queries import exhibits, report_by_receipt
from commonbeat.reports.tests.evidence import files, keep
from commonbeat.reports.tests.factories import make_receipt, make_report
from commonbeat.reports.tests.releases import box, made, make_open_release, reviewed
from tests.running_site import wait_until

pytestmark = [pytest.mark.assurance, pytest.mark.django_db(transaction=True)]

# Each table with words about the report, and its sealed columns.
SEALED = {
    "reports_report": ("description", "happened", "place", "answers", "receipt_digest"),
    "reports_message": ("body",),
    "reports_sealedcopy": ("data_key",),
    "reports_releasereview": ("reason", "proposal", "boxes"),
    "casework_decision": ("information", "reason", "action", "more"),
    "casework_assessment": ("threat", "harm", "risk", "noted"),
    "casework_handoveralarm": ("words",),
    "audit_auditentry": ("payload",),
}
# The log also holds what was done about people; that is erased with their accounts.
ABOUT_REPORTS = {"audit_auditentry": "WHERE subject LIKE 'report:%' OR subject LIKE 'exhibit:%'"}


# The server's autovacuum may begin to read between the question and the step.
MOST_TIDYINGS = 5
LONG_AFTER = clock.now() + timedelta(days=7 * 366)


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def lived_report(code: str) -> Report:
    """Return a finished report with a photograph, a copy of it for release, and all around."""
    now = clock.now()
    keep(code, now=now)
    report = make_report(
        receipt=code,
        description="CANARY-WORDS " * 9,
        place="CANARY-PLACE",
        now=now,
    )
    prepare_exhibits(now=now)
    made(reviewed(make_open_release(exhibits(report)[0]), box()))
    user = make_user(Role.TRIAGE_OPERATOR)
    alarm = make_alarm(report, user=user, now=now, thoughts={Thought.HARM: "CANARY-HARM is done"})
    acknowledge_alarm(alarm=alarm, user=user, now=now)
    close_alarm(alarm=alarm, reference="CANARY-CAD-1", user=user, now=now)
    make_decision(report, DecisionKind.ASK, user=user, words="CANARY-QUESTION is it blue?", now=now)
    say_as_reporter(report=report, body="CANARY-REPLY", now=now)
    make_decision(
        report, DecisionKind.CLOSE, user=user, words="CANARY-OUTCOME it is over.", now=now
    )
    return report


def needles(report: Report) -> list[bytes]:
    """Return every sealed value about the report as the disk holds it, and the words themselves."""
    found = [b"CANARY-"]
    with connection.cursor() as cursor:
        for table, columns in SEALED.items():
            cursor.execute(
                f"SELECT {', '.join(columns)} FROM {table} {ABOUT_REPORTS.get(table, '')}"
            )
            found += [bytes(value) for row in cursor.fetchall() for value in row if value]
    found += filed_words(report)
    found += [path.read_bytes()[:400] for path in files()]
    assert len(found) > 12, "there must be something to look for"
    return found


def filed_words(report: Report) -> list[bytes]:
    """Return the digests of its words as the database writes numbers down."""
    digests = ReportWord.objects.filter(report=report).values_list("digest", flat=True)
    assert len(digests) > 10, "the words of the report and of its messages"
    if connection.vendor == "sqlite":
        return [digest.to_bytes(6, "big") for digest in digests]
    return [digest.to_bytes(8, "little") for digest in digests]


def places() -> Iterable[tuple[str, bytes]]:
    """Yield every file in which something may still stand."""
    for path in files():
        yield path.name, path.read_bytes()
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        for path in (Path(name + end) for end in ("", "-wal", "-shm")):
            if path.exists():
                yield path.name, path.read_bytes()
        return
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")  # what the server still holds in memory is written out
        cursor.execute(
            "SELECT relname, pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class "
            "WHERE relkind IN ('r', 't', 'i') AND relfilenode <> 0"
        )
        for name, data in cursor.fetchall():
            yield name, bytes(data)


def tidy() -> None:
    """Do what the handbook asks for on PostgreSQL; SQLite wiped its pages by itself."""
    if connection.vendor == "postgresql":
        wait_until(nobody_else_reads)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM FULL")
    connections.close_all()


def left_after_tidying(looked_for: list[bytes]) -> list[str]:
    """Return what is still found once the handbook's step was taken while nobody else read."""
    left: list[str] = []
    for _ in range(MOST_TIDYINGS):
        tidy()
        left = what_is_left(looked_for)
        if not left:
            break
    return left


def nobody_else_reads() -> bool:
    """Say whether no other process looks at this database as it was a moment ago.

    What such a one may still see is carried over by ``VACUUM FULL``; the server's own autovacuum
    counts among them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND (backend_type = 'autovacuum worker' "
            "OR COALESCE(backend_xmin, backend_xid) IS NOT NULL)"
        )
        (others,) = cursor.fetchone()
    return others == 0


def what_is_left(looked_for: list[bytes]) -> list[str]:
    """Return where something is still found, and how long: a sealed value, a digest, a word."""
    return sorted(
        {
            f"{name}: {len(needle)} bytes"
            for name, data in places()
            for needle in looked_for
            if needle in data
        }
    )


def erase(report: Report) -> None:
    erase_report(
        report=report, actor=SYSTEM, expected_version=report.version, now=clock.now(), reason="Old"
    )


def test_no_byte_of_an_erased_report_is_found() -> None:
    code = make_receipt()
    report = lived_report(code)
    looked_for = needles(report)
    assert what_is_left(looked_for), "the search must find what is there"
    erase(report)
    assert left_after_tidying(looked_for) == []
    assert not files()


def test_sabotage_an_eraser_that_only_hides_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    report = lived_report(make_receipt())
    looked_for = needles(report)
    monkeypatch.setattr("commonbeat.reports.actions.erasing._EMPTY", {})
    erase(report)
    tidy()
    assert what_is_left(looked_for) != []


def test_sabotage_an_index_that_keeps_its_words_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    report = lived_report(make_receipt())
    looked_for = filed_words(report)
    assert what_is_left(looked_for), "the search must find what is there"
    monkeypatch.setattr(erasing, "_forget_rows", lambda _report: None)
    erase(report)
    tidy()
    assert what_is_left(looked_for) != []


def test_sabotage_a_database_that_does_not_wipe_is_noticed() -> None:
    report = lived_report(make_receipt())
    looked_for = needles(report)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=OFF")
    erase(report)
    assert what_is_left(looked_for) != []


def test_sabotage_a_file_that_stays_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    report = lived_report(make_receipt())
    looked_for = needles(report)
    monkeypatch.setattr(DurableStorage, "delete", lambda _self, _name: None)
    erase(report)
    assert files() and what_is_left(looked_for) != []


def test_an_erased_report_opens_to_nobody(client: Client) -> None:
    code = make_receipt()
    report = lived_report(code)
    erase(report)
    assert report_by_receipt(code) is None
    assert client.post("/receipt/", {"receipt": code}).status_code == 422
    assert not Message.objects.exists()
    decision = Decision.objects.first()
    assert decision is not None and decision.reason == decision.action == ""


def test_the_log_stays_whole_and_says_that_it_was_erased() -> None:
    report = lived_report(make_receipt())
    erase(report)
    while chain_unchained():
        continue
    call_command("audit", "checkpoint", stdout=io.StringIO())
    verdict = verify()
    assert verdict.is_whole and verdict.shredded > 0
    assert Report.objects.get().state is Status.ERASED


def test_an_open_report_is_not_erased_and_nothing_changes() -> None:
    report = make_report(now=clock.now() - timedelta(hours=2))
    with pytest.raises(MoveNotAllowed):
        erase(report)
    report.refresh_from_db()
    assert report.description and report.state is Status.SUBMITTED


def test_the_command_erases_what_a_person_reviewed(monkeypatch: pytest.MonkeyPatch) -> None:
    report, still_open = lived_report(make_receipt()), make_report(now=clock.now())
    with pytest.raises(CommandError, match="no report"):
        call_command("erase_report", "PR-26-999999", reason="Reviewed")
    with pytest.raises(CommandError, match="review is due"):
        call_command("erase_report", report.reference, reason="Reviewed")
    monkeypatch.setattr(clock, "now", lambda: LONG_AFTER)
    call_command("erase_report", report.reference, reason="Reviewed", stdout=io.StringIO())
    report.refresh_from_db()
    assert report.description == ""
    with pytest.raises(CommandError, match="close it first"):
        call_command("erase_report", still_open.reference, reason="Reviewed")
