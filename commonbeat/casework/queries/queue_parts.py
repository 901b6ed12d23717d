"""Parts of the queue that somebody named, and what they hold."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonbeat.accounts.models import User
from commonbeat.casework.models import Assessment, QueuePart
from commonbeat.casework.models.queue_part import PREFIX
from commonbeat.casework.rules import UNGRADED, Holding
from commonbeat.reports.models import ReportQuerySet


def parts_for(*, realm_id: int, user: User) -> list[QueuePart]:
    """Return the parts that somebody finds over their queue: their own first, oldest first."""
    rows = _seen_by(realm_id, user).select_related("owner").order_by("pk")
    return sorted(rows, key=lambda part: part.owner_id != user.pk)


def part_by_key(*, realm_id: int, key: str, user: User) -> QueuePart | None:
    """Return one part that somebody may use."""
    return _seen_by(realm_id, user).select_related("owner").filter(key=key).first()


def part_of_address(*, realm_id: int, value: str, user: User) -> QueuePart | None:
    """Return the part that an address names, if it names one that is there."""
    key = value.removeprefix(PREFIX)
    if key == value or not key.isalnum():
        return None
    return part_by_key(realm_id=realm_id, key=key, user=user)


def own_parts(*, realm_id: int, user: User) -> int:
    """Return how many parts somebody made."""
    return QueuePart.objects.in_realm(realm_id).filter(owner=user).count()


def _seen_by(realm_id: int, user: User) -> QuerySet[QueuePart]:
    return QueuePart.objects.in_realm(realm_id).filter(Q(owner=user) | Q(is_shared=True))


def narrowed_to(reports: ReportQuerySet, wanted: Holding) -> ReportQuerySet:
    """Keep what a part of the queue holds."""
    if wanted.kinds:
        reports = reports.filter(category__in=wanted.kinds)
    if wanted.areas:
        reports = reports.filter(area__code__in=wanted.areas)
    if wanted.languages:
        reports = reports.filter(language__in=wanted.languages)
    if wanted.grades:
        reports = reports.filter(_graded(wanted.grades))
    if wanted.is_untaken:
        reports = reports.filter(assignment__isnull=True)
    if wanted.wrote_again:
        reports = reports.filter(reply_waiting_since__isnull=False)
    return reports


def _graded(grades: tuple[str, ...]) -> Q:
    """Match the newest grade: what was chosen before it counts no more."""
    of_it = Assessment.objects.filter(report=OuterRef("pk"))
    later = Assessment.objects.filter(report=OuterRef("report"), number__gt=OuterRef("number"))
    kinds = [grade for grade in grades if grade != UNGRADED]
    newest = of_it.filter(~Exists(later), grade__kind__in=kinds)
    matched = Q(Exists(newest))
    return matched | ~Q(Exists(of_it)) if UNGRADED in grades else matched
