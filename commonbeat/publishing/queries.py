"""Reads of warnings and news; the public's go through ``showing`` alone."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Case, QuerySet, Value, When

from commonbeat.accounts.models import User
from commonbeat.alerts.models import Broadcast
from commonbeat.alerts.queries import Reach, Wish, audience, cells_of_wish
from commonbeat.places.models import AreaCell
from commonbeat.publishing.models import Kind, Publication, PublicationState, Severity
from commonbeat.publishing.permissions import APPROVERS

_WORST_FIRST = Case(
    When(severity=Severity.SEVERE, then=Value(0)),
    When(severity=Severity.WARNING, then=Value(1)),
    When(severity=Severity.MINOR, then=Value(2)),
    default=Value(3),
)
# More than this is on at no moment; news comes after the warnings.
_FRONT_PAGE_READS = 60
_SEEN_BY_PUBLIC = [
    PublicationState.LIVE,
    PublicationState.SUPERSEDED,
    PublicationState.ENDED,
    PublicationState.CANCELLED,
]


def live_warnings(*, realm_id: int, now: datetime) -> list[Publication]:
    """Return the warnings that are on at this moment, the worst first, with their words."""
    return list(
        Publication.objects.in_realm(realm_id)
        .warnings()
        .showing(now)
        .prefetch_related("texts")
        .order_by(_WORST_FIRST, "-live_at")
    )


def front_page(
    *, realm_id: int, now: datetime, news: int = 3
) -> tuple[list[Publication], list[Publication]]:
    """Return the warnings that are on, the worst first, and the newest news, read together."""
    found = list(
        Publication.objects.in_realm(realm_id)
        .showing(now)
        .prefetch_related("texts")
        .order_by(_WORST_FIRST, "-live_at")[:_FRONT_PAGE_READS]
    )
    warnings = [item for item in found if item.kind == Kind.WARNING]
    return warnings, [item for item in found if item.kind == Kind.NEWS][:news]


def areas_touched(warnings: Iterable[Publication]) -> dict[int, list[str]]:
    """Return the codes of the neighbourhoods that each warning touches, in one query."""
    warnings = list(warnings)
    wanted = {cell for warning in warnings for cell in warning.cells}
    by_cell: dict[int, set[str]] = {}
    pairs = AreaCell.objects.filter(cell__in=wanted).values_list("cell", "area__code")
    for cell, code in pairs if wanted else ():
        by_cell.setdefault(cell, set()).add(code)
    return {
        warning.pk: sorted({code for cell in warning.cells for code in by_cell.get(cell, ())})
        for warning in warnings
    }


def published(key: str, *, realm_id: int, kind: Kind) -> Publication | None:
    """Return what was public once, whatever became of it; never a draft."""
    return (
        Publication.objects.in_realm(realm_id)
        .filter(key=key, kind=kind, state__in=_SEEN_BY_PUBLIC, live_at__isnull=False)
        .prefetch_related("texts")
        .first()
    )


def newest_version(publication: Publication) -> Publication:
    """Return the last version of a warning that went out."""
    return (
        Publication.objects.filter(chain=publication.chain, live_at__isnull=False)
        .prefetch_related("texts")
        .order_by("-version")[0]
    )


def versions_out(publication: Publication) -> list[Publication]:
    """Return every version that went out, the newest first, with their words."""
    return list(
        Publication.objects.filter(chain=publication.chain, live_at__isnull=False)
        .prefetch_related("texts")
        .order_by("-version")
    )


def is_showing(publication: Publication, *, now: datetime) -> bool:
    """Say whether a publication is on at this moment."""
    return publication.state == PublicationState.LIVE and (
        publication.ends_at is None or publication.ends_at > now
    )


def staff_warnings(*, realm_id: int) -> QuerySet[Publication]:
    """Return the warnings of a realm for those who write them, newest first."""
    return (
        Publication.objects.in_realm(realm_id)
        .warnings()
        .exclude(state=PublicationState.DISCARDED)
        .select_related("started_by", "asked_by", "approved_by", "broadcast")
        .prefetch_related("texts")
        .order_by("-saved_at")
    )


def staff_warning(key: str, *, realm_id: int) -> Publication | None:
    """Return one warning of a realm for those who write them."""
    return staff_warnings(realm_id=realm_id).filter(key=key).prefetch_related("hands").first()


def staff_news(*, realm_id: int) -> QuerySet[Publication]:
    """Return the news of a realm for those who write it, newest first."""
    return (
        Publication.objects.in_realm(realm_id)
        .news()
        .select_related("started_by")
        .prefetch_related("texts")
        .order_by("-saved_at")
    )


def open_update(publication: Publication) -> Publication | None:
    """Return the update of a warning that is being written, if there is one."""
    open_states = [PublicationState.DRAFT, PublicationState.AWAITING]
    return Publication.objects.filter(
        chain=publication.chain, state__in=open_states, version__gt=publication.version
    ).first()


def second_people(publication: Publication | None, *, writer: User) -> list[User]:
    """Return who could give the second yes: the right role, and no hand in the words."""
    hands = {writer.pk}
    if publication is not None:
        hands |= {hand.pk for hand in publication.hands.all()}
    return list(
        User.objects.filter(is_active=True, role__in=APPROVERS)
        .exclude(pk__in=hands)
        .order_by("display_name")[:6]
    )


def reach_of(
    *, realm_id: int, topic: str, area_codes: tuple[str, ...], cells: tuple[int, ...]
) -> Reach:
    """Return how many people follow what a draft is about, where it is about."""
    wish = Wish(topics=(), area_codes=area_codes, cells=cells)
    return audience(realm_id=realm_id, cells=cells_of_wish(wish), topic=topic)


def ending_broadcast(publication: Publication) -> Broadcast | None:
    """Return the broadcast that took a cancelled warning back."""
    return (
        Broadcast.objects.filter(
            subject=f"{publication.subject}:end", realm_id=publication.realm_id
        )
        .order_by("-asked_at")
        .first()
    )
