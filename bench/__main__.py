"""Runs rows, each on each database in a process and a database of its own."""

import argparse
import contextlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

from bench import results, rows
from bench.results import Result

NAMES = sorted(module.name for module in pkgutil.iter_modules(rows.__path__))
SCRATCH = "commonbeat_bench"


def main() -> int:
    """Measure, print, keep. Missing a goal is no failure; a row that breaks is."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="row", help=", ".join(NAMES))
    parser.add_argument("--scale", type=float, default=1.0, help="0.1: a tenth of the rows")
    options = parser.parse_args()
    unknown = set(options.rows) - set(NAMES)
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    found: list[Result] = []
    broken = []
    for name in options.rows or NAMES:
        for database in _databases():
            try:
                found += _measure(name, database, options.scale)
            except subprocess.CalledProcessError:
                broken.append(f"{name} on {database}")
    results.keep(found)
    results.show(found)
    for row in broken:
        print(f"{row} broke: see above.", file=sys.stderr)
    return 1 if broken else 0


def _server() -> str:
    """Return the address of the PostgreSQL server to measure on, without a database's name."""
    said = os.environ.get("COMMONBEAT_BENCH_POSTGRES", "")
    url = said or os.environ.get("COMMONBEAT_DATABASE_URL", "")
    return url.rpartition("/")[0] if url.count("/") > 2 else url


def _databases() -> list[str]:
    return ["sqlite", *(["postgresql"] if _server().startswith("postgres") else [])]


def _measure(name: str, database: str, scale: float) -> list[Result]:
    print(f"{name} on {database} …", file=sys.stderr, flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="commonbeat-bench-") as folder,
        _scratch(database) as url,
    ):
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("COMMONBEAT_")},
            "DJANGO_SETTINGS_MODULE": "commonbeat.config.settings",
            "COMMONBEAT_SECRET_KEY": "for-measurements-and-nothing-else",
            "COMMONBEAT_VAR": folder,
            "COMMONBEAT_DATABASE_URL": url,
        }
        answers = Path(folder) / "results.jsonl"
        subprocess.run(
            [sys.executable, "-m", "bench.child", name, str(scale), str(answers)],
            env=environment,
            check=True,
        )
        lines = answers.read_text().splitlines()
    return [Result(**{**json.loads(line), "database": database}) for line in lines]


def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="commonbeat-bench-")


@contextlib.contextmanager
def _scratch(database: str) -> Iterator[str]:
    """Give the address of an empty database; empty means a SQLite file in the row's folder."""
    if database == "sqlite":
        yield ""
        return
    server = _server()
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{SCRATCH}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{SCRATCH}"')
    try:
        yield f"{server}/{SCRATCH}"
    finally:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{SCRATCH}" WITH (FORCE)')


if __name__ == "__main__":
    sys.exit(main())
