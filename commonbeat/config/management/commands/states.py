"""``commonbeat states``: draws the state diagrams from the code."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from commonbeat.config.state_pictures import pages


class Command(BaseCommand):
    """Writes ``docs/states/``, or says whether it is up to date."""

    help = "Draw docs/states/ from the state tables in the code."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Write nothing; fail if stale.")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.ROOT / "docs" / "states"
        wanted = pages()
        present = {path.name: path.read_text() for path in folder.glob("*.md")}
        if present == wanted:
            self.stdout.write(f"{len(wanted) - 1} state diagrams are up to date.")
            return
        if options["check"]:
            stale = sorted(
                name for name in present.keys() | wanted if present.get(name) != wanted.get(name)
            )
            raise CommandError(f"Stale in docs/states: {', '.join(stale)}. Run `make docs`.")
        folder.mkdir(parents=True, exist_ok=True)
        for name in present.keys() - wanted:
            (folder / name).unlink()
        for name, text in wanted.items():
            (folder / name).write_text(text)
        self.stdout.write(f"Drew {len(wanted) - 1} state diagrams.")
