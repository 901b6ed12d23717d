"""Parts of the queue in words."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.casework.models import GRADE_WORDS, QueuePart
from commonbeat.casework.permissions import can_change_part
from commonbeat.casework.presenters.rows import queue_address
from commonbeat.casework.rules import UNGRADED, Grade, Holding
from commonbeat.places.models import Area
from commonbeat.reports.models import CATEGORY_WORDS, Category


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of the queue as its list shows it."""

    key: str
    name: str
    href: str
    holds: list[str]
    owner: str
    is_shared: bool
    is_own: bool
    may_change: bool


def part_rows(parts: list[QueuePart], *, user: User) -> list[PartRow]:
    """Return the rows of the list of parts."""
    areas = dict(Area.objects.values_list("code", "name"))
    return [
        PartRow(
            key=part.key,
            name=part.name,
            href=queue_address(part),
            holds=wanted_words(part.holds, areas),
            owner=part.owner.display_name,
            is_shared=part.is_shared,
            is_own=part.owner_id == user.pk,
            may_change=can_change_part(user, part),
        )
        for part in parts
    ]


def wanted_words(wanted: Holding, areas: dict[str, str]) -> list[str]:
    """Return what a part holds, one phrase for each way in which it narrows the queue down."""
    languages = dict(settings.LANGUAGES)
    groups = [
        [str(CATEGORY_WORDS[Category(kind)]) for kind in wanted.kinds],
        [areas.get(code, code) for code in wanted.areas],
        [_grade_words(grade) for grade in wanted.grades],
        [languages.get(code, code) for code in wanted.languages],
        [_("Nobody has it in hand")] if wanted.is_untaken else [],
        [_("The reporter waits")] if wanted.wrote_again else [],
    ]
    return [" · ".join(group) for group in groups if group]


def _grade_words(grade: str) -> str:
    return _("Not assessed") if grade == UNGRADED else str(GRADE_WORDS[Grade(grade)])
