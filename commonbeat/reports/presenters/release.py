"""A copy for release as its page shows it: the picture, the boxes over it, and how it stands."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.forms import BaseForm, BaseFormSet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.core.fieldsets import describe_errors
from commonbeat.reports.models import (
    BOX_WORDS,
    SEARCH_WARNINGS,
    SOURCE_WORDS,
    ReleaseReview,
    SealedCopy,
)
from commonbeat.reports.presenters.moments import moment_text
from commonbeat.reports.queries import signed_address
from commonbeat.reports.queries.exhibits import copy_to_look_at
from commonbeat.reports.queries.releases import released_copy
from commonbeat.reports.rules.release import (
    RELEASE_OPEN,
    RELEASE_TABLE,
    SIDES,
    BadBox,
    BoxKind,
    ReleaseBox,
    ReleaseState,
)


@dataclass(frozen=True, slots=True)
class Sides:
    """Where a box lies, as an SVG takes it whatever the language."""

    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class BoxView:
    """One row of the list of boxes; ``form`` is there for those that a person draws."""

    number: int
    kind: str
    source: str
    where: str
    kept: bool
    sides: Sides | None
    place: int = 0
    form: BaseForm | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """What stands in the form of a review: the places of kept boxes, and a row for each new one."""

    kept: Collection[str]
    rows: Iterable[BaseForm]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture behind an address that lives five minutes."""

    address: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """Everything that the page of one copy for release shows beside its form."""

    release: ReleaseReview
    asked: str
    reviewed: str
    warning: str
    picture: Picture | None
    boxes: list[BoxView]
    hidden: int
    sha256: str
    size: str
    is_made: bool
    proposals: int
    can_discard: bool
    can_prepare: bool


def release_view(
    release: ReleaseReview, *, user: User, drawing: Drawing | None, now: datetime
) -> ReleaseView:
    """Return a copy for release: to be drawn on the picture as it is, else the copy itself."""
    copy = released_copy(release)
    shown = copy_to_look_at(release.exhibit) if drawing else copy
    boxes = _drawn(release.proposed, drawing) if drawing else _decided(release.decided)
    rows = list(boxes)
    return ReleaseView(
        release=release,
        asked=_by(release.asker_label, release.asked_at, now=now),
        reviewed=_by(release.reviewer_label, release.reviewed_at, now=now),
        warning=str(SEARCH_WARNINGS[release.search]),
        picture=_picture(shown, user=user, now=now) if shown else None,
        boxes=rows,
        hidden=sum(box.kept for box in rows),
        sha256=copy.sha256 if copy else "",
        size=filesizeformat(copy.size) if copy else "",
        is_made=copy is not None,
        proposals=len(release.proposal),
        can_discard=RELEASE_TABLE.allows(release.standing, ReleaseState.DISCARDED),
        can_prepare=release.standing not in RELEASE_OPEN,
    )


def review_errors[F: BaseForm](
    form: BaseForm, rows: "BaseFormSet[F]", *, proposals: int
) -> list[dict[str, str]]:
    """Return what is to be mended in a review, each with the id of its control."""
    found = [
        {
            "text": _("Box %(number)d: %(text)s") % {"number": number, "text": fault["text"]},
            "id": fault["id"] or f"id_{row.prefix}-left",
        }
        for number, row in enumerate(rows, start=proposals + 1)
        for fault in describe_errors([row])
    ]
    found += [{"text": str(text), "id": ""} for text in rows.non_form_errors()]
    return found + describe_errors([form])


def _picture(copy: SealedCopy, *, user: User, now: datetime) -> Picture:
    address = signed_address(copy, user=user, now=now)
    return Picture(address, copy.width or 0, copy.height or 0)


def _by(label: str, at: datetime | None, *, now: datetime) -> str:
    if at is None:
        return ""
    return _("%(name)s, %(time)s") % {"name": label, "time": moment_text(at, now=now)}


def _decided(boxes: list[ReleaseBox]) -> Iterator[BoxView]:
    for number, box in enumerate(boxes, start=1):
        yield _of(box, number, kept=box.kept)


def _drawn(proposed: list[ReleaseBox], drawing: Drawing) -> Iterator[BoxView]:
    for place, box in enumerate(proposed):
        yield _of(box, place + 1, kept=str(place) in drawing.kept, place=place)
    for number, row in enumerate(drawing.rows, start=len(proposed) + 1):
        yield BoxView(number, "", "", "", kept=True, sides=_typed(row), form=row)


def _of(box: ReleaseBox, number: int, *, kept: bool, place: int = 0) -> BoxView:
    return BoxView(
        number=number,
        kind=str(BOX_WORDS[box.kind]),
        source=str(SOURCE_WORDS[box.source]),
        where=_("%(left)d%% from the left, %(top)d%% from the top")
        % {"left": round(box.x * 100), "top": round(box.y * 100)},
        kept=kept,
        sides=_sides(box),
        place=place,
    )


def _typed(row: BaseForm) -> Sides | None:
    """Return where the numbers of a row put a box, or nothing while they put none."""
    try:
        given = {name: float(row[name].value()) for name in SIDES}
        return _sides(ReleaseBox.drawn(BoxKind.OTHER, **given))
    except (BadBox, TypeError, ValueError):
        return None


def _sides(box: ReleaseBox) -> Sides:
    return Sides(*(f"{side * 100:.2f}%" for side in (box.x, box.y, box.width, box.height)))
