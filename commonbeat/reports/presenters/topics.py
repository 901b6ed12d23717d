"""What a report can be about, grouped so that nineteen lines are quick to read."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonbeat.reports.rules import Topic

_GROUPS: tuple[tuple[Promise, tuple[Topic, ...]], ...] = (
    (
        _("Something was taken or damaged"),
        (
            Topic.BIKE_TAKEN,
            Topic.VEHICLE,
            Topic.HOME_ENTERED,
            Topic.PICKED_POCKET,
            Topic.TAKEN_BY_FORCE,
            Topic.SHOP_THEFT,
            Topic.SOMETHING_TAKEN,
            Topic.DAMAGE,
        ),
    ),
    (
        _("Someone was hurt or scared"),
        (Topic.HURT, Topic.FOLLOWED, Topic.PICKED_ON, Topic.FIGHTING, Topic.WEAPON),
    ),
    (
        _("Something spoils a place"),
        (Topic.DRUGS, Topic.ROWDY, Topic.RIDING, Topic.DUMPED),
    ),
    (_("Something else"), (Topic.SOMETHING_ELSE, Topic.QUESTION)),
)


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """One line of the list."""

    value: str
    words: Promise
    icon: str


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """Lines that belong together."""

    title: Promise
    topics: list[TopicChoice]


def topic_groups(words: Mapping[Topic, Promise], icons: Mapping[Topic, str]) -> list[TopicGroup]:
    """Return every topic, once, under its heading."""
    return [
        TopicGroup(title, [TopicChoice(t.value, words[t], icons[t]) for t in topics])
        for title, topics in _GROUPS
    ]
