"""Where a report goes, in words: who reads it, who does not, and what they can do."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commonbeat.reports.models import RUNG_HINTS, RUNG_SEEN, Report
from commonbeat.reports.queries import Receiver, receiver, receivers
from commonbeat.reports.rules import KNOWN, Chosen, Destination, Identity

# What sentences end with in the languages that we speak.
_FULL_STOPS = ".。"


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One destination to choose."""

    value: str
    words: str
    hint: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class AbilityNote:
    """What an organisation gets, and what it can and cannot do about it."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Goes:
    """Who has a report, or shall get it; ``other`` is the organisation beside the police."""

    to_police: bool = True
    other: Receiver | None = None
    is_counted: bool = False

    @classmethod
    def chosen(cls, chosen: Chosen) -> "Goes":
        """Return who gets a report that is being written."""
        return cls(chosen.to_police, receiver(chosen.organisation), chosen.is_counted)

    @classmethod
    def of(cls, report: Report) -> "Goes":
        """Return who has a report."""
        other = Receiver.of(report.sent_to) if report.sent_to else None
        return cls(report.to_police, other, report.is_counted)

    @property
    def words(self) -> str:
        """Who gets it."""
        if self.is_counted:
            return _("Nobody: only count it")
        if self.other is None:
            return pgettext("who gets a report", "The police")
        name = {"name": self.other.name}
        if self.to_police:
            return _("The police and %(name)s") % name
        return _("%(name)s, not the police") % name

    def reads(self, rung: Identity) -> str:
        """Who reads the words of somebody on a rung."""
        police = str(RUNG_SEEN[rung].words)
        if self.other is None or rung is Identity.COUNTED:
            return police
        name = {"name": self.other.name, "police": police}
        if self.to_police:
            return _("%(police)s, and %(name)s") % name
        return _("%(name)s. Not the police.") % name

    def sees_name(self, rung: Identity) -> str:
        """Who sees the name of somebody on a rung: never an organisation."""
        seen = str(RUNG_SEEN[rung].name)
        if self.other is None or rung not in KNOWN:
            return seen
        who = seen.rstrip(_FULL_STOPS)
        return _("%(who)s. Never %(name)s.") % {"who": who, "name": self.other.name}

    def hint(self, rung: Identity) -> str:
        """What a rung means for whoever chooses it."""
        if rung is Identity.ANONYMOUS and self.other is not None:
            if self.to_police:
                said = _(
                    "The police and %(who)s see what you tell them. You get a receipt for the "
                    "answer."
                )
            else:
                said = _("Only %(who)s sees what you tell them. You get a receipt for the answer.")
            return said % {"who": self.other.words}
        return str(RUNG_HINTS[rung])


def choice_views(chosen: Chosen) -> list[ChoiceView]:
    """Return what a reporter can choose: the police first, which is also the safe default."""
    police = pgettext("who gets a report", "The police")
    choices = [(Chosen(), police, _("The police read it. Nobody else does."))]
    for other in receivers():
        name = {"name": other.name, "who": other.words}
        choices += [
            (
                Chosen(Destination.PARTNER, other.id),
                other.opening,
                _("%(name)s reads it. The police do not.") % name,
            ),
            (
                Chosen(Destination.BOTH, other.id),
                _("Both: the police and %(who)s") % name,
                _("The police and %(name)s read it. Only the police see your name and files.")
                % name,
            ),
        ]
    counted = _("We throw your words away. Nobody reads it, and nobody answers.")
    choices.append((Chosen(Destination.NOBODY), _("Nobody: only count it"), counted))
    return [ChoiceView(str(each), words, hint, each == chosen) for each, words, hint in choices]


def ability_notes() -> list[AbilityNote]:
    """Return what each organisation can do and cannot."""
    return [AbilityNote(_title(other), _ability(other)) for other in receivers()]


def _title(other: Receiver) -> str:
    return _("What %(who)s can do") % {"who": other.words}


def _ability(other: Receiver) -> str:
    can = [
        _("It gets your words, your answers and the place: no photos, no files, no name."),
        _("It cannot investigate a crime, and it does not come when somebody is in danger."),
    ]
    if other.is_university:
        can.append(
            _(
                "It can support you, move you to another room, and act on how its students and "
                "staff behave."
            )
        )
    can.append(_("If somebody is in danger, call 999."))
    return " ".join(can)
