"""``commonbeat mail-catcher``: the mail server of a demonstration, which sends nothing on."""

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from commonbeat.core.parent import stop_with_parent
from commonbeat.delivery.channels.email.catcher import catch_mail
from commonbeat.delivery.channels.email.server import mail_folder


class Command(BaseCommand):
    """Runs the mail catcher."""

    help = "Catch a demonstration's mail in a folder; read it at /demo/mail/."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=0, help="default: any free port")
        parser.add_argument(
            "--with-parent", action="store_true", help="Stop when standard input closes."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The mail catcher is for demonstrations alone.")
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _signal, _frame: stop.set())
        if options["with_parent"]:
            stop_with_parent()
        try:
            catch_mail(port=options["port"], stop=stop, ready=self._greet)
        except OSError as error:
            raise CommandError(f"Cannot catch mail on port {options['port']}: {error}") from error

    def _greet(self, port: int) -> None:
        self.stdout.write(f"Catching mail on 127.0.0.1:{port} into {mail_folder()}")
