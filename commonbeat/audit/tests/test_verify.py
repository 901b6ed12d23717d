"""Whatever is done to the log behind our back shows."""

import importlib
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.utils import DatabaseError

from commonbeat.audit import actions, queries, rules
from commonbeat.audit.models import AuditEntry, Checkpoint
from commonbeat.audit.tests.factories import NOW, make_entries

append_only = importlib.import_module("commonbeat.audit.migrations._append_only")

ENTRIES = 40
TAMPERINGS = 10_000 if os.environ.get("COMMONBEAT_ASSURANCE") == "full" else 120
type Tampering = Callable[[random.Random], None]


@pytest.fixture
def log(db: None) -> Iterator[list[AuditEntry]]:
    """A log with a checkpoint, in a database whose guards somebody took away."""
    entries = make_entries(ENTRIES)
    actions.write_checkpoint(now=NOW)
    append_only.remove(connection)
    yield entries


def _sql(statement: str, *values: int | str | bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _flip_bit(chance: random.Random) -> None:
    sequence = chance.randint(1, ENTRIES)
    column = chance.choice(["payload", "payload_digest", "hash", "previous_hash"])
    entry = AuditEntry.objects.filter(sequence=sequence)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM audit_auditentry WHERE sequence = %s", [sequence])
        value = bytearray(cursor.fetchone()[0])
    # The last two characters of a sealed text may hold bits that base 64 does not use.
    value[chance.randrange(len(value) - 4)] ^= 1 << chance.randrange(7)
    _sql(f"UPDATE audit_auditentry SET {column} = %s WHERE sequence = %s", bytes(value), sequence)
    assert entry.exists()


def _change_text(chance: random.Random) -> None:
    column = chance.choice(["event", "kind", "actor_id", "actor_label", "subject"])
    _sql(
        f"UPDATE audit_auditentry SET {column} = {column} || 'x' WHERE sequence = %s",
        chance.randint(1, ENTRIES),
    )


def _delete(chance: random.Random) -> None:
    _sql("DELETE FROM audit_auditentry WHERE sequence = %s", chance.randint(1, ENTRIES))


def _swap(chance: random.Random) -> None:
    one, two = chance.sample(range(1, ENTRIES + 1), 2)
    _sql("UPDATE audit_auditentry SET sequence = -1 WHERE sequence = %s", one)
    _sql("UPDATE audit_auditentry SET sequence = %s WHERE sequence = %s", one, two)
    _sql("UPDATE audit_auditentry SET sequence = %s WHERE sequence = -1", two)


def _insert(chance: random.Random) -> None:
    """Slip an entry in and renumber what follows, as a careful forger would."""
    sequence = chance.randint(1, ENTRIES)
    following = AuditEntry.objects.filter(sequence__gte=sequence).order_by("-sequence")
    for entry in following:
        AuditEntry.objects.filter(pk=entry.pk).update(sequence=(entry.sequence or 0) + 1)
    forged = AuditEntry.objects.get(sequence=sequence + 1)
    forged.pk, forged.sequence, forged.actor_label = None, sequence, "Somebody else"
    forged.save(force_insert=True)


def _truncate_past_checkpoint(chance: random.Random) -> None:
    _sql("DELETE FROM audit_auditentry WHERE sequence >= %s", chance.randint(1, ENTRIES))


def _rewrite_whole_chain(chance: random.Random) -> None:
    """Change one entry and compute every later hash again: consistent, but not what was signed."""
    changed = chance.randint(1, ENTRIES)
    sequence, last = 0, rules.GENESIS
    for entry in AuditEntry.objects.chained():
        if entry.sequence == changed:
            entry.actor_label = "Somebody else"
        actions._link(entry, sequence, last)
        entry.save()
        sequence, last = sequence + 1, bytes(entry.hash or b"")


def _shred_silently(chance: random.Random) -> None:
    _sql(
        "UPDATE audit_auditentry SET payload = NULL WHERE sequence = %s",
        chance.randint(1, ENTRIES),
    )


def _forge_checkpoint(chance: random.Random) -> None:
    _sql("UPDATE audit_checkpoint SET size = %s", chance.randint(1, ENTRIES - 1))


ALL: list[Tampering] = [
    _flip_bit,
    _change_text,
    _delete,
    _swap,
    _insert,
    _truncate_past_checkpoint,
    _rewrite_whole_chain,
    _shred_silently,
    _forge_checkpoint,
]


class _Undo(Exception):
    pass


def _is_found(tamper: Tampering, chance: random.Random) -> bool:
    found = False
    try:
        with transaction.atomic():
            tamper(chance)
            found = not queries.verify().is_whole
            raise _Undo
    except _Undo:
        return found


@pytest.mark.assurance
def test_every_tampering_is_found(log: list[AuditEntry]) -> None:
    assert queries.verify().is_whole
    chance = random.Random(20260504)
    missed = [
        tamper.__name__
        for tamper in (chance.choice(ALL) for _ in range(TAMPERINGS))
        if not _is_found(tamper, chance)
    ]
    assert missed == []
    assert queries.verify().is_whole


@pytest.mark.parametrize("tamper", [_change_text, _rewrite_whole_chain])
def test_a_verifier_that_looks_away_would_be_caught(
    log: list[AuditEntry], tamper: Tampering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries.chain._Walk, "step", lambda walk, row: setattr(walk, "size", 40))
    monkeypatch.setattr(queries.chain._Walk, "finish", lambda walk: None)
    assert not _is_found(tamper, random.Random(1))


@pytest.mark.parametrize("tamper", [_delete, _change_text, _flip_bit, _swap])
def test_the_database_itself_refuses(db: None, tamper: Tampering) -> None:
    make_entries(ENTRIES)
    for seed in range(5):
        chance = random.Random(seed)
        if tamper is _flip_bit:
            chance.choice = lambda options: options[1]  # type: ignore[assignment,method-assign]
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            tamper(chance)


def test_the_database_refuses_to_touch_a_checkpoint(db: None) -> None:
    make_entries(1)
    actions.write_checkpoint(now=NOW)
    for statement in ("DELETE FROM audit_checkpoint", "UPDATE audit_checkpoint SET size = 9"):
        with pytest.raises(DatabaseError), transaction.atomic():
            _sql(statement)
    assert Checkpoint.objects.get().size == 1


def test_the_command_names_the_first_break_and_fails(
    log: list[AuditEntry], capsys: pytest.CaptureFixture[str]
) -> None:
    _sql("UPDATE audit_auditentry SET actor_label = 'X' WHERE sequence IN (7, 9)")
    with pytest.raises(SystemExit) as exit_:
        call_command("audit", "verify")
    assert exit_.value.code == 1
    assert "Entry 7 was changed." in capsys.readouterr().err


def test_a_checkpoint_kept_elsewhere_shows_a_cut_that_took_its_row_too(
    log: list[AuditEntry], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "checkpoints"
    call_command("audit", "checkpoint", "--append-to", str(kept))
    _sql("DELETE FROM audit_checkpoint")
    _sql("DELETE FROM audit_auditentry WHERE sequence > 30")
    call_command("audit", "verify")
    with pytest.raises(SystemExit):
        call_command("audit", "verify", "--checkpoints", str(kept))
    assert "The end was cut off" in capsys.readouterr().err


def test_a_log_without_checkpoints_says_so(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    make_entries(2)
    call_command("audit", "verify")
    out = capsys.readouterr().out
    assert "The audit log is whole: 2 entries" in out
    assert "There is no checkpoint" in out
