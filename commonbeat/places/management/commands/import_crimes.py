"""``commonbeat import-crimes FILE…``: street-level crime from data.police.uk."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from commonbeat.core import clock
from commonbeat.places.actions import CrimeFileError, CrimesImported, import_crimes


class Command(BaseCommand):
    help = (
        "Take in street-level crime files as data.police.uk publishes them. Every row is kept. "
        "The same file again changes nothing; a corrected file replaces its month and force."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a street CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        files: list[Path] = options["files"]
        columns = (
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TextColumn("rows"), TimeElapsedColumn(),
        )  # fmt: skip
        with Progress(*columns, console=Console(stderr=True)) as bars:
            for path in files:
                self._take(path, bars)

    def _take(self, path: Path, bars: Progress) -> None:
        bar = bars.add_task(path.name, total=None)
        try:
            done = import_crimes(
                content=path.read_bytes(),
                file_name=path.name,
                now=clock.now(),
                progress=lambda rows, total: bars.update(bar, completed=rows, total=total),
            )
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}. Nothing of it was imported.") from error
        except CrimeFileError as error:
            raise CommandError(f"{path}, {error}. Nothing of it was imported.") from error
        bars.update(bar, completed=done.rows, total=done.rows)
        self.stdout.write(f"{path}: {_words(done)}")


def _words(done: CrimesImported) -> str:
    return (
        f"{done.rows} rows of {done.force}, {done.month:%Y-%m}: {done.outcome}. "
        f"{done.without_place} without a place, {done.outside_force} outside the force "
        "(kept, flagged, not counted on maps)."
    )
