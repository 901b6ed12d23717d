"""What is asked about places that are spoilt, about what people know, and what others deal with."""

from django.utils.translation import gettext_noop as _

from commonbeat.reports.models.shipped.asking import (
    BEFORE,
    BEFORE_TOLD,
    KNOW_WHO,
    SEEN_BY,
    TOLD,
    VEHICLE,
    WHO,
    choose,
    said,
    tell,
)
from commonbeat.reports.rules import Topic
from commonbeat.reports.rules.questions import Door, Part, QuestionSet

_PATTERN = tell(
    "pattern",
    _("When does it usually happen?"),
    help=_("Days and hours, and how long it lasts."),
)

ELSEWHERE: dict[Topic, QuestionSet] = {
    Topic.DRUGS: QuestionSet(
        questions=(
            choose(
                "drugs",
                _("What did you notice?"),
                ("sold", _("Drugs are sold")),
                ("used", _("Drugs are used")),
                ("grown", _("Drugs are grown or made"), _("Strong smell, covered windows")),
                ("young", _("Young people are made to carry or sell")),
                ("home", _("Somebody's home was taken over")),
                many=True,
            ),
            _PATTERN,
            KNOW_WHO,
            WHO,
            VEHICLE,
            TOLD,
        ),
        title=said(_("What did you see?")),
        advice=said(_("Do not take pictures of people who deal in drugs if they could see you.")),
    ),
    Topic.ROWDY: QuestionSet(questions=(BEFORE, BEFORE_TOLD, _PATTERN, SEEN_BY)),
    Topic.RIDING: QuestionSet(questions=(VEHICLE, BEFORE, BEFORE_TOLD, _PATTERN, SEEN_BY)),
    Topic.DUMPED: QuestionSet(
        questions=(
            choose(
                "what",
                _("What was left there?"),
                ("needles", _("Needles")),
                ("rubbish", _("Rubbish")),
                ("car", _("A car or a bike")),
                ("chemicals", _("Gas bottles, asbestos or chemicals")),
                many=True,
            ),
            VEHICLE,
        ),
        advice=said(_("Do not touch needles or chemicals.")),
    ),
    Topic.COUNCIL: QuestionSet(
        questions=(BEFORE,),
        door=Door(
            name=said(_("Preston City Council")),
            text=said(
                _(
                    "The council deals with noise from homes, bins, rubbish and parking; the"
                    " county council with potholes and street lights. If people threaten or target"
                    " you, tell us."
                )
            ),
            phone="01772 906900",
            site="https://www.preston.gov.uk",
        ),
    ),
    Topic.LICENCE: QuestionSet(
        without=frozenset({Part.WHEN, Part.PHOTO}),
        title=said(_("What is it about?")),
        door=Door(
            name=said(_("The licensing team of the council")),
            text=said(
                _(
                    "The council gives licences for alcohol, events, taxis and street trading. For"
                    " a licence for a gun, ask the firearms licensing team of the police on 101."
                )
            ),
            phone="01772 906900",
            site="https://www.preston.gov.uk",
        ),
    ),
    Topic.INFORMATION: QuestionSet(
        questions=(
            TOLD,
            choose(
                "source",
                _("How do you know it?"),
                ("saw", _("I saw or heard it myself")),
                ("told", _("Somebody told me")),
                ("online", _("I read or saw it online")),
            ),
            KNOW_WHO,
            WHO,
            VEHICLE,
            choose(
                "soon",
                _("Will something happen soon?"),
                ("today", _("Today or tonight")),
                ("days", _("In the next days")),
                ("no", _("No")),
                may_not_know=True,
            ),
        ),
        title=said(_("What do you know?")),
        advice=said(
            _("Do not try to find out more, and put yourself at no risk. What you know is enough.")
        ),
    ),
    Topic.SOMETHING_ELSE: QuestionSet(),
    Topic.QUESTION: QuestionSet(
        without=frozenset({Part.WHEN, Part.PHOTO}), title=said(_("What do you want to ask?"))
    ),
    Topic.THANKS: QuestionSet(
        questions=(
            tell(
                "officer",
                _("Whom do you want to thank?"),
                help=_("A name, a number or where you met them."),
                short=True,
            ),
        ),
        without=frozenset({Part.WHEN, Part.PHOTO}),
        title=said(_("What would you like to say?")),
    ),
    Topic.COMPLAINT: QuestionSet(
        questions=(
            tell(
                "officer",
                _("Who is it about?"),
                help=_("A name, a number or where you met them."),
                short=True,
            ),
            tell("right", _("What would put it right?")),
        ),
        advice=said(
            _(
                "You can also complain to the Independent Office for Police Conduct. Complaining"
                " changes nothing about how we treat you."
            )
        ),
    ),
}
