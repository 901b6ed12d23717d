"""What the room where warnings are written shows."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from commonbeat.alerts.models import TOPIC_LABELS, Topic
from commonbeat.alerts.queries import Reach, round_reach
from commonbeat.publishing.actions import message_for, news_of
from commonbeat.publishing.models import (
    SEVERITY_LABELS,
    STATE_LABELS,
    Publication,
    PublicationText,
)
from commonbeat.publishing.presenters.public import time_words
from commonbeat.publishing.rules import MAIN_LANGUAGE, PublicationState, Severity

STATE_TONES = {
    PublicationState.DRAFT: "",
    PublicationState.AWAITING: "wait",
    PublicationState.LIVE: "open",
    PublicationState.SUPERSEDED: "",
    PublicationState.ENDED: "good",
    PublicationState.CANCELLED: "bad",
    PublicationState.DISCARDED: "",
}


@dataclass(frozen=True, slots=True)
class WarningRow:
    """A warning in the list of those who write them."""

    key: str
    title: str
    level: str
    level_word: str
    state_word: str
    tone: str
    place: str
    topic: str
    who: str
    when: str
    version: int
    languages: list[str]


def warning_row(publication: Publication, *, now: datetime) -> WarningRow:
    """Return one row of the list."""
    text = publication.text_in(MAIN_LANGUAGE)
    state = shown_state(publication, now=now)
    return WarningRow(
        key=publication.key,
        title=(text.headline if text else "") or _("No headline yet"),
        level=publication.severity,
        level_word=str(SEVERITY_LABELS[Severity(publication.severity)]),
        state_word=str(STATE_LABELS[state]),
        tone=STATE_TONES[state],
        place=publication.place_name or _("No area yet"),
        topic=topic_word(publication.topic),
        who=publication.started_by.display_name,
        when=time_words(publication.live_at or publication.saved_at, now=now),
        version=publication.version,
        languages=[text.language for text in publication.texts.all()],
    )


def shown_state(publication: Publication, *, now: datetime) -> PublicationState:
    """Return the state as it is in truth: what has run out has ended, swept or not."""
    state = PublicationState(publication.state)
    over = publication.ends_at is not None and publication.ends_at <= now
    return PublicationState.ENDED if state == PublicationState.LIVE and over else state


def topic_word(topic: str) -> str:
    """Return a topic as people read it."""
    return str(TOPIC_LABELS[Topic(topic)]) if topic else ""


@dataclass(frozen=True, slots=True)
class ReachLine:
    """How many people one channel reaches."""

    label: str
    number: int
    part: int


@dataclass(frozen=True, slots=True)
class ReachView:
    """How many people a warning reaches, rounded to 10."""

    total: int
    lines: list[ReachLine]


def reach_view(reach: Reach) -> ReachView:
    """Return the reach in rounded figures; ``part`` is each channel's share in percent.

    The bars come from the rounded figures too: they must not tell what the figures hide.
    """
    total = round_reach(reach.total)
    channels = {
        _("Inbox on this site"): round_reach(reach.inbox),
        _("Email"): round_reach(reach.email),
    }
    lines = [
        ReachLine(label, number, min(100, number * 100 // max(total, 1)))
        for label, number in channels.items()
    ]
    return ReachView(total=total, lines=lines)


@dataclass(frozen=True, slots=True)
class PreviewView:
    """A message as one reader will see it."""

    language: str
    name: str
    subject: str
    facts: str
    paragraphs: list[str]


def preview_of(publication: Publication, texts: list[PublicationText]) -> list[PreviewView]:
    """Return the very messages that would go out, in each language that has words."""
    shown = []
    for text in texts:
        with override(text.language):
            message = message_for(publication, text, news_of(publication))
        shown.append(
            PreviewView(
                language=text.language,
                name=get_language_info(text.language)["name_local"],
                subject=message.subject,
                facts=text.facts,
                paragraphs=message.body.split("\n\n"),
            )
        )
    return shown


@dataclass(frozen=True, slots=True)
class NewsRow:
    """News in the list of those who write it."""

    key: str
    title: str
    state_word: str
    tone: str
    who: str
    when: str
    languages: list[str]
    is_on: bool


def news_row(publication: Publication, *, now: datetime) -> NewsRow:
    """Return one row of the list of news."""
    text = publication.text_in(MAIN_LANGUAGE)
    state = shown_state(publication, now=now)
    return NewsRow(
        key=publication.key,
        title=text.headline if text else "",
        state_word=str(STATE_LABELS[state]),
        tone=STATE_TONES[state],
        who=publication.started_by.display_name,
        when=time_words(publication.live_at or publication.saved_at, now=now),
        languages=[text.language for text in publication.texts.all()],
        is_on=state == PublicationState.LIVE,
    )
