"""Short ways to write a question down, and the questions that many kinds of report share."""

from collections.abc import Iterable

from django.utils.translation import gettext_noop as _

from commonbeat.reports.rules.questions import AnswerKind, Condition, Option, Question, Said

type Choices = Iterable[tuple[str, str] | tuple[str, str, str]]


def said(text: str) -> Said:
    """Return words that the catalogues translate."""
    return {"en": text} if text else {}


def _options(choices: Choices, danger: Iterable[str]) -> tuple[Option, ...]:
    risky = set(danger)
    return tuple(
        Option(
            key=choice[0],
            words=said(choice[1]),
            hint=said(choice[2]) if len(choice) == 3 else {},
            danger=choice[0] in risky,
        )
        for choice in choices
    )


def if_said(question: str, *one_of: str) -> tuple[Condition, ...]:
    """Return the condition that an earlier question was answered with one of these."""
    return (Condition(question=question, one_of=one_of),)


def choose(
    key: str,
    words: str,
    *choices: tuple[str, str] | tuple[str, str, str],
    help: str = "",
    many: bool = False,
    may_not_know: bool = False,
    first: bool = False,
    danger: Iterable[str] = (),
    only_if: tuple[Condition, ...] = (),
) -> Question:
    """Ask to choose one answer, or several."""
    return Question(
        key=key,
        kind=AnswerKind.MANY if many else AnswerKind.ONE,
        words=said(words),
        help=said(help),
        options=_options(choices, danger),
        may_not_know=may_not_know,
        first=first,
        only_if=only_if,
    )


def tell(
    key: str,
    words: str,
    *,
    help: str = "",
    short: bool = False,
    only_if: tuple[Condition, ...] = (),
) -> Question:
    """Ask for words."""
    kind = AnswerKind.LINE if short else AnswerKind.TEXT
    return Question(key=key, kind=kind, words=said(words), help=said(help), only_if=only_if)


YES = ("yes", _("Yes"))
NO = ("no", _("No"))

ROLE = choose(
    "role",
    _("How do you know about it?"),
    ("mine", _("It happened to me")),
    ("saw", _("I saw or heard it")),
    ("for", _("I write for someone else"), _("Someone who asked you to, or who cannot write")),
    ("told", _("Somebody told me")),
)
HURT = choose(
    "hurt",
    _("Was anyone hurt?"),
    ("none", _("No")),
    ("little", _("A little"), _("Bruises, scratches")),
    ("doctor", _("Yes, they needed or need a doctor")),
    may_not_know=True,
)
KNOW_WHO = choose(
    "know-who",
    _("Do you know who did it?"),
    ("yes", _("Yes"), _("By name, by face or from the internet")),
    ("seen", _("I have seen them before")),
    ("no", _("No")),
    may_not_know=True,
)
WHO = tell(
    "who",
    _("Who was it?"),
    help=_(
        "What do you know: a name, a nickname, where they live or go, what they are called online?"
        " Leave out what you only guess."
    ),
    only_if=if_said("know-who", "yes", "seen"),
)
LOOKS = tell(
    "looks",
    _("What did they do, and what did they look like?"),
    help=_("Begin with what they did. Then clothes, height, voice, hair, and which way they went."),
    only_if=if_said("know-who", "seen", "no", "unknown"),
)
WHO_DID_IT = (KNOW_WHO, WHO, LOOKS)
TOLD = choose(
    "told-us",
    _("Could they guess that you told us?"),
    ("yes", _("Yes, only a few people know this")),
    ("no", _("No, many people could have told you")),
    help=_("We act with more care if so."),
    may_not_know=True,
)
VEHICLE = tell(
    "vehicle",
    _("Was there a car, bike or scooter?"),
    help=_("Its number plate or a part of it, its make and colour, and which way it went."),
)
SEEN_BY = choose(
    "seen-by",
    _("Who or what may have seen it?"),
    ("camera", _("A camera of a shop, a street or a bus")),
    ("doorbell", _("A doorbell or a car camera")),
    ("phone", _("Somebody filmed it")),
    ("people", _("Other people saw it")),
    ("nothing", _("Nobody that I know of")),
    help=_("Choose all that fit. Many cameras keep their pictures for a few days only."),
    many=True,
)
BECAUSE = choose(
    "because",
    _("Do you think it happened because of who someone is?"),
    ("race", _("Race, skin colour or where they come from")),
    ("faith", _("Religion or belief")),
    ("orientation", _("Sexual orientation")),
    ("trans", _("Being transgender")),
    ("disability", _("Disability")),
    ("other", _("Something else about them"), _("Their age, sex or how they dress")),
    ("no", _("No")),
    help=_("It is enough that you think so. You do not have to prove it."),
    many=True,
    may_not_know=True,
)
BEFORE = choose(
    "before",
    _("How often has it happened in the last six months?"),
    ("once", _("Only this time")),
    ("twice", _("Twice")),
    ("more", _("Three times or more")),
    help=_("Three times or more can give you the right to ask for a review of what was done."),
    may_not_know=True,
)
BEFORE_TOLD = choose(
    "before-told",
    _("Did you tell anybody about the other times?"),
    ("police", _("The police")),
    ("council", _("The council")),
    ("landlord", _("A landlord or the university")),
    ("no", _("Nobody yet")),
    many=True,
    only_if=if_said("before", "twice", "more"),
)
WEAPON = choose(
    "weapon",
    _("Was there a weapon?"),
    ("knife", _("A knife or something sharp")),
    ("gun", _("A gun, or something like one")),
    ("other", _("Something else used as a weapon")),
    ("said", _("They said that they had one")),
    ("no", _("No")),
    may_not_know=True,
)
SUPPORT = choose(
    "support",
    _("Shall we tell you who can help?"),
    YES,
    ("no", _("Not now")),
    help=_("People who listen and help, whether or not the police do anything. It is free."),
)
SAFE_REPLY = choose(
    "safe-reply",
    _("Can somebody else see this phone or computer?"),
    ("no", _("No, only I use it")),
    ("maybe", _("Perhaps")),
    ("yes", _("Yes"), _("Keep your receipt on paper or with a friend, not on this device")),
    help=_("Nothing of this report stays on the device unless you save your receipt on it."),
)
