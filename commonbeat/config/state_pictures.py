"""Finds every state table in the code, and draws each as a page of ``docs/states/``."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import commonbeat
from commonbeat.core.states import StateTable


def state_tables() -> dict[str, StateTable[Any]]:
    """Return the state tables in the ``rules`` of every context, by file name."""
    tables: dict[str, StateTable[Any]] = {}
    for module_name in _rules_modules():
        module = importlib.import_module(module_name)
        context = module_name.split(".")[1]
        for value in vars(module).values():
            if isinstance(value, StateTable):
                tables[f"{context}-{value.name.replace(' ', '-').lower()}"] = value
    return dict(sorted(tables.items()))


def pages() -> dict[str, str]:
    """Return what each file of ``docs/states/`` should hold."""
    drawn = {f"{name}.md": _page(table) for name, table in state_tables().items()}
    links = "".join(f"- [{name.removesuffix('.md')}]({name})\n" for name in drawn)
    index = f"# States\n\nDrawn from the code by `make docs`; a change by hand is lost.\n\n{links}"
    return {"README.md": index, **drawn}


def _page(table: StateTable[Any]) -> str:
    title = table.name[:1].upper() + table.name[1:]
    return f"# {title}\n\n```mermaid\n{table.diagram()}```\n"


def _rules_modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(commonbeat.__path__, "commonbeat."):
        parts = module.name.split(".")
        if "rules" in parts[2:3] and "tests" not in parts:
            yield module.name
