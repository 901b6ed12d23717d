"""``commonbeat audit verify`` and ``commonbeat audit checkpoint``."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commonbeat.audit import actions, queries
from commonbeat.core import clock


class Command(BaseCommand):
    """Prove that the log is whole, or sign how far it has come."""

    help = "Verify the audit log, or write a signed checkpoint of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        verify = commands.add_parser("verify", help="Read every entry; exit 1 at the first break.")
        verify.add_argument(
            "--checkpoints",
            type=Path,
            metavar="FILE",
            help="a file of checkpoint lines that you kept elsewhere",
        )
        checkpoint = commands.add_parser("checkpoint", help="Sign the log's size and last hash.")
        checkpoint.add_argument(
            "--append-to", type=Path, metavar="FILE", help="also add the line to this file"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["command"] == "verify":
            self._verify(options["checkpoints"])
        else:
            self._checkpoint(options["append_to"])

    def _verify(self, file: Path | None) -> None:
        verdict = queries.verify(kept_elsewhere=_marks(file), progress=self._show)
        if self.stderr.isatty():
            self.stderr.write("\r", ending="")
        if not verdict.is_whole:
            self.stderr.write(self.style.ERROR(verdict.broken))
            sys.exit(1)
        self.stdout.write(
            f"The audit log is whole: {verdict.entries} entries, {verdict.shredded} with their "
            f"words shredded, {verdict.unchained} not chained yet, "
            f"checked against {verdict.checkpoints} checkpoints."
        )
        if not verdict.checkpoints:
            self.stdout.write(
                "There is no checkpoint, so entries cut off the end would not show. "
                "Write one with `commonbeat audit checkpoint` and keep its line elsewhere."
            )

    def _show(self, done: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done} entries", ending="")

    def _checkpoint(self, file: Path | None) -> None:
        try:
            checkpoint = actions.write_checkpoint(now=clock.now())
        except actions.NothingToSign:
            raise CommandError("The audit log is empty: there is nothing to sign.") from None
        line = queries.as_mark(checkpoint).line
        self.stdout.write(line)
        if file:
            with file.open("a", encoding="utf-8") as kept:
                kept.write(f"{line}\n")


def _marks(file: Path | None) -> list[queries.Mark]:
    if file is None:
        return []
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    marks = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                marks.append(queries.read_mark(line))
            except ValueError:
                raise CommandError(f"{file}, line {number}: not a checkpoint.") from None
    return marks
