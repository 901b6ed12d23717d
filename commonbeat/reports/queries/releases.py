"""Reads of copies for release."""

from django.db.models import QuerySet

from commonbeat.accounts.models import User
from commonbeat.reports.models import Exhibit, ReleaseReview, Report, SealedCopy, kept_from
from commonbeat.reports.queries.exhibits import copy_of
from commonbeat.reports.rules.evidence import CopyRole, ExhibitKind
from commonbeat.reports.rules.release import RELEASE_OPEN


def can_be_released(exhibit: Exhibit) -> bool:
    """Say whether copies for release can be made of a file: a photograph that is not withheld."""
    return (
        exhibit.kind == ExhibitKind.PHOTO.value
        and not exhibit.is_withheld
        and copy_of(exhibit, CopyRole.CLEAN) is not None
    )


def exhibit_to_release(*, key: str, realm_id: int, reader: User) -> Exhibit | None:
    """Return a file of a report of this realm that ``reader`` may know of."""
    found = Exhibit.objects.kept().filter(key=key, report__realm_id=realm_id)
    found = found.exclude(kept_from(reader.pk, report="report"))
    return found.select_related("report").first()


def release_of(*, key: str, realm_id: int, reader: User) -> ReleaseReview | None:
    """Return a copy for release, with its file and report, unless that is withheld."""
    rows = ReleaseReview.objects.filter(key=key, exhibit__report__realm_id=realm_id)
    known = rows.exclude(kept_from(reader.pk, report="exhibit__report"))
    release = _with_parts(known).first()
    return None if release is None or release.exhibit.is_withheld else release


def releases(report: Report) -> dict[int, list[ReleaseReview]]:
    """Return the copies for release of each file of a report, the newest first, by its id."""
    found: dict[int, list[ReleaseReview]] = {}
    for release in _with_parts(ReleaseReview.objects.filter(exhibit__report=report)):
        found.setdefault(release.exhibit_id, []).append(release)
    return found


def open_release(exhibit: Exhibit) -> ReleaseReview | None:
    """Return the copy for release that still waits for its review."""
    states = [state.value for state in RELEASE_OPEN]
    return exhibit.releases.filter(state__in=states).first()


def released_copy(release: ReleaseReview) -> SealedCopy | None:
    """Return the copy itself, once it was made and until it is discarded."""
    return getattr(release, "copy", None)


def _with_parts(rows: QuerySet[ReleaseReview]) -> QuerySet[ReleaseReview]:
    return rows.select_related("copy", "exhibit__report").order_by("-id")
