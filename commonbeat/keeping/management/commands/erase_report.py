"""Erase one finished report, once its review is due and a person reviewed it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonbeat.core import clock
from commonbeat.core.actors import SYSTEM
from commonbeat.core.errors import CommonbeatError
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.core.states import MoveNotAllowed
from commonbeat.keeping.actions import erase_when_due
from commonbeat.reports.queries import any_report_by_reference


class Command(BaseCommand):
    """``commonbeat erase-report REFERENCE --reason WORDS``: nothing that it says is left."""

    help = "Erase a finished report whose review is due. It cannot be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", help="like PR-26-000123")
        parser.add_argument("--reason", required=True, help="stays in the log")

    def handle(self, *args: Any, **options: Any) -> None:
        reference = options["reference"].upper()
        report = any_report_by_reference(realm_id=LIVE_REALM_ID, reference=reference)
        if report is None:
            raise CommandError(f"There is no report {reference}.")
        try:
            erase_when_due(report=report, actor=SYSTEM, reason=options["reason"], now=clock.now())
        except MoveNotAllowed as error:
            raise CommandError(f"{reference} cannot be erased: close it first.") from error
        except CommonbeatError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{reference} is erased.")
