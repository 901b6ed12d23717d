"""Reads of what the police made public, and of who added to it."""

from commonbeat.reports.models import PublicMatter, Report
from commonbeat.reports.rules import Status


def public_matter(key: str, *, realm_id: int) -> PublicMatter | None:
    """Return what was made public under a name, on or over; nothing for any other name."""
    if len(key) > 20 or not (key.isascii() and key.isalnum()):
        return None
    return PublicMatter.objects.filter(realm_id=realm_id, key=key).first()


def how_many_saw(key: str, *, realm_id: int) -> int:
    """Return how many reports to the police add to a matter, only counted ones among them.

    For the police alone: a public number this small could point at one person.
    """
    mine = Report.objects.in_realm(realm_id).filter(to_police=True)
    added = mine.filter(about__key=key, about__realm_id=realm_id)
    return added.exclude(status__in=[Status.WITHDRAWN.value, Status.ERASED.value]).count()
