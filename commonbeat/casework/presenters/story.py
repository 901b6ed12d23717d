"""What has happened to a report: who opened it, who decided what, what came in meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.models import AuditEntry
from commonbeat.casework.models import ADVICE_WORDS, HEADING_WORDS, Decision, TaskEntry
from commonbeat.casework.presenters.clocks import moment_text
from commonbeat.casework.presenters.task_log import task_lines
from commonbeat.casework.rules import Advice
from commonbeat.reports.models import Message, Report


@dataclass(frozen=True, slots=True)
class Event:
    """One line of what has happened."""

    at: datetime
    at_text: str
    who: str
    what: str
    reason: str = ""
    outcome: str = ""
    more: tuple[tuple[str, str], ...] = ()


def events(
    report: Report,
    decisions: Iterable[Decision],
    openings: Iterable[AuditEntry],
    tasks: Iterable[TaskEntry] = (),
    *,
    user: User,
    now: datetime,
) -> list[Event]:
    """Return what has happened to a report, newest first, as ``user`` reads it."""
    # They come newest first; turned round, the newest of each person is the one that stays.
    read = {entry.actor_id: entry for entry in reversed(list(openings))}
    done = [(entry.actor_id, _opened(entry, now=now)) for entry in read.values()]
    done += [(decision.actor_id, _decided(decision, now=now)) for decision in decisions]
    asked = [
        Event(line.at, line.at_text, line.who, line.what, line.words)
        for line in task_lines(tasks, user=user, now=now)
    ]
    told = [
        replace(event, who=_("You")) if actor == user.actor.id else event for actor, event in done
    ]
    return sorted(
        [_came_in(report, now=now), *told, *asked], key=lambda event: event.at, reverse=True
    )


def news(
    decisions: Iterable[Decision], messages: Iterable[Message], *, now: datetime
) -> list[Event]:
    """Return what others did meanwhile, first to last."""
    decided = [_decided(decision, now=now) for decision in decisions]
    wrote = [
        Event(message.at, moment_text(message.at, now=now), _("The reporter"), _("wrote to us"))
        for message in messages
        if not message.is_from_police and not message.is_event
    ]
    return sorted([*decided, *wrote], key=lambda event: event.at)


def _came_in(report: Report, *, now: datetime) -> Event:
    at = report.received_shown
    told = _("The report came in. Its receipt was shown to the sender.")
    return Event(at, moment_text(at, now=now), "", told)


def _opened(entry: AuditEntry, *, now: datetime) -> Event:
    at_text = moment_text(entry.at, now=now)
    return Event(entry.at, at_text, entry.actor_label, _("opened the report"))


def _decided(decision: Decision, *, now: datetime) -> Event:
    return Event(
        decision.at,
        moment_text(decision.at, now=now),
        decision.actor_label,
        decision.words,
        decision.reason,
        decision.outcome_words,
        _more(decision),
    )


def _more(decision: Decision) -> tuple[tuple[str, str], ...]:
    """Return the rest of a rationale: its headings and what stands below them."""
    given = decision.more or {}
    written = tuple(
        (str(words), given[heading.value])
        for heading, words in HEADING_WORDS.items()
        if heading.value in given
    )
    return written + _contact(decision)


def _contact(decision: Decision) -> tuple[tuple[str, str], ...]:
    """Return which answer the words began with, and which advice was read and not followed."""
    told: list[tuple[str, str]] = []
    use = getattr(decision, "answer_use", None)
    if use is not None:
        title = use.template.title
        changed = _("%(title)s, changed") % {"title": title}
        told.append((_("Began with our answer"), changed if use.is_changed else title))
    unheeded = [row.advice for row in decision.advice.all() if row.is_overridden]
    if unheeded:
        words = [str(ADVICE_WORDS[advice]) for advice in Advice if advice.value in unheeded]
        told.append((_("Advice read and not followed"), "; ".join(words)))
    return tuple(told)
