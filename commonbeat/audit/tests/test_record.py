"""Entries: sealed, chained, one with their change."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from commonbeat.audit import actions, queries, rules
from commonbeat.audit.models import AuditEntry
from commonbeat.audit.tests.factories import NOW, OFFICER, make_entries
from commonbeat.core import retention
from commonbeat.core.actors import SYSTEM
from commonbeat.core.fields import SealedTextField
from commonbeat.core.models import Realm


@pytest.mark.django_db
def test_an_entry_reads_back_as_it_was_written() -> None:
    make_entries(1)
    entry = AuditEntry.objects.get()
    assert (entry.reason, entry.details) == ("Reason 0", {"number": 0})
    assert (entry.kind, entry.actor_label) == (rules.Kind.CONSULTATION, "PC Ann Lee")


@pytest.mark.django_db
def test_an_unregistered_event_is_refused() -> None:
    with pytest.raises(rules.UnknownEvent):
        actions.record(event="made.up", actor=SYSTEM, realm_id=1, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused() -> None:
    with pytest.raises(actions.NotInTransaction):
        actions.record(event="audit.read", actor=SYSTEM, realm_id=1, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_an_entry_and_its_change_commit_together() -> None:
    class Killed(Exception):
        pass

    with pytest.raises(Killed), transaction.atomic():
        Realm.objects.filter(pk=1).update(name="Changed")
        actions.record(event="audit.read", actor=SYSTEM, realm_id=1, now=NOW)
        raise Killed
    assert Realm.objects.get(pk=1).name != "Changed"
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_words_are_not_in_the_database_in_clear() -> None:
    make_entries(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_auditentry")
        row = cursor.fetchone()
    assert not any(b"Reason 0" in bytes(v) for v in row if isinstance(v, bytes | memoryview))
    assert "Reason 0" not in str(row)


@pytest.mark.django_db
def test_shredding_forgets_the_words_and_keeps_the_chain() -> None:
    make_entries(3, subject="report:one")
    make_entries(2, subject="report:two")
    assert actions.shred(subject="report:one", realm_id=1, actor=OFFICER, now=NOW) == 3
    actions.chain_unchained()
    verdict = queries.verify()
    assert verdict.is_whole
    assert (verdict.entries, verdict.shredded) == (6, 3)
    kept = AuditEntry.objects.filter(subject="report:two").order_by("pk")
    assert [entry.reason for entry in kept] == ["Reason 0", "Reason 1"]


@pytest.mark.django_db
def test_details_with_unsorted_keys_and_numbers_as_keys_verify() -> None:
    details: dict[Any, Any] = {"b": 1, "a": {10: "x", 9: "y"}, "list": [1, 2.5, None, "é"]}
    actions.record(event="audit.read", actor=SYSTEM, realm_id=1, details=details, now=NOW)
    actions.chain_unchained()
    assert queries.verify().is_whole


def test_every_event_type_says_how_its_personal_data_is_shredded() -> None:
    assert rules.event_types()
    assert all(event.shreds.strip() for event in rules.event_types())
    with pytest.raises(ValueError, match="does not say"):
        rules.register_events(rules.EventType("x.y", rules.Kind.COLLECTION, shreds=" "))


def _tables_of_personal_data() -> set[str]:
    """Every model of ours with a sealed column, an address or a person in it."""
    found = set()
    for model in apps.get_models():
        if not model.__module__.startswith("commonbeat."):
            continue
        for field in model._meta.get_fields():
            to_person = getattr(field, "related_model", None) is not None and (
                field.related_model._meta.label == "accounts.User" and not field.auto_created  # type: ignore[union-attr]
            )
            sealed = isinstance(field, SealedTextField)
            if sealed or to_person or type(field).__name__ == "EmailField":
                found.add(model._meta.label_lower)
    return found


def test_every_table_of_personal_data_has_a_retention_rule() -> None:
    missing = _tables_of_personal_data() - set(retention.retention_rules())
    assert not missing, f"say how long these are kept, with audit.rules.keep: {sorted(missing)}"


def test_a_table_without_a_retention_rule_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(retention._rules, "audit.auditentry")
    assert "audit.auditentry" in _tables_of_personal_data() - set(retention.retention_rules())
