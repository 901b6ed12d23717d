"""What is asked when somebody was hurt, scared or picked on."""

from django.utils.translation import gettext_noop as _

from commonbeat.reports.models.shipped.asking import (
    BECAUSE,
    BEFORE,
    BEFORE_TOLD,
    HURT,
    ROLE,
    SAFE_REPLY,
    SEEN_BY,
    SUPPORT,
    TOLD,
    WEAPON,
    WHO_DID_IT,
    choose,
    said,
)
from commonbeat.reports.rules import Topic
from commonbeat.reports.rules.questions import QuestionSet

_SAFE_NOW = choose(
    "safe-now",
    _("Is the person safe right now?"),
    ("yes", _("Yes")),
    ("soon", _("Now yes, but perhaps not later today")),
    ("no", _("No, or I am not sure")),
    first=True,
    danger=["no"],
)
_KEEP_TRACES = _(
    "If it happened in the last days, traces may still be there. If you can bear it, do not wash"
    " yet, and keep clothes unwashed in a paper bag. You can be examined and cared for without"
    " telling the police: a sexual assault referral centre does it, day and night."
)

HURT_OR_SCARED: dict[Topic, QuestionSet] = {
    Topic.HURT: QuestionSet(
        questions=(ROLE, HURT, WEAPON, *WHO_DID_IT, SEEN_BY, BECAUSE, SUPPORT),
        advice=said(
            _(
                "See a doctor even if it seems small. Photograph wounds today and again in two"
                " days. Keep torn or stained clothes, unwashed, in a paper bag."
            )
        ),
    ),
    Topic.SEXUAL: QuestionSet(
        questions=(
            _SAFE_NOW,
            ROLE,
            choose(
                "know-who",
                _("Do you know the person who did it?"),
                ("yes", _("Yes")),
                ("seen", _("I met them that day or night")),
                ("no", _("No")),
                may_not_know=True,
            ),
            *WHO_DID_IT[1:],
            choose(
                "drink",
                _("Could somebody have put something in a drink, or used a needle?"),
                ("yes", _("Yes")),
                ("no", _("No")),
                help=_("A test can show it, but only for a short time. Call 101 today if so."),
                may_not_know=True,
            ),
            SAFE_REPLY,
            SUPPORT,
        ),
        title=said(_("What would you like to tell us?")),
        advice=said(_KEEP_TRACES),
    ),
    Topic.HOME_ABUSE: QuestionSet(
        questions=(
            _SAFE_NOW,
            SAFE_REPLY,
            choose(
                "children",
                _("Are there children in the home?"),
                ("yes", _("Yes")),
                ("expecting", _("A baby is on the way")),
                ("no", _("No")),
                may_not_know=True,
            ),
            choose(
                "kinds",
                _("What does the person do?"),
                ("hits", _("Hits, pushes or chokes")),
                ("threatens", _("Threatens or scares")),
                ("controls", _("Decides about money, phone, clothes or friends")),
                ("sexual", _("Forces someone into sexual things")),
                ("watches", _("Follows, watches or reads messages")),
                ("family", _("Plans a forced marriage, or acts for the honour of the family")),
                many=True,
            ),
            BEFORE,
            WEAPON,
            TOLD,
            SUPPORT,
        ),
        advice=said(
            _(
                "Keep notes and pictures where the person cannot find them: with a friend or at"
                " work. Do not save anything on a device that the person can open."
            )
        ),
    ),
    Topic.FOLLOWED: QuestionSet(
        questions=(ROLE, *WHO_DID_IT, BEFORE, BECAUSE, SEEN_BY, SUPPORT),
        advice=said(_("Keep messages, calls and voice notes. Take pictures of the screen.")),
    ),
    Topic.STALKED: QuestionSet(
        questions=(
            _SAFE_NOW,
            choose(
                "kinds",
                _("What does the person do?"),
                ("follows", _("Follows, waits or turns up")),
                ("writes", _("Calls, writes or sends things")),
                ("online", _("Watches or spreads things online")),
                ("others", _("Asks friends or family")),
                ("things", _("Breaks or takes things")),
                many=True,
            ),
            *WHO_DID_IT,
            BEFORE,
            TOLD,
            SUPPORT,
        ),
        advice=said(
            _(
                "Write down each time: day, place, what happened, who saw it. Do not answer the"
                " person, and do not delete anything."
            )
        ),
    ),
    Topic.HATE: QuestionSet(questions=(BECAUSE, ROLE, HURT, *WHO_DID_IT, SEEN_BY, SUPPORT)),
    Topic.PICKED_ON: QuestionSet(
        questions=(
            BEFORE,
            BEFORE_TOLD,
            choose(
                "effect",
                _("How does it change daily life?"),
                ("sleep", _("Sleep or health gets worse")),
                ("scared", _("Scared to go out or to be at home")),
                ("alone", _("The person lives alone, is old, ill or disabled")),
                ("little", _("It is a nuisance, not more")),
                many=True,
            ),
            *WHO_DID_IT,
            BECAUSE,
        ),
        advice=said(_("Write down each time: day, hour, what happened, who saw it.")),
    ),
    Topic.FIGHTING: QuestionSet(questions=(HURT, WEAPON, *WHO_DID_IT, SEEN_BY)),
    Topic.WEAPON: QuestionSet(
        questions=(WEAPON, *WHO_DID_IT, TOLD, SEEN_BY),
        advice=said(_("If you find a weapon, do not touch it. Stay away and call 999.")),
    ),
}
