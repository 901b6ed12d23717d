"""One open report: what was told, what happened since, and what can be decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from itertools import chain

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.models import AuditEntry
from commonbeat.casework import rules
from commonbeat.casework.models import Decision
from commonbeat.casework.presenters.clocks import ClockView, clock_views, moment_text
from commonbeat.casework.queries import Person
from commonbeat.casework.rules import DecisionKind
from commonbeat.core.moments import date_text, full_text
from commonbeat.places.queries import Frame, MapCell, MapView, cell_label, draw_map
from commonbeat.reports.models import Identity, Message, Photo, Report, When
from commonbeat.reports.queries import ToldMore, told_more

KNOWN_AS: dict[Identity, Promise] = {
    Identity.ANONYMOUS: gettext_lazy("No name given"),
    Identity.PSEUDONYMOUS: gettext_lazy("Under a name of their own"),
    Identity.IDENTIFIED: gettext_lazy("Named"),
}
WHEN: dict[When, Promise] = {
    When.NOW: gettext_lazy("It may be happening now"),
    When.STILL: gettext_lazy("It is still going on"),
    When.TODAY: gettext_lazy("Earlier that day"),
    When.YESTERDAY: gettext_lazy("The day before"),
    When.UNKNOWN: gettext_lazy("Not known"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what is known."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Event:
    """One line of what has happened."""

    at: datetime
    at_text: str
    who: str
    what: str
    reason: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the thread."""

    is_ours: bool
    who: str
    at_text: str
    body: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything that the page of one report shows beside its forms."""

    report: Report
    title: str
    place: str
    known_as: str
    received: str
    is_now: bool
    language: str
    officer: Person | None
    is_mine: bool
    clocks: list[ClockView]
    facts: list[Fact]
    told: ToldMore
    photos: list[Photo]
    talk: list[Said]
    events: list[Event]
    map: MapView | None
    may: dict[str, bool]


def case_view(
    report: Report,
    *,
    user: User,
    officer: User | None,
    messages: Iterable[Message],
    photos: Iterable[Photo],
    decisions: Iterable[Decision],
    openings: Iterable[AuditEntry],
    now: datetime,
) -> CaseView:
    """Return one report as a page shows it to ``user``."""
    return CaseView(
        report=report,
        title=str(report.topic_words),
        place=_place(report),
        known_as=_known_as(report),
        received=_("Sent %(time)s") % {"time": _received(report, now=now)},
        is_now=_when(report) in {When.NOW, When.STILL},
        language=_language(report),
        officer=Person.of(officer) if officer else None,
        is_mine=officer is not None and officer.pk == user.pk,
        clocks=clock_views(report, now=now),
        facts=_facts(report),
        told=told_more(report),
        photos=list(photos),
        talk=[_said(message, now=now) for message in messages],
        events=_events(report, decisions, openings, user=user, now=now),
        map=_map(report),
        may={kind.name.lower(): rules.may_decide(kind, report.status) for kind in DecisionKind},
    )


def _place(report: Report) -> str:
    label = cell_label(report.cell9) if report.cell9 else ""
    area = report.area.name if report.area else ""
    return label or area or _("No place given")


def _known_as(report: Report) -> str:
    words = str(KNOWN_AS[Identity(report.identity)])
    if report.identity == Identity.IDENTIFIED.value and report.reporter:
        return report.reporter.display_name
    return words


def _received(report: Report, *, now: datetime) -> str:
    text = moment_text(report.received_shown, now=now)
    # Of somebody without a name, the hour is all that is known or shown.
    return _("about %(time)s") % {"time": text} if report.is_anonymous else text


def _when(report: Report) -> When:
    return When(report.happened.get("when", When.UNKNOWN.value))


def _happened(report: Report) -> str:
    when = _when(report)
    ends = (report.happened.get("from"), report.happened.get("to"))
    moments = [localtime(datetime.fromisoformat(text)) for text in ends if text]
    if not moments:
        return str(WHEN.get(when, WHEN[When.UNKNOWN]))
    if when in {When.TODAY, When.YESTERDAY}:
        return date_text(moments[0].date())
    said = [_as_told(moment) for moment in moments]
    if len(said) == 2:
        return _("Between %(from)s and %(to)s") % {"from": said[0], "to": said[1]}
    return said[0]


def _as_told(moment: datetime) -> str:
    # Midnight is what a day without a time is kept as.
    return full_text(moment) if moment.time() != time(0) else date_text(moment.date())


def _facts(report: Report) -> list[Fact]:
    return [
        Fact(_("Counted as"), str(report.category_words)),
        Fact(_("When"), _happened(report)),
        Fact(_("Where, in their words"), report.place or _("Not said")),
        Fact(_("Neighbourhood"), report.area.name if report.area else _("Not known")),
        Fact(_("What they see"), str(report.words.public)),
        Fact(_("Reached by"), _("Messages here only")),
    ]


def _language(report: Report) -> str:
    if report.language.startswith("en"):
        return ""
    name = get_language_info(report.language)["name_translated"]
    return _("Written in %(language)s") % {"language": name}


def _said(message: Message, *, now: datetime) -> Said:
    who = message.author_label if message.is_from_police else _("The reporter")
    return Said(message.is_from_police, who, moment_text(message.at, now=now), message.body)


def _events(
    report: Report,
    decisions: Iterable[Decision],
    openings: Iterable[AuditEntry],
    *,
    user: User,
    now: datetime,
) -> list[Event]:
    def who(actor_id: str, label: str) -> str:
        return _("You") if actor_id == user.actor.id else label

    read = {entry.actor_id: entry for entry in reversed(list(openings))}
    came_in = Event(
        report.received_shown,
        moment_text(report.received_shown, now=now),
        "",
        _("The report came in. Its receipt was shown to the sender."),
    )
    events = chain(
        [came_in],
        (
            Event(
                entry.at,
                moment_text(entry.at, now=now),
                who(entry.actor_id, entry.actor_label),
                _("opened the report"),
            )
            for entry in read.values()
        ),
        (
            Event(
                decision.at,
                moment_text(decision.at, now=now),
                who(decision.actor_id, decision.actor_label),
                decision.words,
                decision.reason,
                decision.outcome_words,
            )
            for decision in decisions
        ),
    )
    return sorted(events, key=lambda event: event.at, reverse=True)


def news(
    decisions: Iterable[Decision], messages: Iterable[Message], *, now: datetime
) -> list[Event]:
    """Return what others did meanwhile, first to last."""
    decided = (
        Event(
            decision.at,
            moment_text(decision.at, now=now),
            decision.actor_label,
            decision.words,
            decision.reason,
            decision.outcome_words,
        )
        for decision in decisions
    )
    wrote = (
        Event(message.at, moment_text(message.at, now=now), _("The reporter"), _("wrote to us"))
        for message in messages
        if not message.is_from_police
    )
    return sorted(chain(decided, wrote), key=lambda event: event.at)


def _map(report: Report) -> MapView | None:
    if report.cell9 is None:
        return None
    return draw_map(
        label=_("Map: about where it happened"),
        cells=[MapCell(report.cell9, tone="pick", words=str(report.topic_words))],
        frame=Frame.of_cell(report.cell9),
        grid=9,
        shape=(600, 368),
        map_id="case-map",
    )
