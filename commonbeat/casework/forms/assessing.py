"""Assessing a report: what somebody thinks, what they saw, and the grade that they choose."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commonbeat.casework import rules
from commonbeat.casework.actions import Assessed, Verdict
from commonbeat.casework.forms.deciding import LONGEST, ReasonedForm
from commonbeat.casework.models import (
    PROMPT_WORDS,
    STRAND_WORDS,
    THOUGHT_HINTS,
    THOUGHT_WORDS,
    Assessment,
    CallGrade,
)
from commonbeat.casework.queries import grades_in_use
from commonbeat.casework.rules import REVIEW_DAYS, AreaKind, DecisionKind, Prompt, Strand, Thought
from commonbeat.core import clock

AREA_WORDS = {
    AreaKind.URBAN: pgettext_lazy("where it is", "Town"),
    AreaKind.RURAL: pgettext_lazy("where it is", "Country"),
}


class AssessForm(ReasonedForm):
    """Think a report through and give it a grade; nothing is chosen beforehand."""

    name = "assess"

    prompts = forms.TypedMultipleChoiceField(
        label=_("Did you notice any of these?"),
        choices=[(prompt.value, words) for prompt, words in PROMPT_WORDS.items()],
        coerce=Prompt,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    review_days = forms.TypedChoiceField(
        label=_("Look at it again within"),
        choices=[
            (days, ngettext_lazy("%(n)d week", "%(n)d weeks", days // 7) % {"n": days // 7})
            for days in REVIEW_DAYS
        ],
        coerce=int,
        initial=REVIEW_DAYS[1],
        error_messages={"required": _("Choose when somebody looks again.")},
    )
    strands = forms.TypedMultipleChoiceField(
        label=_("Does anybody see hostility behind it?"),
        choices=[(strand.value, words) for strand, words in STRAND_WORDS.items()],
        coerce=Strand,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    grade = forms.ChoiceField(
        label=_("Which grade?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a grade.")},
    )
    area = forms.TypedChoiceField(
        label=_("Where is it?"),
        choices=[(area.value, words) for area, words in AREA_WORDS.items()],
        coerce=AreaKind,
        initial=AreaKind.URBAN.value,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose town or country.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grades = {str(row.pk): row for row in grades_in_use(clock.now())}
        field = cast("forms.ChoiceField", self.fields["grade"])
        field.choices = [(key, row.words) for key, row in self.grades.items()]
        for thought, words in THOUGHT_WORDS.items():
            self.fields[thought.value] = forms.CharField(
                label=words,
                help_text=THOUGHT_HINTS[thought],
                max_length=LONGEST,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "class": "cb-input", "dir": "auto"}),
            )

    @property
    def thoughts(self) -> list[forms.BoundField]:
        """What is thought through, as the page asks it; the last is optional."""
        return [self[thought.value] for thought in Thought]

    @property
    def choices_of_grade(self) -> list[tuple[Any, CallGrade, str]]:
        """Each grade to choose, with the time that it allows."""
        choices = zip(self["grade"], self.grades.values(), strict=True)
        return [(choice, row, _allows(row)) for choice, row in choices]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        thoughts = {thought: given.get(thought.value, "") for thought in Thought}
        if not rules.thinks_of_danger(thoughts):
            self.add_error(
                Thought.THREAT.value,
                _("Write what you think of threat, harm or risk. Nothing known is an answer too."),
            )
        return given

    def verdict(self) -> Verdict:
        given = self.cleaned_data
        return Verdict(
            DecisionKind.ASSESS,
            given["reason"],
            more=self.more(),
            assessed=Assessed(
                thoughts={thought: given[thought.value] for thought in Thought},
                grade=self.grades[given["grade"]],
                area=given["area"],
                prompts=tuple(given["prompts"]),
                strands=tuple(given["strands"]),
                review_days=given["review_days"],
            ),
        )


def _allows(row: CallGrade) -> str:
    """Return how much time a grade allows, in words."""
    lengths = [_length(row.minutes(area)) for area in AreaKind]
    if lengths[0] == lengths[1]:
        return lengths[0]
    town, country = lengths
    return gettext("%(town)s in the town, %(country)s in the country") % {
        "town": town or "–",
        "country": country or "–",
    }


def _length(minutes: int | None) -> str:
    if minutes is None:
        return ""
    if minutes > 60 and minutes % 60 == 0:
        return gettext("%(n)d h") % {"n": minutes // 60}
    return gettext("%(n)d min") % {"n": minutes}


def begun_from(last: Assessment | None) -> dict[str, Any]:
    """Return what a new assessment begins with: what was thought and seen before, and no grade."""
    if last is None:
        return {}
    thoughts = {thought.value: getattr(last, thought.value) for thought in Thought}
    return thoughts | {
        "prompts": [prompt.value for prompt in last.prompts],
        "strands": [strand.value for strand in last.strands],
        "area": last.area_kind,
    }
