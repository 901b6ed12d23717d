"""Grades, states, markings and answers in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonbeat.intelligence.rules import (
    Condition,
    CopyState,
    Crowd,
    Handling,
    Information,
    Marking,
    PersonRole,
    Source,
    State,
    Statement,
)

SOURCE_WORDS: dict[Source, Promise] = {
    Source.RELIABLE: _("1: Reliable"),
    Source.UNTESTED: _("2: Untested"),
    Source.NOT_RELIABLE: _("3: Not reliable"),
}
INFORMATION_WORDS: dict[Information, Promise] = {
    Information.KNOWN_DIRECTLY: _("A: Known directly to the source"),
    Information.CORROBORATED: _("B: Known indirectly, but corroborated"),
    Information.KNOWN_INDIRECTLY: _("C: Known indirectly"),
    Information.NOT_KNOWN: _("D: Not known"),
    Information.SUSPECTED_FALSE: _("E: Suspected to be false"),
}
HANDLING_WORDS: dict[Handling, Promise] = {
    Handling.PERMITTED: _("P: Lawful sharing permitted"),
    Handling.CONDITIONS: _("C: Lawful sharing permitted with conditions"),
}
CONDITION_WORDS: dict[Condition, Promise] = {
    Condition.COVERT_ONLY: _("A1: Covert use only"),
    Condition.BY_NAMED: _("A2: Action only by those who are named"),
    Condition.SANITISE_DELEGATED: _("S1: The recipient may sanitise further"),
    Condition.SANITISE_ASK: _("S2: Ask the originator before sanitising further"),
}
STATEMENT_WORDS: dict[Statement, Promise] = {
    Statement.FACT: pgettext_lazy("statement", "Fact"),
    Statement.OPINION: pgettext_lazy("statement", "Opinion"),
}
PERSON_WORDS: dict[PersonRole, Promise] = {
    PersonRole.SUSPECT: pgettext_lazy("person in an item", "Suspect"),
    PersonRole.CONVICTED: pgettext_lazy("person in an item", "Convicted"),
    PersonRole.VICTIM: pgettext_lazy("person in an item", "Victim"),
    PersonRole.WITNESS: pgettext_lazy("person in an item", "Witness"),
    PersonRole.OTHER: pgettext_lazy("person in an item", "Other"),
}
STATE_WORDS: dict[State, Promise] = {
    State.DRAFT: pgettext_lazy("intelligence report", "Draft"),
    State.SUBMITTED: pgettext_lazy("intelligence report", "To be graded"),
    State.RETURNED: pgettext_lazy("intelligence report", "Returned"),
    State.GRADED: pgettext_lazy("intelligence report", "Graded"),
    State.ARCHIVED: pgettext_lazy("intelligence report", "Archived"),
    State.ERASED: pgettext_lazy("intelligence report", "Erased"),
}
STATE_TONES = {
    State.DRAFT: "new",
    State.SUBMITTED: "wait",
    State.RETURNED: "bad",
    State.GRADED: "good",
}
COPY_WORDS: dict[CopyState, Promise] = {
    CopyState.HELD: pgettext_lazy("sanitised copy", "Held for a supervisor"),
    CopyState.CHECKING: pgettext_lazy("sanitised copy", "Waits for a second person"),
    CopyState.CHECKED: pgettext_lazy("sanitised copy", "Checked"),
    CopyState.REFUSED: pgettext_lazy("sanitised copy", "Refused"),
}
COPY_TONES = {
    CopyState.HELD: "bad",
    CopyState.CHECKING: "wait",
    CopyState.CHECKED: "good",
}
CROWD_WORDS: dict[Crowd, Promise] = {
    Crowd.FEW: _("1 to 3 people"),
    Crowd.SOME: _("4 to 20 people"),
    Crowd.MANY: _("More than 20 people"),
}
# Marks are the same in every language.
MARKING_WORDS: dict[Marking, str] = {
    Marking.OFFICIAL: "OFFICIAL",
    Marking.OFFICIAL_SENSITIVE: "OFFICIAL-SENSITIVE",
    Marking.SECRET: "SECRET",
    Marking.TOP_SECRET: "TOP SECRET",
}
