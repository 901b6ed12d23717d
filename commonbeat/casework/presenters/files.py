"""Files of a report as the police see them: state, digest, custody, and what may be taken out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.casework.presenters.clocks import moment_text
from commonbeat.casework.presenters.releases import Releases, releases_view
from commonbeat.reports.models import (
    CUSTODY_WORDS,
    STAFF_EXHIBIT_WORDS,
    VIRUS_WORDS,
    CustodyEntry,
    Exhibit,
    ReleaseReview,
)
from commonbeat.reports.permissions import can_take_original
from commonbeat.reports.queries import copy_of, signed_address
from commonbeat.reports.rules.evidence import (
    MOST_TRIES,
    CopyRole,
    CustodyEvent,
    ExhibitKind,
    VirusCheck,
)


@dataclass(frozen=True, slots=True)
class CustodyLine:
    """One line of the custody record."""

    at_text: str
    who: str
    what: Promise
    reason: str


@dataclass(frozen=True, slots=True)
class StaffFile:
    """One file; ``thumbnail`` is an address that lives five minutes, or nothing."""

    exhibit: Exhibit
    name: str
    state: Promise
    tone: str
    virus: Promise
    size: str
    thumbnail: str
    has_copy: bool
    # An address for a player in the page, or nothing; ``is_playable_soon`` says that one comes.
    player: str
    is_playable_soon: bool
    is_original_kept: bool
    may_take_original: bool
    releases: Releases
    custody: list[CustodyLine]


def staff_files(
    exhibits: Iterable[Exhibit],
    custody: dict[int, list[CustodyEntry]],
    releases: dict[int, list[ReleaseReview]],
    *,
    user: User,
    now: datetime,
) -> list[StaffFile]:
    """Return the files of a report in their order."""
    return [
        _file(
            exhibit,
            number,
            custody.get(exhibit.pk, []),
            releases_view(exhibit, releases.get(exhibit.pk, []), user=user, now=now),
            user=user,
            now=now,
        )
        for number, exhibit in enumerate(exhibits, start=1)
    ]


def _file(
    exhibit: Exhibit,
    number: int,
    custody: list[CustodyEntry],
    releases: Releases,
    *,
    user: User,
    now: datetime,
) -> StaffFile:
    locked = exhibit.is_withheld
    small = None if locked else copy_of(exhibit, CopyRole.THUMBNAIL)
    state, tone = STAFF_EXHIBIT_WORDS[exhibit.status]
    playable = None if locked else copy_of(exhibit, CopyRole.PLAYABLE)
    plays = exhibit.kind in {ExhibitKind.VIDEO.value, ExhibitKind.SOUND.value}
    original = copy_of(exhibit, CopyRole.ORIGINAL) is not None
    return StaffFile(
        exhibit=exhibit,
        name=_("%(kind)s %(number)d") % {"kind": exhibit.kind_name, "number": number},
        state=state,
        tone=tone,
        virus=VIRUS_WORDS[VirusCheck(exhibit.virus_check)],
        size=filesizeformat(exhibit.size),
        thumbnail=signed_address(small, user=user, now=now) if small else "",
        has_copy=not locked and copy_of(exhibit, CopyRole.CLEAN) is not None,
        player=signed_address(playable, user=user, now=now) if playable else "",
        is_playable_soon=(plays and not locked and playable is None and exhibit.tries < MOST_TRIES),
        is_original_kept=original,
        may_take_original=original and not locked and can_take_original(user),
        releases=releases,
        custody=[_line(entry, now=now) for entry in custody],
    )


def _line(entry: CustodyEntry, *, now: datetime) -> CustodyLine:
    by_reporter = entry.actor_id == "reporter"
    return CustodyLine(
        at_text=moment_text(entry.at, now=now),
        who=_("The reporter") if by_reporter else entry.actor_label,
        what=CUSTODY_WORDS[CustodyEvent(entry.event)],
        reason=entry.reason,
    )
