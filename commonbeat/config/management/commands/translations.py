"""``commonbeat translations``: whether every language has every text."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

SHOWN = 15


class Command(BaseCommand):
    """Compares the texts of the code with the catalogues in ``locale/``, or merges them in."""

    help = "Check that every text is translated; --update adds new texts to the catalogues."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--update", action="store_true", help="Merge new texts, drop old ones.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from commonbeat.config import catalogues
        except ImportError as error:
            raise CommandError("Babel is needed here: it comes with `make setup`.") from error

        texts = catalogues.collect(settings.ROOT)
        incomplete = 0
        for language, _name in settings.LANGUAGES:
            if language == settings.LANGUAGE_CODE:
                continue
            if options["update"]:
                catalogues.merge(settings.ROOT, language, texts)
            verdict = catalogues.compare(settings.ROOT, language, texts)
            if verdict.is_complete:
                self.stdout.write(f"{language}: all {len(texts)} texts are translated.")
                continue
            incomplete += 1
            for kind in ("missing", "obsolete", "broken"):
                self._list(f"{language}: {kind}", getattr(verdict, kind))
        if incomplete and not options["update"]:
            raise CommandError("Translations are not complete. `make fix` merges new texts.")

    def _list(self, title: str, texts: list[str]) -> None:
        if not texts:
            return
        self.stdout.write(f"{title}: {len(texts)}")
        for text in texts[:SHOWN]:
            self.stdout.write(f"  {text}")
        if len(texts) > SHOWN:
            self.stdout.write(f"  … and {len(texts) - SHOWN} more")
