"""What imports do not show: keys of tables, docstrings, lengths, sweeps, retention, realms."""

import ast
import importlib
import inspect
import pkgutil
import re
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

import commonbeat
from commonbeat.core.models import InRealm
from commonbeat.core.retention import retention_rules
from commonbeat.core.states import StateTable
from commonbeat.core.sweeps import all_sweeps

ROOT = Path(commonbeat.__file__).parent
PROJECT = ROOT.parent
LONGEST = 500
# From the bottom up; contexts on one line may not point at each other.
LAYERS = (
    {"core"},
    {"audit", "delivery"},
    {"places"},
    {"accounts"},
    {"reports", "alerts"},
    {"publishing", "communities", "meetings", "surveys", "priorities"},
    {"intelligence"},
    {"casework"},
    {"partners"},
    {"keeping"},
    {"analytics", "exercises", "games"},
    {"api"},
    {"config"},
)
HEIGHT = {label: height for height, labels in enumerate(LAYERS) for label in labels}
# Tables of Django and allauth lie beside accounts; only accounts speaks with them.
HEIGHT |= dict.fromkeys(("auth", "contenttypes", "sessions", "account", "mfa"), HEIGHT["accounts"])

# Tables without a realm, and why.
NO_REALM = {
    "core.realm": "it is the realm",
    "core.liveevent": "its topic names the realm; gone after an hour",
    "audit.checkpoint": "the chain runs through every realm",
    "reports.questionsetversion": "every realm asks the same",
    "reports.bankholiday": "days off are the same in an exercise",
    "casework.signpostservice": "so are those who help where the police do not",
    "keeping.retentionperiod": "how long things are kept is the same in an exercise",
    "casework.callgrade": "grades of response are the same in an exercise",
    "accounts.user": "people are the same in an exercise",
    "accounts.organisation": "so are the bodies that they act for",
    "accounts.signin": "somebody signs in once, whatever realm they work in",
    "accounts.onetimelink": "it belongs to a person",
}
# Tables that hold nothing about anybody, so that nothing runs out.
NOTHING_PERSONAL = {
    "core.realm",
    "core.liveevent",
    "audit.checkpoint",
    "reports.questionsetversion",
    "reports.bankholiday",
    "casework.callgrade",
    "casework.signpostservice",
}
# Geography and published figures: the same town in every realm, and about nobody.
ABOUT_THE_TOWN = "places"


def our_models() -> list[type[models.Model]]:
    """Return every table of our contexts."""
    return [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("commonbeat.")
        for model in config.get_models()
    ]


def contexts() -> list[Path]:
    """Return the folder of every context."""
    return sorted(path.parent for path in ROOT.glob("*/__init__.py"))


def sources() -> list[Path]:
    """Return every Python file of ours."""
    folders = (ROOT, PROJECT / "tests", PROJECT / "bench")
    return [path for folder in folders for path in folder.rglob("*.py")]


class TestKeysOfTables:
    """A table points at tables below its own context, as imports do."""

    def _pointing_up(self, found: list[type[models.Model]]) -> list[str]:
        return [
            f"{model._meta.label} points up at {field.related_model._meta.label}"
            for model in found
            for field in model._meta.get_fields()
            if isinstance(field, models.ForeignKey | models.ManyToManyField)
            and self._points_up(model, field.related_model)
        ]

    def _points_up(self, model: type[models.Model], to: Any) -> bool:
        here, there = model._meta.app_label, to._meta.app_label
        return here != there and HEIGHT[there] >= HEIGHT[here]

    def test_they_point_down(self) -> None:
        assert self._pointing_up(our_models()) == []

    def test_every_context_has_a_height(self) -> None:
        assert {path.name for path in contexts()} <= set(HEIGHT)

    def test_sabotage_a_key_that_points_up_is_found(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(HEIGHT, "accounts", HEIGHT["config"])
        assert any("at accounts.User" in line for line in self._pointing_up(our_models()))


class TestFiles:
    """A context says what it owns, and a file stays short enough to be read."""

    def _silent(self, files: dict[str, str]) -> list[str]:
        return [name for name, text in files.items() if not ast.get_docstring(ast.parse(text))]

    def _too_long(self, lengths: dict[str, int]) -> list[str]:
        return [name for name, length in lengths.items() if length > LONGEST]

    def test_every_context_says_what_it_owns(self) -> None:
        files = {path.name: (path / "__init__.py").read_text() for path in contexts()}
        assert self._silent(files) == []

    def test_no_file_is_too_long(self) -> None:
        lengths = {str(path): len(path.read_text().splitlines()) for path in sources()}
        assert self._too_long(lengths) == []

    def test_sabotage(self) -> None:
        assert self._silent({"new": "from x import y\n"}) == ["new"]
        assert self._too_long({"new": LONGEST + 1}) == ["new"]


class TestSweeps:
    """A function that nobody wakes does nothing: everything public in ``tasks.py`` is a sweep."""

    def _unswept(self, module: Any, registered: set[Any]) -> list[str]:
        return [
            name
            for name, function in inspect.getmembers(module, inspect.isfunction)
            if function.__module__ == module.__name__
            and not name.startswith("_")
            and function not in registered
        ]

    def _registered(self) -> set[Any]:
        return {sweep.run for sweep in all_sweeps()}

    def test_every_task_is_swept(self) -> None:
        found = []
        for path in contexts():
            if not any((path / name).exists() for name in ("tasks.py", "tasks")):
                continue
            module = importlib.import_module(f"commonbeat.{path.name}.tasks")
            found += self._unswept(module, self._registered())
        assert found == []

    def test_sabotage_a_task_that_nobody_registered_is_found(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from commonbeat.accounts import tasks

        def forgotten() -> None: ...

        forgotten.__module__ = tasks.__name__
        monkeypatch.setattr(tasks, "forgotten", forgotten, raising=False)
        assert self._unswept(tasks, self._registered()) == ["forgotten"]


class TestRetention:
    """Each table that may hold something of a person says how long it is kept."""

    def _unruled(self, rules: dict[str, Any]) -> list[str]:
        theirs = {"account.emailaddress", "mfa.authenticator", "sessions.session"}
        ours = {model._meta.label_lower for model in our_models()}
        return sorted((ours | theirs) - NOTHING_PERSONAL - self._of_the_town() - set(rules))

    def _of_the_town(self) -> set[str]:
        return {
            model._meta.label_lower
            for model in our_models()
            if model._meta.app_label == ABOUT_THE_TOWN
        }

    def test_every_table_of_personal_data_has_a_rule(self) -> None:
        assert self._unruled(retention_rules()) == []

    def test_every_rule_has_a_table(self) -> None:
        known = {model._meta.label_lower for model in apps.get_models()}
        assert sorted(set(retention_rules()) - known) == []

    def test_sabotage_a_table_without_a_rule_is_found(self) -> None:
        rules = retention_rules()
        del rules["accounts.user"]
        assert self._unruled(rules) == ["accounts.user"]
        assert "accounts.user" in retention_rules(), "what is handed out is a copy"


class TestRealms:
    """Operational rows belong to a realm, so that an exercise never mixes with real work."""

    def _homeless(self, found: list[type[models.Model]]) -> list[str]:
        return [
            model._meta.label_lower
            for model in found
            if not issubclass(model, InRealm)
            and model._meta.app_label != ABOUT_THE_TOWN
            and model._meta.label_lower not in NO_REALM
            and not self._belongs_to_one_in_a_realm(model)
        ]

    def _belongs_to_one_in_a_realm(self, model: type[models.Model]) -> bool:
        """Say whether every row hangs on a row that has a realm."""
        return any(
            isinstance(field, models.ForeignKey)
            and not field.null
            and isinstance(field.related_model, type)
            and issubclass(field.related_model, InRealm)
            for field in model._meta.get_fields()
        )

    def test_every_operational_table_has_a_realm(self) -> None:
        assert self._homeless(our_models()) == []

    def test_every_exception_is_still_a_table(self) -> None:
        assert set(NO_REALM) <= {model._meta.label_lower for model in our_models()}

    def test_sabotage_a_table_without_a_realm_is_found(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delitem(NO_REALM, "accounts.signin")
        assert self._homeless(our_models()) == ["accounts.signin"]


class TestStateTables:
    """A state that a table forgets would be a dead end that nobody decided on."""

    def _tables(self) -> dict[str, StateTable[Any]]:
        found: dict[str, StateTable[Any]] = {}
        for module in pkgutil.walk_packages(commonbeat.__path__, "commonbeat."):
            if re.search(r"\.(tests|migrations|management)\b|config\.(asgi|wsgi)", module.name):
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, StateTable):
                    found.setdefault(f"{value.name} {name}", value)
        return found

    def _faults(self, tables: dict[str, StateTable[Any]]) -> list[str]:
        found = []
        for name, table in tables.items():
            kind: type[StrEnum] = type(table.start)
            states = set(kind)
            found += [f"{name} forgets {state}" for state in sorted(states - set(table.moves))]
            reached, grown = {table.start, *table.other_starts}, True
            while grown:
                further = {after for state in reached for after in table.moves.get(state, ())}
                grown, reached = not further <= reached, reached | further
            found += [f"{name} never reaches {state}" for state in sorted(states - reached)]
        return found

    def test_every_state_is_covered_and_can_be_reached(self) -> None:
        tables = self._tables()
        assert tables
        assert self._faults(tables) == []

    def test_sabotage_a_state_that_nothing_leads_to_is_found(self) -> None:
        class Door(StrEnum):
            OPEN = "open"
            SHUT = "shut"

        table = StateTable("Door", Door.OPEN, {state: frozenset() for state in Door})
        assert self._faults({"Door": table}) == ["Door never reaches shut"]
