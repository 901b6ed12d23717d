"""The shared components, as template tags; ``docs/how-to/components.md`` shows each one.

Everything handed to a tag is text and is escaped; a tag that takes markup says so.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Protocol

from django import template
from django.forms import BaseForm, BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from commonbeat.core import assets, icons
from commonbeat.core.fieldsets import describe_errors, describe_field
from commonbeat.core.moments import full_text, month_text, plain_date_text

register = template.Library()

LEVEL_ICONS = {"minor": "info", "warning": "warn", "severe": "severe"}
TONES = frozenset({"", "new", "open", "wait", "bad", "good", "plum"})
HEXAGON = "M16 3L27.3 9.5L27.3 22.5L16 29L4.7 22.5L4.7 9.5Z"


class Clock(Protocol):
    """A promise and how much of its time is left, as a context hands it to the page."""

    state: str  # not-started, running, soon, late or done
    fraction: float  # of the time that is left, 0 to 1
    label: str
    time_text: str


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of a built file."""
    return assets.address(name)


@register.simple_tag
def icon(name: str, size: str = "", dir: bool = False, label: str = "") -> SafeString:
    """Draw an icon; ``dir`` turns it in right-to-left pages, ``label`` makes it speak."""
    classes = ["cb-icon", f"cb-icon--{size}" if size else "", "cb-icon--dir" if dir else ""]
    spoken = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true" focusable="false"')
    )
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" {}>{}</svg>',
        " ".join(filter(None, classes)),
        spoken,
        mark_safe(icons.drawing(name)),  # noqa: S308  our own drawing
    )


@register.filter
def moment(value: datetime) -> str:
    """Say a day and a time in our house style."""
    return full_text(value)


@register.filter
def plain_date(value: datetime | date) -> str:
    """Say a day in our house style, without its weekday."""
    return plain_date_text(localtime(value).date() if isinstance(value, datetime) else value)


@register.filter
def month(value: date) -> str:
    """Say a month in our house style."""
    return month_text(value)


@register.simple_tag
def level_icon(level: str, size: str = "s") -> SafeString:
    """Draw the icon of a severity: minor, warning or severe."""
    return icon(LEVEL_ICONS[level], size=size)


@register.simple_tag
def tag(text: object, tone: str = "", icon_name: str = "") -> SafeString:
    """Write a status word with its shape; ``icon_name`` puts an icon in place of the shape."""
    if tone not in TONES:
        raise ValueError(f"no such tone: {tone}")
    classes = f"cb-tag cb-tag--{tone}" if tone else "cb-tag"
    if icon_name:
        return format_html(
            '<span class="{} cb-tag--icon">{}{}</span>', classes, icon(icon_name, "s"), text
        )
    return format_html('<span class="{}">{}</span>', classes, text)


def _clock_context(clock: Clock, size: str = "") -> dict[str, Any]:
    full = clock.state in {"late", "done"}
    return {
        "clock": clock,
        "tone": {"not-started": "wait", "running": ""}.get(clock.state, clock.state),
        "size": size,
        "left": 100 if full else round(100 * max(0.0, min(1.0, clock.fraction))),
        "hexagon": HEXAGON,
        "due": getattr(clock, "due_at", None),
        "since": getattr(clock, "started_at", None),
    }


@register.inclusion_tag("components/clock_face.html")
def clock_face(clock: Clock, size: str = "") -> dict[str, Any]:
    """Draw the hexagon alone; write the time beside it."""
    return _clock_context(clock, size)


@register.inclusion_tag("components/clock.html", name="clock")
def clock_chip(clock: Clock) -> dict[str, Any]:
    """Draw the hexagon with its time."""
    return _clock_context(clock)


@register.inclusion_tag("components/promise.html")
def promise(clock: Clock) -> dict[str, Any]:
    """Draw a promise as a card: what, by when and how much time is left."""
    return _clock_context(clock)


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField,
    page: bool = False,
    hints: Mapping[Any, Any] | None = None,
    divider: str = "",
    optional: bool = True,
    width: str = "",
) -> dict[str, Any]:
    """Draw any form field with its label, hint and error.

    ``page`` makes the label the heading of the page; ``hints`` gives a second line by the value of
    a choice; ``divider`` writes "or" before the choice of that value; ``optional=False`` leaves
    out "(optional)"; ``width`` is 2, 4 or 10 characters.
    """
    return describe_field(
        bound, page=page, hints=hints or {}, divider=divider, optional=optional, width=width
    )


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """List what is to be mended in one form or several, each line a link to its field."""
    return {"errors": describe_errors(forms)}


@register.inclusion_tag("components/answers_row.html")
def answers_row(
    key: object,
    value: object,
    change_href: str = "",
    change_name: str = "",
    change_value: str = "",
    change_text: object = "",
) -> dict[str, Any]:
    """Draw one row of "check your answers", inside ``<dl class="cb-summary">``."""
    return {
        "key": key,
        "value": value,
        "change_href": change_href,
        "change_name": change_name,
        "change_value": change_value,
        "change_text": change_text or _("Change"),
    }


@register.inclusion_tag("components/empty.html")
def empty(
    title: object,
    text: object = "",
    icon: str = "chat",
    href: str = "",
    action: object = "",
    heading: int = 2,
) -> dict[str, Any]:
    """Say that a list is empty, or that something broke, and offer the next step."""
    return {
        "title": title,
        "text": text,
        "icon_name": icon,
        "href": href,
        "action": action,
        "heading": f"h{heading}",
    }


@register.inclusion_tag("components/alert_card.html")
def alert_card(
    title: object,
    text: object = "",
    level: str = "minor",
    word: object = "",
    when: object = "",
    href: str = "",
    heading: int = 2,
) -> dict[str, Any]:
    """Draw a warning with its icon, its word and its colour, always all three."""
    words = {"minor": _("Minor"), "warning": _("Warning"), "severe": _("Severe")}
    return {
        "title": title,
        "text": text,
        "level": level,
        "word": word or words[level],
        "when": when,
        "href": href,
        "heading": f"h{heading}",
    }


@register.inclusion_tag("components/note.html")
def note(text: object, title: object = "", icon: str = "info", tone: str = "") -> dict[str, Any]:
    """Draw a quiet note; ``tone`` is empty, ``warm`` or ``plain``."""
    return {"title": title, "text": text, "icon_name": icon, "tone": tone}


@register.inclusion_tag("components/steps.html")
def steps(now: int, of: int, text: object = "") -> dict[str, Any]:
    """Draw how far along a person is, as hexagons and as words."""
    return {"now": now, "of": of, "text": text, "hexes": _hexes(now, of)}


def _hexes(now: int, of: int) -> Iterable[str]:
    return ["done" if n < now else "now" if n == now else "next" for n in range(1, of + 1)]


@register.inclusion_tag("components/back.html")
def back(href: str = "", name: str = "", value: str = "") -> dict[str, Any]:
    """Draw the way back: a link, or a button of the form named ``flow`` when it must post."""
    return {"href": href, "name": name, "value": value}
