"""Every database asks the questions of its release, and no sealed file outlives its row."""

from functools import partial
from typing import Any

from django.db import transaction

from commonbeat.core import clock
from commonbeat.core.durable_storage import evidence_storage
from commonbeat.reports.actions import import_bank_holidays, publish_shipped_sets
from commonbeat.reports.models import ArrivingPiece, SealedCopy
from commonbeat.reports.queries import forget_names, forget_receivers


def publish_after_migrating(**kwargs: Any) -> None:
    """Publish the question sets that came with the release."""
    publish_shipped_sets(now=clock.now())


def import_holidays_after_migrating(**kwargs: Any) -> None:
    """Fill the calendar of days off."""
    import_bank_holidays(now=clock.now())


def offer_who_takes_reports(**kwargs: Any) -> None:
    """Let this process offer the organisations that take reports as they are now."""
    transaction.on_commit(forget_receivers)
    forget_receivers()


def know_who_works_here(**kwargs: Any) -> None:
    """Let this process know the names of the police as they are now."""
    transaction.on_commit(forget_names)
    forget_names()


def remove_file_of_row(*, instance: SealedCopy | ArrivingPiece, **kwargs: Any) -> None:
    """Delete the sealed file of a row that is gone, whatever took the row away."""
    transaction.on_commit(partial(evidence_storage().delete, instance.name))
