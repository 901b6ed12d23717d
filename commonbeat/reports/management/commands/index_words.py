"""File every report under its words: once after an upgrade, and after a change of keys."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from commonbeat.reports.actions import file_older

_BATCH = 200


class Command(BaseCommand):
    """``commonbeat index-words``: search finds what came in before there was an index."""

    help = "File every report under its words, for search. Safe to stop and to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--after", type=int, default=0, help="go on behind this number")

    def handle(self, *args: Any, **options: Any) -> None:
        after: int | None = options["after"]
        looked_at = changed = 0
        while after is not None:
            seen, new, after = file_older(after=after, most=_BATCH)
            looked_at, changed = looked_at + seen, changed + new
            if after is not None and options["verbosity"] > 1:
                self.stdout.write(f"… {after}")
        self.stdout.write(f"Looked at {looked_at} reports, filed {changed} of them anew.")
