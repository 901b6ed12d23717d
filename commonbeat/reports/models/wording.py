"""The everyday words for what rules name in code."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonbeat.reports.rules import Category, ClockKind, Status, Topic


class StatusWords(NamedTuple):
    """A state as the reporter reads it and as the police read it; ``tone`` colours its tag."""

    public: Promise
    sentence: Promise
    staff: Promise
    tone: str


STATUS_WORDS: dict[Status, StatusWords] = {
    Status.SUBMITTED: StatusWords(
        _("We have it"),
        _("Your report is here. A person will read it soon."),
        pgettext_lazy("report state", "New"),
        "new",
    ),
    Status.SEEN: StatusWords(
        _("We have read it"),
        _("A person has read your report. We are deciding what to do."),
        pgettext_lazy("report state", "Seen"),
        "open",
    ),
    Status.ASSESSED: StatusWords(
        _("We have read it"),
        _("We have read your report and know how urgent it is. Someone will take it on."),
        pgettext_lazy("report state", "Assessed"),
        "open",
    ),
    Status.ASKED: StatusWords(
        _("We need to ask you something"),
        _("Please read our question below and answer it."),
        pgettext_lazy("report state", "Question asked"),
        "wait",
    ),
    Status.ASSIGNED: StatusWords(
        _("We are working on it"),
        _("Someone has taken your report on."),
        pgettext_lazy("report state", "Assigned"),
        "open",
    ),
    Status.INVESTIGATING: StatusWords(
        _("We are working on it"),
        _("We are looking into what happened."),
        pgettext_lazy("report state", "Under investigation"),
        "open",
    ),
    Status.SHARED: StatusWords(
        _("We are working on it"),
        _("We are working on it together with a partner. They do not know who you are."),
        pgettext_lazy("report state", "Shared"),
        "open",
    ),
    Status.RESOLVED: StatusWords(
        _("We have finished"),
        _("Read below what we did."),
        pgettext_lazy("report state", "Resolved"),
        "good",
    ),
    Status.FILED: StatusWords(
        _("We have finished"),
        _("We will do no more for now. Read below why."),
        pgettext_lazy("report state", "Filed"),
        "",
    ),
    Status.PASSED: StatusWords(
        _("We have passed it on"),
        _("Another team can help you better. Read below who."),
        pgettext_lazy("report state", "Passed on"),
        "",
    ),
    Status.WITHDRAWN: StatusWords(
        _("You took it back"),
        _("You asked us to stop. We will only act if somebody is in danger."),
        pgettext_lazy("report state", "Withdrawn"),
        "",
    ),
    Status.ERASED: StatusWords(
        _("It is erased"),
        _("We no longer hold what you wrote."),
        pgettext_lazy("report state", "Erased"),
        "",
    ),
}

TOPIC_WORDS: dict[Topic, Promise] = {
    Topic.BIKE_TAKEN: _("A bike was taken"),
    Topic.VEHICLE: _("A car, van or motorbike was taken or broken into"),
    Topic.HOME_ENTERED: _("Someone broke into a home or building"),
    Topic.PICKED_POCKET: _("A phone, bag or wallet was taken from someone"),
    Topic.TAKEN_BY_FORCE: _("Something was taken with force or threats"),
    Topic.SHOP_THEFT: _("Something was taken from a shop"),
    Topic.SOMETHING_TAKEN: _("Something else was taken"),
    Topic.DAMAGE: _("Something was damaged or set on fire"),
    Topic.HURT: _("Someone was hurt, or touched when they did not want it"),
    Topic.FOLLOWED: _("Someone was followed, threatened or harassed"),
    Topic.PICKED_ON: _("Someone keeps picking on a person or a home"),
    Topic.FIGHTING: _("People were fighting or threatening others"),
    Topic.WEAPON: _("Someone had a knife or another weapon"),
    Topic.DRUGS: _("Drugs were sold or used"),
    Topic.ROWDY: _("Noise, rowdy people or drinking in the street"),
    Topic.RIDING: _("Bikes, cars or scooters ridden or driven badly"),
    Topic.DUMPED: _("Rubbish, needles or a car left somewhere"),
    Topic.SOMETHING_ELSE: _("Something else, or I am not sure"),
    Topic.QUESTION: _("I have a question for my officer"),
}

TOPIC_ICONS: dict[Topic, str] = {
    Topic.BIKE_TAKEN: "bike",
    Topic.VEHICLE: "car",
    Topic.HOME_ENTERED: "home",
    Topic.PICKED_POCKET: "hand",
    Topic.TAKEN_BY_FORCE: "hand",
    Topic.SHOP_THEFT: "shop",
    Topic.SOMETHING_TAKEN: "bag",
    Topic.DAMAGE: "hammer",
    Topic.HURT: "heart",
    Topic.FOLLOWED: "walk",
    Topic.PICKED_ON: "person",
    Topic.FIGHTING: "people",
    Topic.WEAPON: "knife",
    Topic.DRUGS: "pill",
    Topic.ROWDY: "sound",
    Topic.RIDING: "scooter",
    Topic.DUMPED: "trash",
    Topic.SOMETHING_ELSE: "dots",
    Topic.QUESTION: "chat",
}

CATEGORY_WORDS: dict[Category, Promise] = {
    Category.ANTI_SOCIAL_BEHAVIOUR: _("Anti-social behaviour"),
    Category.BICYCLE_THEFT: _("Bicycle theft"),
    Category.BURGLARY: _("Burglary"),
    Category.CRIMINAL_DAMAGE_ARSON: _("Criminal damage and arson"),
    Category.DRUGS: _("Drugs"),
    Category.OTHER_THEFT: _("Other theft"),
    Category.POSSESSION_OF_WEAPONS: _("Possession of weapons"),
    Category.PUBLIC_ORDER: _("Public order"),
    Category.ROBBERY: _("Robbery"),
    Category.SHOPLIFTING: _("Shoplifting"),
    Category.THEFT_FROM_THE_PERSON: _("Theft from the person"),
    Category.VEHICLE_CRIME: _("Vehicle crime"),
    Category.VIOLENT_CRIME: _("Violence and sexual offences"),
    Category.OTHER_CRIME: _("Other crime"),
    Category.QUESTION: _("Question for an officer"),
}

# What is promised, as the reporter reads it.
CLOCK_WORDS: dict[ClockKind, Promise] = {
    ClockKind.SEEN: _("A person reads it"),
    ClockKind.ASSESSED: _("We decide how urgent it is"),
    ClockKind.ANSWERED: _("We reply to you"),
    ClockKind.NEIGHBOURHOOD: _("Your officer replies to you"),
}
