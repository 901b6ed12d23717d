"""What is asked of somebody who is worried, about a person or about a place."""

from django.utils.translation import gettext_noop as _

from commonbeat.reports.models.shipped.asking import (
    SEEN_BY,
    TOLD,
    VEHICLE,
    choose,
    if_said,
    said,
    tell,
)
from commonbeat.reports.rules import Topic
from commonbeat.reports.rules.questions import Condition, Door, Part, QuestionSet

# The threshold of Right Care, Right Person: a crime, or a real and immediate risk to life or of
# serious harm. Below it others care better; a person of ours still reads what was sent.
_THRESHOLD = (
    choose(
        "life",
        _("Could the person die or be badly hurt?"),
        ("now", _("Yes, now or very soon")),
        ("later", _("Perhaps, but not today")),
        ("no", _("No")),
        first=True,
        may_not_know=True,
        danger=["now"],
    ),
    choose(
        "crime",
        _("Does somebody hurt, threaten or use the person?"),
        ("yes", _("Yes")),
        ("no", _("No")),
        first=True,
        may_not_know=True,
    ),
)

WORRIED: dict[Topic, QuestionSet] = {
    Topic.WORRIED: QuestionSet(
        questions=(
            *_THRESHOLD,
            choose(
                "person",
                _("Who are you worried about?"),
                ("me", _("Myself")),
                ("friend", _("A friend, a flatmate or family")),
                ("child", _("A child, or someone under 18")),
                ("neighbour", _("A neighbour or someone I know a little")),
                ("stranger", _("Someone I do not know")),
            ),
            tell(
                "signs",
                _("What makes you worried?"),
                help=_("What they said or did, and how they are different from before."),
            ),
            choose(
                "alone",
                _("Is somebody with them?"),
                ("yes", _("Yes")),
                ("no", _("No, they are alone")),
                may_not_know=True,
            ),
        ),
        title=said(_("What has happened so far?")),
        door=Door(
            name=said(_("NHS 111, option 2: help for the mind")),
            text=said(
                _(
                    "Nurses and doctors for mental health answer at any hour, for yourself or for"
                    " someone else. Samaritans listen day and night on 116 123. Students can also"
                    " ask the wellbeing team of their university. The police come when a life is"
                    " at risk or a crime is part of it."
                )
            ),
            phone="111",
            site="https://111.nhs.uk",
            only_if=(
                Condition("life", ("no", "later")),
                Condition("crime", ("no",)),
            ),
        ),
    ),
    Topic.MISSING: QuestionSet(
        questions=(
            choose(
                "risk",
                _("Is one of these true of the person?"),
                ("harm", _("They may hurt themselves, or somebody may hurt them")),
                ("child", _("They are under 18")),
                ("ill", _("They are ill, hurt, need medicine or get confused")),
                ("no", _("None of these")),
                first=True,
                danger=["harm", "child", "ill"],
            ),
            tell("missing-name", _("What is the person called, and how old are they?"), short=True),
            tell(
                "last-seen",
                _("When and where was the person last seen?"),
                help=_("By whom, what they wore, what they said, how they wanted to travel."),
            ),
            tell("phone", _("How can the person be reached?"), help=_("Phone, online names.")),
        ),
        title=said(_("Why are you worried?")),
        door=Door(
            name=said(_("Call 101, or 999 if you fear for them")),
            text=said(
                _(
                    "You do not have to wait a day. On the telephone we can ask at once what we"
                    " need to start looking. This page is read by people, but not every minute."
                )
            ),
            phone="101",
        ),
    ),
    Topic.SUSPICIOUS: QuestionSet(
        questions=(
            tell(
                "doing",
                _("What did they do that seemed wrong?"),
                help=_("What they did matters most: trying doors, watching, hiding, filming."),
            ),
            tell(
                "looks",
                _("How would we know them again?"),
                help=_("Clothes, height, voice, hair, what they carried, which way they went."),
            ),
            VEHICLE,
            SEEN_BY,
        ),
        title=said(_("What did you see?")),
    ),
    Topic.UNSAFE_PLACE: QuestionSet(
        questions=(
            choose(
                "why",
                _("What made you feel unsafe?"),
                ("dark", _("It is dark")),
                ("empty", _("Nobody is around")),
                ("people", _("People who hang around, shout or follow")),
                ("drink", _("Drinking or drugs")),
                ("traffic", _("Traffic, or no safe way to walk")),
                ("state", _("It is run down")),
                many=True,
            ),
            choose(
                "hours",
                _("At what time of day?"),
                ("day", _("By day")),
                ("evening", _("In the evening")),
                ("night", _("At night")),
                many=True,
            ),
            tell("better", _("What would make it better?")),
        ),
        without=frozenset({Part.WHEN}),
        title=said(_("What is it like there?")),
    ),
    Topic.VENUE: QuestionSet(
        questions=(
            tell("venue", _("What is the place called?"), short=True),
            choose(
                "matter",
                _("What is it about?"),
                ("spiking", _("A drink was spiked, or somebody used a needle")),
                ("underage", _("Alcohol for people under 18")),
                ("drunk", _("Alcohol for people who were already very drunk")),
                ("staff", _("What door staff or people who work there did")),
                ("crowd", _("Too full, blocked exits")),
                ("trouble", _("Fights, drugs or weapons")),
                ("other", _("Something else")),
                many=True,
            ),
            choose(
                "drink",
                _("Was somebody given something that they did not want?"),
                ("yes", _("Yes")),
                ("no", _("No")),
                help=_("A test can show it, but only for a short time. Call 101 today if so."),
                may_not_know=True,
                only_if=if_said("matter", "spiking"),
            ),
            choose(
                "told-staff",
                _("Did you tell somebody who works there?"),
                ("helped", _("Yes, and they helped")),
                ("not-helped", _("Yes, but it did not help")),
                ("no", _("No")),
                help=_("In many places you can ask for Angela: people there know what to do."),
            ),
            TOLD,
        ),
    ),
    Topic.STUDENT: QuestionSet(
        questions=(
            choose(
                "crime",
                _("Has somebody hurt, threatened or cheated you?"),
                ("yes", _("Yes")),
                ("no", _("No")),
                first=True,
                may_not_know=True,
            ),
        ),
        title=said(_("What would you like to tell us?")),
        door=Door(
            name=said(_("Student support at your university")),
            text=said(
                _(
                    "Money, housing, visa, studies, loneliness, worry: your university has people"
                    " for each of these, and the Students' Union gives advice that is independent"
                    " of it."
                )
            ),
            site="https://www.lancashire.ac.uk",
            only_if=(Condition("crime", ("no",)),),
        ),
    ),
}
