"""A copy in words: exactly the fields that are shared, in the language of whoever reads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from commonbeat.core.moments import date_text, full_text
from commonbeat.partners.models import FIELD_WORDS, Share
from commonbeat.partners.rules import SharedField
from commonbeat.reports.models import CATEGORY_WORDS
from commonbeat.reports.rules import Category, Qualifier

ASB_WORDS: dict[Qualifier, Promise] = {
    Qualifier.PERSONAL: pgettext_lazy("anti-social behaviour", "Against one person or group"),
    Qualifier.NUISANCE: pgettext_lazy("anti-social behaviour", "A nuisance to the neighbourhood"),
    Qualifier.ENVIRONMENTAL: pgettext_lazy("anti-social behaviour", "Harm to the surroundings"),
}


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One field of a copy; ``is_typed`` says that somebody typed it for the partner."""

    name: Promise
    value: str
    is_typed: bool = False


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One share in the list of an organisation."""

    key: str
    title: str
    number: str
    shared: str
    until: str
    answer: Promise | None
    tone: str


def copy_rows(share: Share) -> list[CopyRow]:
    """Return the fields of a copy in words: those that were chosen, and no other."""
    return [
        CopyRow(
            FIELD_WORDS[field],
            _WORDS[field](share.copy[field.value]) or _("Not known"),
            is_typed=field is SharedField.DESCRIPTION,
        )
        for field in share.chosen
        if field.value in share.copy
    ]


def partner_line(share: Share) -> PartnerLine:
    """Return a share as a line of the list; nothing in it is outside the chosen fields."""
    last = list(share.answers.all())[-1:]
    coded = [row.value for row in copy_rows(share) if not row.is_typed]
    return PartnerLine(
        key=share.key,
        title=coded[0] if coded else _("A report"),
        number=share.number,
        shared=full_text(share.shared_at) if share.shared_at else "",
        until=full_text(share.expires_at),
        answer=last[0].kind_words if last else None,
        tone=last[0].tone if last else "",
    )


def _category(value: str) -> str:
    return str(CATEGORY_WORDS[Category(value)])


def _asb_kind(value: str) -> str:
    return str(ASB_WORDS[Qualifier(value)]) if value else ""


def _place(value: dict[str, Any]) -> str:
    if value["wide"]:
        return _("%(place)s (only the wider area)") % {"place": value["label"]}
    return str(value["label"])


def _time(value: dict[str, Any]) -> str:
    start = _moment(value["from"])
    if value["of"] == "told":
        return _("Not known. We were told on %(day)s") % {"day": start}
    if value["to"]:
        return _("From %(start)s until %(end)s") % {"start": start, "end": _moment(value["to"])}
    return start


def _moment(value: dict[str, Any]) -> str:
    day = date_text(date.fromisoformat(value["day"]), year=True)
    if value["hour"] is None:
        return day
    start, end = (time(hour % 24).strftime("%H:%M") for hour in (value["hour"], value["hour"] + 1))
    return pgettext("day and hours", "%(day)s, between %(start)s and %(end)s") % {
        "day": day,
        "start": start,
        "end": end,
    }


_WORDS: dict[SharedField, Callable[[Any], str]] = {
    SharedField.CATEGORY: _category,
    SharedField.ASB_KIND: _asb_kind,
    SharedField.PLACE: _place,
    SharedField.AREA: str,
    SharedField.TIME: _time,
    SharedField.DESCRIPTION: str,
}
