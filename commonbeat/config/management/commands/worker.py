"""``commonbeat worker``: what happens without a visitor — sending, matching, pruning."""

from typing import Any

from django.core.management import BaseCommand, CommandParser

from commonbeat.config.migrated import require_migrated
from commonbeat.core import worker
from commonbeat.core.parent import stop_with_parent


class Command(BaseCommand):
    """Runs the sweeps of every context."""

    help = "Do the work that waits in the tables: send, match, prune. Any number may run."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--with-parent", action="store_true", help="Stop when standard input closes."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["with_parent"]:
            stop_with_parent()
        else:
            require_migrated()
        worker.run()
