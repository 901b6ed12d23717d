"""``commonbeat new-key``: a key for the settings."""

from typing import Any

from django.core.management import BaseCommand

from commonbeat.config.cli import new_key


class Command(BaseCommand):
    """Listed here for ``commonbeat help``; the command line runs it before any settings exist."""

    help = "Print a new key for COMMONBEAT_SECRET_KEY."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(new_key())
