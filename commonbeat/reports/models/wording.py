"""The everyday words for what rules name in code."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonbeat.reports.rules import Category, ClockKind, EntryDoor, Status, Topic
from commonbeat.reports.rules.questions import AnswerKind, Part


class StatusWords(NamedTuple):
    """A state as the reporter reads it and as the police read it; ``tone`` colours its tag."""

    public: Promise
    sentence: Promise
    staff: Promise
    tone: str


STATUS_WORDS: dict[Status, StatusWords] = {
    Status.COUNTED: StatusWords(
        _("We counted it"),
        _("We know that it happened. Nobody reads it, and nobody will answer."),
        pgettext_lazy("report state", "Counted only"),
        "",
    ),
    Status.ELSEWHERE: StatusWords(
        _("It is with whom you chose"),
        _("They read it and answer you here. The police do not have it."),
        pgettext_lazy("report state", "Not sent to the police"),
        "open",
    ),
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

DOOR_WORDS: dict[EntryDoor, Promise] = {
    EntryDoor.WEB: pgettext_lazy("report came by", "Website"),
    EntryDoor.PHONE: pgettext_lazy("report came by", "Phone, sent once there was a connection"),
    EntryDoor.OFFICER: pgettext_lazy("report came by", "Taken down by an officer"),
    EntryDoor.PARTNER: pgettext_lazy("report came by", "Partner organisation"),
    EntryDoor.EMAIL: pgettext_lazy("report came by", "Email"),
    EntryDoor.TEXT: pgettext_lazy("report came by", "Text message"),
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
    Topic.FRAUD: _("A scam, or money taken by a trick"),
    Topic.HURT: _("Someone was hurt or attacked"),
    Topic.SEXUAL: _("Someone was touched, or made to do something sexual, against their will"),
    Topic.HOME_ABUSE: _("A partner or family member hurts, scares or controls someone"),
    Topic.FOLLOWED: _("Someone was followed, threatened or harassed"),
    Topic.STALKED: _("The same person keeps following, watching or contacting someone"),
    Topic.HATE: _("Someone was picked on because of who they are"),
    Topic.PICKED_ON: _("Someone keeps picking on a person or a home"),
    Topic.FIGHTING: _("People were fighting or threatening others"),
    Topic.WEAPON: _("Someone had a knife or another weapon"),
    Topic.WORRIED: _("I am worried that someone is not safe or not well"),
    Topic.MISSING: _("Someone is missing"),
    Topic.SUSPICIOUS: _("Something or someone seems suspicious"),
    Topic.UNSAFE_PLACE: _("I felt unsafe somewhere"),
    Topic.VENUE: _("A pub, club, bar or shop that sells alcohol"),
    Topic.STUDENT: _("I am a student and I need support"),
    Topic.DRUGS: _("Drugs were sold or used"),
    Topic.ROWDY: _("Noise, rowdy people or drinking in the street"),
    Topic.RIDING: _("Bikes, cars or scooters ridden or driven badly"),
    Topic.DUMPED: _("Rubbish, needles or a car left somewhere"),
    Topic.COUNCIL: _("Noisy neighbours, bins, parking or potholes"),
    Topic.LICENCE: _("A licence for an event, alcohol, a taxi or a gun"),
    Topic.INFORMATION: _("I know something about a crime"),
    Topic.LOST: _("Something was lost or found"),
    Topic.SOMETHING_ELSE: _("Something else, or I am not sure"),
    Topic.QUESTION: _("I have a question for my officer"),
    Topic.THANKS: _("I want to say thank you"),
    Topic.COMPLAINT: _("I want to complain about the police"),
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
    Topic.FRAUD: "mail",
    Topic.HURT: "heart",
    Topic.SEXUAL: "heart",
    Topic.HOME_ABUSE: "home",
    Topic.FOLLOWED: "walk",
    Topic.STALKED: "eye",
    Topic.HATE: "flag",
    Topic.PICKED_ON: "person",
    Topic.FIGHTING: "people",
    Topic.WEAPON: "knife",
    Topic.WORRIED: "help",
    Topic.MISSING: "search",
    Topic.SUSPICIOUS: "eye",
    Topic.UNSAFE_PLACE: "bulb",
    Topic.VENUE: "glass",
    Topic.STUDENT: "person",
    Topic.DRUGS: "pill",
    Topic.ROWDY: "sound",
    Topic.RIDING: "scooter",
    Topic.DUMPED: "trash",
    Topic.COUNCIL: "building",
    Topic.LICENCE: "pass",
    Topic.INFORMATION: "key",
    Topic.LOST: "keys",
    Topic.SOMETHING_ELSE: "dots",
    Topic.QUESTION: "chat",
    Topic.THANKS: "check",
    Topic.COMPLAINT: "note",
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
    Category.WELFARE: _("Concern for someone"),
    Category.MISSING_PERSON: _("Missing person"),
    Category.INFORMATION: _("Information about a crime"),
    Category.SUSPICIOUS: _("Suspicious activity"),
    Category.UNSAFE_PLACE: _("A place that feels unsafe"),
    Category.LICENSED_PREMISES: _("Licensed premises"),
    Category.LOST_PROPERTY: _("Lost or found property"),
    Category.FEEDBACK: _("Thanks or complaint"),
    Category.OTHER_SERVICE: _("For another service"),
}

# What is promised, as the reporter reads it.
CLOCK_WORDS: dict[ClockKind, Promise] = {
    ClockKind.SEEN: _("A person reads it"),
    ClockKind.ASSESSED: _("We decide how urgent it is"),
    ClockKind.ANSWERED: _("We reply to you"),
    ClockKind.NEIGHBOURHOOD: _("Your officer replies to you"),
    ClockKind.PARTNER_SEEN: _("Somebody there reads it"),
    ClockKind.PARTNER_ANSWERED: _("They reply to you"),
}

# How a question of a question set is answered, and the pages that a set can leave out.
KIND_WORDS: dict[AnswerKind, Promise] = {
    AnswerKind.ONE: _("Choose one answer"),
    AnswerKind.MANY: _("Choose all that fit"),
    AnswerKind.LINE: _("A few words"),
    AnswerKind.TEXT: _("A longer text"),
}
PART_WORDS: dict[Part, Promise] = {
    Part.WHEN: _("When it happened"),
    Part.WHERE: _("Where it happened"),
    Part.PHOTO: _("A photograph"),
}
