"""Sanitised copies in words, for those who check them and those who were given one."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.core.moments import full_text
from commonbeat.intelligence.models import (
    CONDITION_WORDS,
    HANDLING_WORDS,
    INFORMATION_WORDS,
    SOURCE_WORDS,
    STATEMENT_WORDS,
    CopyRecipient,
    SanitisedCopy,
)
from commonbeat.intelligence.permissions import can_check_copy
from commonbeat.intelligence.queries import SharedCopy, SharedItem
from commonbeat.intelligence.rules import CopyState, Handling, Information, Source, Statement


@dataclass(frozen=True, slots=True)
class ReadItem:
    """One item of a copy as its reader sees it."""

    number: int
    words: str
    statement: Promise
    grade: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class ReadCopy:
    """A copy as its reader sees it."""

    reference: str
    conditions: str
    items: list[ReadItem]


def read_copy(shared: SharedCopy) -> ReadCopy:
    """Return a copy as its reader sees it; nothing but what is allowed can be in it."""
    items = [_item(item) for item in shared.items]
    return ReadCopy(reference=shared.reference, conditions=shared.conditions, items=items)


def _item(item: SharedItem) -> ReadItem:
    codes = item.codes.split()
    return ReadItem(
        number=item.number,
        words=item.words,
        statement=STATEMENT_WORDS[Statement(item.statement)],
        grade=f"{item.source}{item.information}{item.handling}",
        lines=[
            str(SOURCE_WORDS[Source(item.source)]),
            str(INFORMATION_WORDS[Information(item.information)]),
            str(HANDLING_WORDS[Handling(item.handling)]),
            *(str(words) for code, words in CONDITION_WORDS.items() if code in codes),
        ],
    )


@dataclass(frozen=True, slots=True)
class GivenView:
    """Who was given a copy, when, and whether they accepted its conditions."""

    key: str
    name: str
    at: str
    accepted: str
    is_member: bool


@dataclass(frozen=True, slots=True)
class CopyView:
    """How a copy stands, and what this person can do about it."""

    written: str
    reason: str
    agreed: str
    agreed_reason: str
    ended: str
    ended_reason: str
    is_held: bool
    can_check: bool
    waits_for_another: bool
    is_checked: bool


def copy_view(copy: SanitisedCopy, *, user: User) -> CopyView:
    """Return how a copy stands for ``user``."""
    is_waiting = copy.standing is CopyState.CHECKING
    may = can_check_copy(user, copy)
    return CopyView(
        written=_by(copy.written_by, copy.written_at),
        reason=copy.reason,
        agreed=_by(copy.agreed_by, copy.agreed_at),
        agreed_reason=copy.agreed_reason or "",
        ended=_by(copy.ended_by, copy.ended_at),
        ended_reason=copy.ended_reason or "",
        is_held=copy.standing is CopyState.HELD,
        can_check=is_waiting and may,
        waits_for_another=is_waiting and not may,
        is_checked=copy.standing is CopyState.CHECKED,
    )


def given_views(given: list[CopyRecipient]) -> list[GivenView]:
    """Return who was given a copy."""
    return [
        GivenView(
            key=row.key,
            name=row.name,
            at=full_text(row.given_at),
            accepted=full_text(row.accepted_at) if row.accepted_at else "",
            is_member=row.member_id is not None,
        )
        for row in given
    ]


def _by(person: User | None, at: datetime | None) -> str:
    if person is None or at is None:
        return ""
    return _("%(name)s, %(time)s") % {"name": person.display_name, "time": full_text(at)}
