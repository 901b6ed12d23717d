"""``commonbeat demo-link ROLE``: a way into the demonstration as somebody of a role."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from commonbeat.accounts.actions import make_demo_link
from commonbeat.accounts.models import Role, User
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError


class Command(BaseCommand):
    """Prints a log-in link that works once."""

    help = "Print a one-time log-in link of the demonstration."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", choices=[role.value for role in Role])
        parser.add_argument(
            "--second", action="store_true", help="As the second of them, for what takes two."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(link_for(Role(options["role"]), is_second=options["second"]))


def link_for(role: Role, *, is_second: bool = False) -> str:
    """Return a whole address that signs in as somebody of a role; raises ``CommandError``."""
    people = User.objects.filter(role=role, is_active=True).order_by("pk")
    second = people[1:2].first() if is_second else None
    if is_second and second is None:
        raise CommandError("There is no second one.")
    try:
        return settings.BASE_URL + make_demo_link(role=role, user=second, now=clock.now())
    except CommonbeatError as error:
        raise CommandError(str(error)) from error
