"""Writing a warning, as often as its writers like, before anybody is asked for a yes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.alerts.queries import Wish, cells_of_wish
from commonbeat.core.errors import CommonbeatError
from commonbeat.places.models import AreaCell
from commonbeat.places.queries import area_by_code, labels_of_cells
from commonbeat.publishing.actions.moves import locked, move, write_down
from commonbeat.publishing.models import Publication, PublicationText
from commonbeat.publishing.permissions import check_can_write
from commonbeat.publishing.rules import Draft, Fault, Kind, PublicationState, Words

_NAMES_SHOWN = 3


class NotReady(CommonbeatError):
    """Something is still missing; ``faults`` says what."""

    def __init__(self, found: list[Fault]) -> None:
        super().__init__(_("This warning is not ready to send."))
        self.faults = found


@transaction.atomic
def start_warning(*, realm_id: int, draft: Draft, writer: User, now: datetime) -> Publication:
    """Begin a warning as a draft that only staff see. Raises ``NotAllowed``."""
    check_can_write(writer)
    publication = Publication(
        realm_id=realm_id,
        kind=Kind.WARNING,
        started_by=writer,
        created_at=now,
        saved_at=now,
    )
    _write(publication, draft, writer, now)
    write_down("warning.drafted", publication, actor=writer.actor, now=now)
    return publication


@transaction.atomic
def save_draft(
    *,
    publication: Publication,
    draft: Draft,
    writer: User,
    expected_revision: int,
    now: datetime,
) -> Publication:
    """Keep what was written; a draft that awaited its second yes awaits it no longer.

    Raises ``NotAllowed``, ``Conflict`` (somebody saved first), ``MoveNotAllowed`` (it is out).
    """
    check_can_write(writer)
    fresh = locked(publication, expected_revision=expected_revision)
    if fresh.state != PublicationState.DRAFT:
        move(fresh, PublicationState.DRAFT, asked_by=None, asked_at=None)
    fresh.revision += 1
    _write(fresh, draft, writer, now)
    write_down("warning.drafted", fresh, actor=writer.actor, now=now)
    return fresh


@transaction.atomic
def start_update(*, publication: Publication, writer: User, now: datetime) -> Publication:
    """Begin the next version of a live warning as a copy; the live one stays until the new one is.

    Returns the update that is already being written, if there is one.
    Raises ``NotAllowed`` and ``NotReady`` when the warning is not live.
    """
    check_can_write(writer)
    fresh = locked(publication)
    open_states = [PublicationState.DRAFT, PublicationState.AWAITING]
    underway = Publication.objects.filter(chain=fresh.chain, state__in=open_states).first()
    if underway is not None:
        return underway
    if fresh.state != PublicationState.LIVE:
        raise NotReady([Fault.NOT_LIVE])
    update = Publication(
        realm_id=fresh.realm_id,
        kind=fresh.kind,
        chain=fresh.chain,
        version=fresh.version + 1,
        started_by=writer,
        created_at=now,
        saved_at=now,
    )
    _write(update, fresh.draft, writer, now)
    write_down("warning.drafted", update, actor=writer.actor, now=now)
    return update


@transaction.atomic
def discard(*, publication: Publication, writer: User, now: datetime) -> None:
    """Throw a draft away; raises ``NotAllowed`` and ``MoveNotAllowed``."""
    check_can_write(writer)
    fresh = locked(publication)
    move(fresh, PublicationState.DISCARDED, over_at=now)
    write_down("warning.discarded", fresh, actor=writer.actor, now=now)


def place_name(area_codes: tuple[str, ...], cells: tuple[int, ...]) -> str:
    """Return what people call what was picked, such as "Deepdale, Ribbleton, Fishwick + 2"."""
    areas = [area_by_code(code) for code in area_codes]
    names = [area.name for area in areas if area is not None]
    names += [name for name in _names_of(cells) if name not in names]
    shown = ", ".join(names[:_NAMES_SHOWN])
    more = len(names) - _NAMES_SHOWN
    return (f"{shown} + {more}" if more > 0 else shown)[:200]


def _names_of(cells: tuple[int, ...]) -> list[str]:
    """Return the neighbourhoods of single shapes, or what stands near where there is none."""
    if not cells:
        return []
    found = AreaCell.objects.filter(cell__in=cells, area__retired_at=None)
    pairs = list(found.values_list("cell", "area__name"))
    named = {cell for cell, _name in pairs}
    others = labels_of_cells(cell for cell in cells if cell not in named)
    return sorted({name for _cell, name in pairs}) + sorted(set(others.values()))


def _write(publication: Publication, draft: Draft, writer: User, now: datetime) -> None:
    publication.severity = draft.severity
    publication.topic = draft.topic
    publication.ends_at = draft.ends_at
    publication.area_codes = list(draft.area_codes)
    publication.picked_cells = list(draft.cells)
    wish = Wish(topics=(), area_codes=draft.area_codes, cells=draft.cells)
    publication.cells = sorted(cells_of_wish(wish))
    publication.place_name = place_name(draft.area_codes, draft.cells)
    publication.saved_at = now
    publication.save()
    publication.hands.add(writer)
    write_texts(publication, dict(draft.words))


def write_texts(publication: Publication, words: dict[str, Words]) -> None:
    """Keep the words of each language that has any, and forget those that were emptied."""
    kept = {language: text for language, text in words.items() if text.headline or text.facts}
    publication.texts.exclude(language__in=kept).delete()
    for language, text in kept.items():
        PublicationText.objects.update_or_create(
            publication=publication,
            language=language,
            defaults={
                "headline": text.headline,
                "facts": text.facts,
                "advice": text.advice,
            },
        )
