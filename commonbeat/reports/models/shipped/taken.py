"""What is asked when something was taken, broken into or damaged."""

from django.utils.translation import gettext_noop as _

from commonbeat.reports.models.shipped.asking import (
    BECAUSE,
    HURT,
    ROLE,
    SEEN_BY,
    VEHICLE,
    WEAPON,
    WHO_DID_IT,
    choose,
    if_said,
    said,
    tell,
)
from commonbeat.reports.rules import Topic
from commonbeat.reports.rules.questions import Door, Part, QuestionSet

_THINGS = tell(
    "things",
    _("What was taken?"),
    help=_("Make, colour, marks, and a serial number or IMEI if you have it. About what it cost."),
)

TAKEN: dict[Topic, QuestionSet] = {
    Topic.BIKE_TAKEN: QuestionSet(
        questions=(
            tell(
                "bike",
                _("What does the bike look like?"),
                help=_("Make, colour, size, and anything that only this bike has."),
            ),
            tell(
                "frame-number",
                _("Its frame number or security mark"),
                help=_("On the frame under the pedals, or on your receipt from the shop."),
                short=True,
            ),
            choose(
                "lock",
                _("How was it locked?"),
                ("d-lock", _("With a D-lock or a heavy chain")),
                ("cable", _("With a cable or a light lock")),
                ("none", _("It was not locked")),
                may_not_know=True,
            ),
            SEEN_BY,
        ),
        advice=said(
            _(
                "A picture of the bike helps us to know it again. Keep a cut lock in a bag, and"
                " touch it as little as you can."
            )
        ),
    ),
    Topic.VEHICLE: QuestionSet(
        questions=(
            choose(
                "taken",
                _("What happened to it?"),
                ("gone", _("It is gone")),
                ("inside", _("Something was taken from it")),
                ("damaged", _("It was damaged")),
                ("tried", _("Somebody tried to get in")),
            ),
            VEHICLE,
            tell(
                "things",
                _("What was taken?"),
                help=_("Make, colour, marks, and a serial number or IMEI if you have it."),
                only_if=if_said("taken", "inside"),
            ),
            SEEN_BY,
        ),
        advice=said(
            _("Touch it as little as you can until we have answered: there may be fingerprints.")
        ),
    ),
    Topic.HOME_ENTERED: QuestionSet(
        questions=(
            choose(
                "inside",
                _("Could somebody still be inside, or come back now?"),
                ("yes", _("Yes, or I am not sure")),
                ("no", _("No")),
                first=True,
                danger=["yes"],
            ),
            choose(
                "way-in",
                _("How did they get in?"),
                ("door", _("Through a door")),
                ("window", _("Through a window")),
                ("open", _("It was open or not locked")),
                ("tried", _("They tried, but did not get in")),
                may_not_know=True,
            ),
            _THINGS,
            SEEN_BY,
            *WHO_DID_IT,
        ),
        advice=said(
            _(
                "Do not clean or tidy up yet. Leave doors, windows and things that they touched as"
                " they are. Take photographs first."
            )
        ),
    ),
    Topic.PICKED_POCKET: QuestionSet(
        questions=(_THINGS, ROLE, *WHO_DID_IT, SEEN_BY),
        advice=said(
            _(
                "Block your cards and your SIM first. From another device you can lock or find a"
                " phone; do not go after it by yourself."
            )
        ),
    ),
    Topic.TAKEN_BY_FORCE: QuestionSet(
        questions=(HURT, WEAPON, _THINGS, *WHO_DID_IT, SEEN_BY, BECAUSE),
        advice=said(
            _(
                "Keep the clothes that you wore, unwashed, in a paper bag. Do not touch what they"
                " dropped. Block your cards and your phone."
            )
        ),
    ),
    Topic.SHOP_THEFT: QuestionSet(
        questions=(
            tell("shop", _("Which shop was it?"), short=True),
            _THINGS,
            *WHO_DID_IT,
            choose(
                "staff",
                _("Were people who work there threatened or hurt?"),
                ("no", _("No")),
                ("threatened", _("They were threatened or shouted at")),
                ("hurt", _("They were pushed or hurt")),
                may_not_know=True,
            ),
            SEEN_BY,
        ),
        advice=said(
            _("Save the pictures of your cameras today, with the time that the camera shows.")
        ),
    ),
    Topic.SOMETHING_TAKEN: QuestionSet(questions=(_THINGS, *WHO_DID_IT, SEEN_BY)),
    Topic.DAMAGE: QuestionSet(
        questions=(
            choose(
                "damage",
                _("What was done?"),
                ("broken", _("Something was broken")),
                ("painted", _("It was painted or scratched")),
                ("fire", _("It was set on fire")),
            ),
            *WHO_DID_IT,
            SEEN_BY,
            BECAUSE,
        ),
        advice=said(_("Take photographs before it is repaired, near and from further away.")),
    ),
    Topic.FRAUD: QuestionSet(
        questions=(
            choose(
                "scammer",
                _("Is the person who did it with you, or can they come to you?"),
                ("yes", _("Yes")),
                ("no", _("No")),
                first=True,
                danger=["yes"],
            ),
            *WHO_DID_IT,
        ),
        door=Door(
            name=said(_("Report Fraud")),
            text=said(
                _(
                    "One national team takes in reports of scams and fraud for all police in"
                    " England and Wales. If money has left your account, call your bank first:"
                    " 159 connects you to it safely."
                )
            ),
            phone="0300 123 2040",
            site="https://www.reportfraud.police.uk",
        ),
    ),
    Topic.LOST: QuestionSet(
        questions=(
            choose(
                "lost",
                _("Was it lost or found?"),
                ("lost", _("I lost something")),
                ("found", _("I found something")),
                ("stolen", _("I think that it was stolen")),
            ),
            tell(
                "things",
                _("What is it?"),
                help=_("Make, colour, marks, and a serial number or IMEI if you have it."),
            ),
            choose(
                "inside",
                _("Is one of these among it?"),
                ("passport", _("A passport or identity card")),
                ("keys", _("Keys with an address")),
                ("danger", _("Medicine, a knife, a gun or anything dangerous")),
                ("no", _("None of these")),
                many=True,
            ),
        ),
        without=frozenset({Part.WHEN}),
        advice=said(
            _(
                "Ask first where you may have left it: the bus company, the taxi, the bar, the"
                " university reception."
            )
        ),
    ),
}
