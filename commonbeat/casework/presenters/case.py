"""One open report: what was told, what happened since, and what can be decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.models import AuditEntry
from commonbeat.casework import rules
from commonbeat.casework.models import Decision, TaskEntry
from commonbeat.casework.presenters.clocks import ClockView, clock_views, moment_text
from commonbeat.casework.presenters.doors import (
    about_text,
    door_text,
    language_text,
    same_contact_text,
)
from commonbeat.casework.presenters.interests import kept_from_text
from commonbeat.casework.presenters.known import known_as, reached_by
from commonbeat.casework.presenters.story import Event, events
from commonbeat.casework.queries import Person
from commonbeat.casework.rules import DecisionKind
from commonbeat.core.moments import date_text, full_text
from commonbeat.places.queries import Frame, MapCell, MapView, cell_label, draw_map
from commonbeat.reports.models import Category, Message, MessageKind, Report, When
from commonbeat.reports.queries import ToldMore, conflicts_of, told_more
from commonbeat.reports.rules.threshold import is_below_threshold
from commonbeat.reports.rules.victims import HowOften

OFTEN: dict[HowOften, Promise] = {
    HowOften.EACH: gettext_lazy("Each time something happens"),
    HowOften.WEEKLY: gettext_lazy("Once a week"),
    HowOften.END: gettext_lazy("Only when it is over"),
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
class Said:
    """One message of the thread."""

    is_ours: bool
    who: str
    at_text: str
    body: str
    is_event: bool = False
    label: str = ""


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
    talk: list[Said]
    events: list[Event]
    map: MapView | None
    may: dict[str, bool]
    needs_signpost: bool


def case_view(
    report: Report,
    *,
    user: User,
    officer: User | None,
    messages: Iterable[Message],
    decisions: Iterable[Decision],
    openings: Iterable[AuditEntry],
    tasks: Iterable[TaskEntry],
    now: datetime,
) -> CaseView:
    """Return one report as a page shows it to ``user``."""
    return CaseView(
        report=report,
        title=str(report.topic_words),
        place=_place(report),
        known_as=known_as(report),
        received=_("Sent %(time)s") % {"time": _received(report, now=now)},
        is_now=_when(report) in {When.NOW, When.STILL},
        language=_language(report),
        officer=Person.of(officer) if officer else None,
        is_mine=officer is not None and officer.pk == user.pk,
        clocks=clock_views(report, now=now),
        facts=_facts(report, reader=user),
        told=told_more(report),
        talk=[_said(message, now=now) for message in messages],
        events=events(report, decisions, openings, tasks, user=user, now=now),
        map=_map(report),
        needs_signpost=is_below_threshold(Category(report.category), report.answers or {}),
        may={kind.name.lower(): rules.may_decide(kind, report.status) for kind in DecisionKind},
    )


def _place(report: Report) -> str:
    if report.cell8 and not report.cell9:
        # Its sender told us that they live there, and gave us no more.
        return _("%(place)s (only the wider area)") % {"place": cell_label(report.cell8)}
    label = cell_label(report.cell9) if report.cell9 else ""
    area = report.area.name if report.area else ""
    return label or area or _("No place given")


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


def _facts(report: Report, *, reader: User) -> list[Fact]:
    facts = [
        Fact(_("Counted as"), str(report.category_words)),
        Fact(_("When"), _happened(report)),
        Fact(_("Where, in their words"), report.place or _("Not said")),
        Fact(_("Neighbourhood"), report.area.name if report.area else _("Not known")),
        Fact(_("What they see"), str(report.words.public)),
        Fact(_("Came in by"), door_text(report)),
        *([Fact(_("Also sent to"), report.sent_to.name)] if report.sent_to else []),
        Fact(_("Reached by"), reached_by(report)),
        Fact(_("Language"), language_text(report)),
        *_victim(report),
    ]
    if report.about is not None:
        facts.append(Fact(_("Adds to the warning"), about_text(report.about)))
    if kept := kept_from_text(conflicts_of(report)):
        facts.append(Fact(_("Does not see it"), kept))
    if others := same_contact_text(report, reader=reader):
        facts.append(Fact(_("Also from this contact"), others))
    return facts


def _victim(report: Report) -> list[Fact]:
    """Return what is known of a victim, and of how they want to hear from us."""
    words = {None: _("Nobody said"), True: _("Yes"), False: _("No")}
    rights = _("Yes, with Enhanced Rights") if report.is_enhanced else words[report.is_victim]
    wish = report.wish or {}
    return [
        Fact(_("A victim"), rights),
        *([Fact(_("Wants to hear"), str(OFTEN[HowOften(wish["often"])]))] if wish else []),
        *([Fact(_("Safe times"), wish["safe_times"])] if wish.get("safe_times") else []),
    ]


def _language(report: Report) -> str:
    if report.language.startswith("en"):
        return ""
    name = get_language_info(report.language)["name_translated"]
    return _("Written in %(language)s") % {"language": name}


def _said(message: Message, *, now: datetime) -> Said:
    who = message.author_label if message.is_from_police else _("The reporter")
    return Said(
        message.is_from_police,
        who,
        moment_text(message.at, now=now),
        message.body,
        is_event=message.is_event,
        label=_("Asks for a review") if message.kind == MessageKind.REVIEW.value else "",
    )


def _map(report: Report) -> MapView | None:
    cell = report.cell9 or report.cell8
    if cell is None:
        return None
    return draw_map(
        label=_("Map: about where it happened"),
        cells=[MapCell(cell, tone="pick", words=str(report.topic_words))],
        frame=Frame.of_cell(cell),
        grid=9 if report.cell9 else 8,
        shape=(600, 368),
        map_id="case-map",
    )
