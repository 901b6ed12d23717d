"""What the public sees of warnings, news and promises."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from commonbeat.core.moments import clock_text, date_text
from commonbeat.places.queries import (
    CITY,
    Frame,
    MapCell,
    MapKey,
    MapView,
    draw_map,
)
from commonbeat.publishing.models import SEVERITY_LABELS, Publication
from commonbeat.publishing.rules import MAIN_LANGUAGE, Severity, Words
from commonbeat.reports.queries import PromiseTotal
from commonbeat.reports.rules import ClockKind

CELL_TONES = {Severity.MINOR: "pick", Severity.WARNING: "warn", Severity.SEVERE: "bad"}
PIN_TONES = {Severity.MINOR: "", Severity.WARNING: "warn", Severity.SEVERE: "bad"}


def time_words(moment: datetime, *, now: datetime) -> str:
    """Return a moment as people say it: the time today, the day and the time otherwise."""
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    clock = clock_text(moment)
    if local.date() == today:
        return clock
    is_near = abs((local.date() - today).days) < 7
    day = date_format(local, "l") if is_near else date_text(local.date())
    return _("%(day)s, %(time)s") % {"day": day, "time": clock}


@dataclass(frozen=True, slots=True)
class AlertView:
    """A warning as a page shows it, in the reader's language."""

    key: str
    level: str
    level_word: str
    title: str
    facts: str
    advice: list[str]
    place: str
    when: str
    language: str
    href: str
    areas: str

    @property
    def is_translated(self) -> bool:
        """Whether the words are in another language than the page."""
        return self.language != (get_language() or MAIN_LANGUAGE)


def alert_view(publication: Publication, *, now: datetime, areas: str = "") -> AlertView:
    """Return a warning in the language that is switched on, or in the main one.

    ``areas`` are the codes of the neighbourhoods that it touches, for the browser's own choice.
    """
    text = publication.text_in(get_language() or MAIN_LANGUAGE)
    words = text.words if text else Words(headline="", facts="")
    when = ""
    if publication.ends_at is not None:
        when = _("Until %(time)s") % {"time": time_words(publication.ends_at, now=now)}
    return AlertView(
        key=publication.key,
        level=publication.severity,
        level_word=str(SEVERITY_LABELS[Severity(publication.severity)]),
        title=words.headline,
        facts=words.facts,
        advice=[line.strip() for line in words.advice.splitlines() if line.strip()],
        place=publication.place_name,
        when=when,
        language=text.language if text else MAIN_LANGUAGE,
        href=reverse("publishing:alert", args=[publication.key]),
        areas=areas,
    )


@dataclass(frozen=True, slots=True)
class NewsView:
    """News as a page shows it."""

    title: str
    text: str
    when: str
    href: str
    language: str


def news_view(publication: Publication, *, now: datetime) -> NewsView:
    """Return news in the language that is switched on, or in the main one."""
    text = publication.text_in(get_language() or MAIN_LANGUAGE)
    live_at = publication.live_at or now
    return NewsView(
        title=text.headline if text else "",
        text=text.facts if text else "",
        when=time_words(live_at, now=now)
        if live_at > now - timedelta(days=7)
        else date_text(timezone.localtime(live_at).date()),
        href=reverse("publishing:news_item", args=[publication.key]),
        language=text.language if text else MAIN_LANGUAGE,
    )


@dataclass(frozen=True, slots=True)
class PromiseView:
    """How a promise was kept, in words and as a clock face."""

    state: str
    fraction: float
    label: str
    time_text: str


# Fewer reports than this could point at one person.
_SMALLEST_SHOWN = 5
# A number that moves by one between two looks would tell that somebody reported meanwhile.
_STEP = 5
_KEPT_FROM = 90
_PROMISE_WORDS = {
    ClockKind.SEEN: lambda part: _("%(part)d in 100 read in 45 minutes") % {"part": part},
    ClockKind.ANSWERED: lambda part: _("%(part)d in 100 answered in 2 days") % {"part": part},
}


def promise_views(totals: Iterable[PromiseTotal]) -> list[PromiseView]:
    """Return the promises that enough reports were made under to speak of."""
    shown = []
    for total in totals:
        if total.total < _SMALLEST_SHOWN:
            continue
        part = total.kept * 100 // total.total // _STEP * _STEP
        is_kept = part >= _KEPT_FROM
        wording = (
            _("Kept: our promise is %(goal)d") if is_kept else _("Missed: our promise is %(goal)d")
        )
        shown.append(
            PromiseView(
                state="done" if is_kept else "late",
                fraction=part / 100,
                label=_PROMISE_WORDS[total.kind](part),
                time_text=wording % {"goal": _KEPT_FROM},
            )
        )
    return shown


def shown_total(totals: Iterable[PromiseTotal]) -> int:
    """Return how many reports the promises were counted over, rounded down to the last five."""
    most = max((total.total for total in totals), default=0)
    return most - most % _STEP


def alert_map(
    publication: Publication, *, label: str, shape: tuple[int, int] = (600, 420)
) -> MapView:
    """Return the map of one warning's shapes."""
    tone = CELL_TONES[Severity(publication.severity)]
    return draw_map(
        label=label,
        cells=[MapCell(cell, tone=tone) for cell in publication.cells],
        frame=Frame.of_cells(publication.cells) if publication.cells else CITY,
        keys=[MapKey(tone, publication.place_name)],
        shape=shape,
    )


@dataclass(frozen=True, slots=True)
class UpdateView:
    """One thing that was said about a warning, and when."""

    when: str
    text: str
    language: str


def update_views(versions: Iterable[Publication], *, now: datetime) -> list[UpdateView]:
    """Return how a warning changed, the newest first."""
    shown = []
    for version in versions:
        text = version.text_in(get_language() or MAIN_LANGUAGE)
        said = text.facts if text and version.version > 1 else _("Warning sent.")
        shown.append(
            UpdateView(
                when=time_words(version.live_at or now, now=now),
                text=said,
                language=text.language if text and version.version > 1 else "",
            )
        )
    return shown


@dataclass(frozen=True, slots=True)
class Tile:
    """One way into the report: an everyday topic that is already picked."""

    topic: str
    label: Promise
    icon: str
    is_warm: bool = False


# The topics of reports that most people come for; the form itself has them all.
TILES = (
    Tile("followed", gettext_lazy("Someone followed or bothered me"), "walk"),
    Tile("hurt", gettext_lazy("Someone was hurt or attacked"), "heart", is_warm=True),
    Tile("bike-taken", gettext_lazy("My bike was taken"), "bike"),
    Tile("something-taken", gettext_lazy("Something was stolen"), "hand", is_warm=True),
    Tile("unsafe-place", gettext_lazy("A place feels unsafe"), "bulb"),
    Tile("", gettext_lazy("Something else"), "dots"),
)
