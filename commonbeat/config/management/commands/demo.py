"""``commonbeat demo``: an invented town to try everything in, served at once."""

import shutil
from datetime import timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management import CommandError, CommandParser, call_command
from django.db import connection

from commonbeat.accounts.models import Role
from commonbeat.config.demo import town
from commonbeat.config.management.commands import serve
from commonbeat.config.management.commands.demo_link import link_for
from commonbeat.config.migrated import missing_migrations
from commonbeat.core import clock
from commonbeat.core.ids import grouped

RECEIPT_FILE = "receipt.txt"
_PUBLIC = (
    ("/", "what people see: report, near me, alerts"),
    ("/report/", "report something, without an account"),
    ("/receipt/", "read an answer"),
    ("/demo/mail/", "every e-mail that the demonstration sent"),
)


class Command(serve.Command):
    """Makes the demonstration town if it is not there, and serves it."""

    help = "Make the demonstration town, serve it, and print the ways in."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--fresh", action="store_true", help="Make the town anew.")
        parser.add_argument("--build-only", action="store_true", help="Make it, do not serve it.")
        parser.add_argument(
            "--days-old", type=int, default=0, help="Make it as it stood some days ago."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("COMMONBEAT_DEMO is off: this is a real site.")
        if options["fresh"]:
            self._clear()
        self._make(options["days_old"])
        if not options["build_only"]:
            self.supervise(options["host"], options["port"], self._welcome)

    def _clear(self) -> None:
        if connection.vendor != "sqlite":
            raise CommandError(
                "--fresh erases only the demonstration's own SQLite file. Drop and create the "
                "database of COMMONBEAT_DATABASE_URL yourself."
            )
        connection.close()
        # This folder is the demonstration's own: real sites keep theirs beside it.
        shutil.rmtree(settings.VAR, ignore_errors=True)
        settings.VAR.mkdir(parents=True)

    def _make(self, days_old: int) -> None:
        started = monotonic()
        if missing_migrations():
            call_command("migrate", verbosity=0)
        if town.is_there():
            self.say("The demonstration town is there already; --fresh makes it anew.")
            return
        receipt = town.build(clock.now() - timedelta(days=days_old), say=self.say)
        (settings.VAR / RECEIPT_FILE).write_text(receipt)
        self.say(f"The town took {monotonic() - started:.1f} seconds to make.")

    def _welcome(self, address: str) -> None:
        lines = [
            "",
            f"Commonbeat is at {address} (Ctrl-C stops it).",
            "Everything in it is invented: people, reports and warnings. Send nothing real.",
            "",
            *(f"  {address + path:<40} {what}" for path, what in _PUBLIC),
        ]
        receipt = settings.VAR / RECEIPT_FILE
        if receipt.exists():
            lines += ["", f"  A receipt to read an answer with: {grouped(receipt.read_text())}"]
        lines += ["", "Each of these links signs you in once, as somebody of that role:", ""]
        lines += [f"  {role.label!s:<24} {link_for(role)}" for role in Role]
        lines += ["", "More links: commonbeat demo-link ROLE"]
        connection.close()
        for line in lines:
            self.say(line)
