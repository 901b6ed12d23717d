"""What a report can be about, in groups that open, so that a long list is quick to read."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonbeat.reports.rules import Topic

_GROUPS: tuple[tuple[Promise, Promise, tuple[Topic, ...]], ...] = (
    (
        _("Something was taken or damaged"),
        _("A bike, phone, bag or car, a break-in, a scam"),
        (
            Topic.BIKE_TAKEN,
            Topic.VEHICLE,
            Topic.HOME_ENTERED,
            Topic.PICKED_POCKET,
            Topic.TAKEN_BY_FORCE,
            Topic.SHOP_THEFT,
            Topic.SOMETHING_TAKEN,
            Topic.DAMAGE,
            Topic.FRAUD,
        ),
    ),
    (
        _("Someone was hurt or scared"),
        _("Attacks, unwanted touching, abuse at home, stalking, hate, knives"),
        (
            Topic.HURT,
            Topic.SEXUAL,
            Topic.HOME_ABUSE,
            Topic.FOLLOWED,
            Topic.STALKED,
            Topic.HATE,
            Topic.PICKED_ON,
            Topic.FIGHTING,
            Topic.WEAPON,
        ),
    ),
    (
        _("I am worried about someone or something"),
        _("A person in distress or missing, something suspicious, a place that feels unsafe"),
        (
            Topic.WORRIED,
            Topic.MISSING,
            Topic.SUSPICIOUS,
            Topic.UNSAFE_PLACE,
            Topic.VENUE,
            Topic.STUDENT,
        ),
    ),
    (
        _("Something spoils a place"),
        _("Drugs, noise, bad driving, rubbish"),
        (
            Topic.DRUGS,
            Topic.ROWDY,
            Topic.RIDING,
            Topic.DUMPED,
            Topic.COUNCIL,
            Topic.LICENCE,
        ),
    ),
    (
        _("Tell us or ask us something"),
        _("What you know about a crime, lost and found, a question, thanks, a complaint"),
        (
            Topic.INFORMATION,
            Topic.LOST,
            Topic.QUESTION,
            Topic.THANKS,
            Topic.COMPLAINT,
            Topic.SOMETHING_ELSE,
        ),
    ),
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
    hint: Promise
    topics: list[TopicChoice]
    is_open: bool


def topic_groups(
    words: Mapping[Topic, Promise], icons: Mapping[Topic, str], *, chosen: str
) -> list[TopicGroup]:
    """Return every topic, once, under its heading; the group of the chosen one is open."""
    return [
        TopicGroup(
            title,
            hint,
            [TopicChoice(t.value, words[t], icons[t]) for t in topics],
            is_open=chosen in {t.value for t in topics},
        )
        for title, hint, topics in _GROUPS
    ]
