"""``commonbeat web``: pages alone, for a site whose proxy sends ``/live/`` elsewhere."""

import socket
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from commonbeat.config import server
from commonbeat.config.migrated import require_migrated
from commonbeat.core.parent import stop_with_parent


class Command(BaseCommand):
    """Serves pages."""

    help = "Serve pages (a scaled site runs live streams with `commonbeat live`)."
    face: server.Face = "pages"
    default_port = 8001
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=self.default_port)
        parser.add_argument("--fd", type=int, help="Serve on a socket that is open already.")
        parser.add_argument("--everything", action="store_true", help="Serve live streams too.")
        parser.add_argument(
            "--with-parent", action="store_true", help="Stop when standard input closes."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["with_parent"]:
            stop_with_parent()
        if options["fd"] is not None:
            listener = socket.socket(fileno=options["fd"])
        else:
            require_migrated()
            try:
                listener = server.listen(options["host"], options["port"])
            except server.AddressTaken as error:
                raise CommandError(f"Cannot listen on {error}.") from error
            self.stdout.write(f"Serving {self.face} at {options['host']}:{options['port']}.")
        server.run("application" if options["everything"] else self.face, listener)
