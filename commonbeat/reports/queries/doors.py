"""By which doors reports came in, and what a partner may see of its own."""

from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from commonbeat.accounts.models import Organisation
from commonbeat.reports.models import EntryDoor, Report, Status

_COUNTED_FOR = timedelta(days=30)


def door_totals(*, realm_id: int, now: datetime) -> dict[EntryDoor, int]:
    """Return how many reports to the police came in by each door over the last thirty days."""
    recent = Report.objects.in_realm(realm_id).filter(
        to_police=True, received_at__gt=now - _COUNTED_FOR
    )
    rows = recent.values_list("door").annotate(number=Count("pk")).order_by()
    return {EntryDoor(door): number for door, number in rows}


def organisation_reports(organisation: Organisation, *, realm_id: int) -> QuerySet[Report]:
    """Return what members sent for their organisation, newest first: nothing of anybody else.

    What was erased is on no list of theirs.
    """
    return (
        Report.objects.in_realm(realm_id)
        .filter(organisation=organisation)
        .exclude(status=Status.ERASED.value)
        .select_related("area", "reporter")
        .order_by("-id")
    )
