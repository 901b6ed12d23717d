"""Runs one row in this process: sets Django up, migrates, measures, writes one line a result."""

import importlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

import django


def main(name: str, scale: str, answers: str) -> None:
    """Measure the row and append its results to a file."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    row = importlib.import_module(f"bench.rows.{name}")
    with Path(answers).open("a") as file:
        for result in row.measure(float(scale)):
            file.write(json.dumps(asdict(result)) + "\n")
            file.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
