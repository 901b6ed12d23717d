"""Invite somebody who acts for the police: the way to the first administrator."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonbeat.accounts import actions
from commonbeat.accounts.models import TRUSTED_ROLES, Organisation, Role
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError


class Command(BaseCommand):
    """``commonbeat invite EMAIL --role ROLE --name NAME``: prints a link to make a passkey."""

    help = "Make a work account and print the link with which its person makes a passkey."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument(
            "--role", required=True, choices=sorted(role.value for role in TRUSTED_ROLES)
        )
        parser.add_argument("--organisation", default="", help="its name; the force if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = None
        if options["organisation"]:
            organisation = Organisation.objects.filter(name=options["organisation"]).first()
            if organisation is None:
                raise CommandError(f"There is no organisation named {options['organisation']}.")
        try:
            made = actions.invite(
                name=options["name"],
                email=options["email"],
                role=Role(options["role"]),
                organisation=organisation,
                by=None,
                reason="Invited on the server with the invite command.",
                now=clock.now(),
            )
        except CommonbeatError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("This link works once, for seven days:")
        self.stdout.write(f"{settings.BASE_URL}{made.path}")
