"""What one shift tells the next, and how things stand, in words and numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.casework import queries
from commonbeat.casework.models import SHIFT_WORDS, ShiftHandover, ShiftWords
from commonbeat.casework.permissions import can_work_on_tasks
from commonbeat.casework.presenters.clocks import moment_text
from commonbeat.casework.presenters.rows import QueueRow, queue_rows
from commonbeat.casework.queries import Here, Situation, Tab
from commonbeat.casework.queries.shifts import Pile
from commonbeat.casework.rules import ShiftKind
from commonbeat.core.moments import date_text


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, and where the rows are that it counts."""

    label: str
    number: str
    href: str
    is_bad: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """The reports of one number, as rows of the queue; more of them than fit are in the queue."""

    name: str
    title: str
    empty: str
    rows: list[QueueRow]
    has_more: bool


@dataclass(frozen=True, slots=True)
class SituationView:
    """How things stand, for a page."""

    figures: list[Figure]
    lists: list[Listed]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of what a shift told."""

    number: int
    who: str
    at_text: str
    words: str


@dataclass(frozen=True, slots=True)
class HandoverView:
    """What one shift told the next."""

    key: str
    href: str
    title: str
    version: int
    written: str
    taken: str
    may_take: bool
    is_mine: bool
    versions: list[Version]

    @property
    def words(self) -> str:
        """The words as they stand."""
        return self.versions[0].words if self.versions else ""


def shift_text(day: date, kind: ShiftKind) -> str:
    """Return a shift in words: Late shift, Monday 23 November."""
    return _("%(shift)s, %(day)s") % {
        "shift": SHIFT_WORDS[kind],
        "day": date_text(day),
    }


def handover_view(
    handover: ShiftHandover, *, user: User, versions: Iterable[ShiftWords], now: datetime
) -> HandoverView:
    """Return a hand-over as a page shows it to ``user``."""
    written = {
        "name": handover.written_by.display_name,
        "time": moment_text(handover.written_at, now=now),
    }
    is_mine = handover.written_by_id == user.pk
    return HandoverView(
        key=handover.key,
        href=reverse("casework:hand_over_kept", args=[handover.key]),
        title=shift_text(handover.day, ShiftKind(handover.kind)),
        version=handover.version,
        written=_("Written by %(name)s, %(time)s") % written,
        taken=_taken(handover, now=now),
        may_take=handover.taken_over_at is None and not is_mine and can_work_on_tasks(user),
        is_mine=is_mine,
        versions=[
            Version(
                number=one.number,
                who=one.written_by.display_name,
                at_text=moment_text(one.written_at, now=now),
                words=one.words,
            )
            for one in versions
        ],
    )


def _taken(handover: ShiftHandover, *, now: datetime) -> str:
    if handover.taken_over_by is None or handover.taken_over_at is None:
        return ""
    return _("%(name)s has taken over, %(time)s") % {
        "name": handover.taken_over_by.display_name,
        "time": moment_text(handover.taken_over_at, now=now),
    }


def situation_view(stands: Situation, *, hours: int, now: datetime) -> SituationView:
    """Return how things stand, each number with where its rows are."""
    lists = [
        _listed("late", _("Late"), _("Nothing is late"), stands.late, now=now),
        _listed(
            "due",
            _("Due in %(n)d hours") % {"n": hours},
            _("Nothing is due so soon"),
            stands.due,
            now=now,
        ),
        _listed("new", _("New since then"), _("Nothing new came in"), stands.new, now=now),
        _listed("wrote", _("The reporter waits"), _("Nobody waits for us"), stands.wrote, now=now),
    ]
    shown = [listed for listed in lists if listed is not None]
    piles = {"late": stands.late, "due": stands.due, "new": stands.new, "wrote": stands.wrote}
    figures = [
        Figure(one.title, str(pile.count), f"#{one.name}", one.name == "late" and bool(pile.count))
        for one in shown
        if (pile := piles[one.name]) is not None
    ]
    tasks = reverse("casework:tasks")
    figures += [
        Figure(_("Tasks to do"), str(stands.tasks), f"{tasks}?tab=all", is_bad=False),
        Figure(
            _("Tasks late"), str(stands.late_tasks), f"{tasks}?tab=late", bool(stands.late_tasks)
        ),
    ]
    if stands.late is not None:
        open_alarms, wishes = len(stands.alarms), len(stands.wishes)
        figures += [
            Figure(_("Emergencies"), str(open_alarms), "#alarms", bool(open_alarms)),
            Figure(_("Locked names to decide"), str(wishes), "#wishes", is_bad=False),
        ]
    return SituationView(figures, shown)


def _listed(
    name: str, title: str, empty: str, pile: Pile | None, *, now: datetime
) -> Listed | None:
    if pile is None:
        return None
    rows = queue_rows(
        pile.reports,
        tab=Tab.ALL,
        here=Here([], {}),
        grades=queries.grades_of(pile.reports),
        picked="",
        now=now,
    )
    return Listed(name, title, empty, rows, has_more=pile.count.number > len(rows))
