"""Whoever steals the database, or the folder of files, reads no word and opens no report.

Every value of every row is read as the disk has it, past the application and its keys.
"""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.casework.actions import acknowledge_alarm, close_alarm
from commonbeat.casework.rules import DecisionKind, Thought
from commonbeat.casework.tests.factories import make_alarm, make_decision
from commonbeat.core import clock, crypto
from commonbeat.core.ids import grouped
from commonbeat.reports.actions import say_as_reporter
from commonbeat.reports.tests.evidence import files, keep
from commonbeat.reports.tests.factories import make_receipt, make_report
from commonbeat.reports.tests.pictures import HIDING

pytestmark = pytest.mark.django_db

WORDS = "CANARY-WORDS"
PICTURE = (b"\xff\xd8\xff", b"JFIF", b"\x89PNG", b"RIFF")


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def live_through() -> str:
    """Bring in a report and all that is said about it, marked; return its receipt."""
    code, now = make_receipt(), clock.now()
    keep(code, now=now)
    report = make_report(receipt=code, description=f"{WORDS} one", place=f"{WORDS} two", now=now)
    user = make_user(Role.SUPERVISOR)
    facts = {"user": user, "reason": f"{WORDS} are the reason", "now": now}
    make_decision(report, DecisionKind.ASK, words=f"{WORDS} are three?", **facts)
    thoughts = {Thought.RISK: f"{WORDS} are a risk"}
    alarm = make_alarm(report, user=user, now=now, thoughts=thoughts)
    acknowledge_alarm(alarm=alarm, user=user, now=now)
    close_alarm(alarm=alarm, reference=f"{WORDS} CAD", user=user, now=now)
    say_as_reporter(report=report, body=f"{WORDS} four", now=now)
    make_decision(report, DecisionKind.CLOSE, words=f"{WORDS} are five", **facts)
    return code


def values() -> list[tuple[str, bytes]]:
    """Return every value of every table as it lies on the disk."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                found += [(table, _raw(value)) for value in row if value is not None]
    return found


def _raw(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def readable_in_tables(code: str) -> list[str]:
    """Return the tables in which a word, or the receipt in any spelling, can be read."""
    marks = [WORDS.encode(), *(s.encode() for s in (code, code.lower(), grouped(code)))]
    return sorted({table for table, value in values() if any(mark in value for mark in marks)})


def readable_files() -> list[str]:
    """Return the files in which a picture can be seen."""
    kept = files()
    assert kept, "there must be a file to look into"
    return [path.name for path in kept if any(mark in path.read_bytes() for mark in PICTURE)]


def test_a_stolen_database_holds_no_word_of_anybody() -> None:
    assert readable_in_tables(live_through()) == []


def test_a_stolen_folder_holds_no_picture() -> None:
    live_through()
    assert readable_files() == []


def test_a_stolen_database_with_a_folder_opens_no_picture_without_the_key(settings: Any) -> None:
    from commonbeat.core.crypto import InvalidToken
    from commonbeat.reports.models import SealedCopy

    live_through()
    settings.FIELD_KEYS = ["another-key-than-the-one-that-sealed-it"]
    with pytest.raises(InvalidToken):
        SealedCopy.objects.get()


def test_sabotage_words_that_are_not_sealed_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crypto, "seal_bytes", lambda value: value)
    monkeypatch.setattr(crypto, "unseal_bytes", lambda value: value)
    sealed = {"reports_report", "reports_message", "audit_auditentry"}
    sealed |= {"casework_decision", "casework_assessment", "casework_handoveralarm"}
    assert sealed <= set(readable_in_tables(live_through()))


def test_sabotage_a_file_that_is_not_sealed_is_noticed() -> None:
    live_through()
    left = next(iter(files())).with_name("left-as-it-came")
    left.write_bytes(HIDING["jpeg exif"]())
    assert readable_files() == [left.name]
