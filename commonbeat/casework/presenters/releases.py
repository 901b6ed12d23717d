"""Copies for release of a file, as the page of its report lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.casework.presenters.clocks import moment_text
from commonbeat.reports.models import Exhibit, ReleaseReview
from commonbeat.reports.permissions import can_release
from commonbeat.reports.queries.releases import can_be_released, released_copy
from commonbeat.reports.rules.evidence import ExhibitKind
from commonbeat.reports.rules.release import RELEASE_OPEN


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """One copy for release; ``sha256`` and ``size`` are of what was made."""

    key: str
    words: Promise
    tone: str
    asked: str
    reviewed: str
    sha256: str
    size: str


@dataclass(frozen=True, slots=True)
class Releases:
    """What a page says about releasing one file, and what its reader can do."""

    lines: list[ReleaseLine]
    may_release: bool
    can_prepare: bool
    is_film: bool


def releases_view(
    exhibit: Exhibit, releases: Iterable[ReleaseReview], *, user: User, now: datetime
) -> Releases:
    """Return the copies for release of a file, the newest first."""
    found = list(releases)
    may = can_release(user)
    waits = any(release.standing in RELEASE_OPEN for release in found)
    return Releases(
        lines=[_line(release, now=now) for release in found],
        may_release=may,
        can_prepare=may and not waits and can_be_released(exhibit),
        is_film=may and exhibit.kind == ExhibitKind.VIDEO.value,
    )


def _line(release: ReleaseReview, *, now: datetime) -> ReleaseLine:
    copy = released_copy(release)
    return ReleaseLine(
        key=release.key,
        words=release.words,
        tone=release.tone,
        asked=_by(release.asker_label, release.asked_at, now=now),
        reviewed=_by(release.reviewer_label, release.reviewed_at, now=now),
        sha256=copy.sha256 if copy else "",
        size=filesizeformat(copy.size) if copy else "",
    )


def _by(label: str, at: datetime | None, *, now: datetime) -> str:
    if at is None:
        return ""
    return _("%(name)s, %(time)s") % {"name": label, "time": moment_text(at, now=now)}
