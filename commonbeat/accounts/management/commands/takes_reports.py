"""Say that people may send reports to an organisation, or that they no longer may."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonbeat.accounts import actions
from commonbeat.accounts.models import Organisation
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError


class Command(BaseCommand):
    """``commonbeat takes-reports NAME --called "en=the university"``; ``--stop`` ends it."""

    help = "Let people send their reports to an organisation, or stop that."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organisation", help="its name")
        parser.add_argument(
            "--called", action="append", default=[], help='language=words: "en=the university"'
        )
        parser.add_argument("--stop", action="store_true", help="it takes no more reports")

    def handle(self, *args: Any, **options: Any) -> None:
        body = Organisation.objects.filter(name=options["organisation"]).first()
        if body is None:
            raise CommandError(f"There is no organisation named {options['organisation']}.")
        called = dict(each.partition("=")[::2] for each in options["called"])
        if strange := set(called) - set(dict(settings.LANGUAGES)):
            raise CommandError(f"This site does not speak: {', '.join(sorted(strange))}.")
        try:
            actions.take_reports(
                organisation=body, takes=not options["stop"], called=called, now=clock.now()
            )
        except CommonbeatError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{body.name} takes no more reports."
            if options["stop"]
            else f"People may now send reports to {body.name}."
        )
