"""What a person says of a picture before it is released: which boxes stay, and which are new."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from commonbeat.reports.models import BOX_FAULTS, BOX_WORDS
from commonbeat.reports.rules.release import (
    MOST_DRAWN,
    REASON_LENGTH,
    SIDES,
    BadBox,
    BoxKind,
    ReleaseBox,
)

PREFIX = "drawn"
_TOTAL = f"{PREFIX}-TOTAL_FORMS"
_MORE = 3
_NUMBER = forms.NumberInput(attrs={"min": 0, "max": 100, "step": "any", "inputmode": "decimal"})


class WhyForm(forms.Form):
    """Why a copy is needed, or is no longer."""

    reason = forms.CharField(
        label=_("Why?"),
        min_length=3,
        max_length=REASON_LENGTH,
        error_messages={"required": _("Say why in a few words.")},
    )


def _side(label: Any) -> forms.FloatField:
    return forms.FloatField(
        label=label, min_value=0, max_value=100, widget=_NUMBER, localize=False, required=True
    )


class BoxForm(forms.Form):
    """One box that a person drew, in per cent of the picture."""

    use_required_attribute = False
    kind = forms.TypedChoiceField(
        label=_("What is it?"),
        choices=[(kind.value, words) for kind, words in BOX_WORDS.items()],
        coerce=BoxKind,
        initial=BoxKind.PLATE.value,
    )
    left = _side(_("Left"))
    top = _side(_("Top"))
    width = _side(_("Width"))
    height = _side(_("Height"))

    def has_changed(self) -> bool:
        """Say whether a number was typed; a kind alone is no box."""
        return bool({*self.changed_data} & {*SIDES})

    def clean(self) -> dict[str, Any]:
        """Keep the box that the numbers mean, or say why they mean none."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors:
            sides = {name: given[name] for name in SIDES}
            try:
                given["box"] = ReleaseBox.drawn(given["kind"], **sides)
            except BadBox as bad:
                raise forms.ValidationError(str(BOX_FAULTS[bad.fault])) from bad
        return given


BoxSet = forms.formset_factory(
    BoxForm,
    extra=1,
    max_num=MOST_DRAWN,
    validate_max=True,
    # What is over the limit is shown too, so that nothing drawn is lost; a flood is not.
    absolute_max=MOST_DRAWN + 40,
)


class ReviewForm(forms.Form):
    """The review of a picture; ``boxes`` are the ones that a person drew."""

    keep = forms.TypedMultipleChoiceField(coerce=int, required=False)
    has_looked = forms.BooleanField(
        label=_("I have looked at the whole picture"),
        help_text=_("Your name is kept with this."),
        error_messages={"required": _("Look at the whole picture, then tick this.")},
    )
    reason = forms.CharField(
        label=_("Why is another copy needed?"), required=False, max_length=REASON_LENGTH
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        proposed: Sequence[ReleaseBox],
        needs_reason: bool = False,
    ) -> None:
        super().__init__(data)
        self.boxes = BoxSet(data, prefix=PREFIX)
        places = [str(place) for place in range(len(proposed))]
        field = self.fields["keep"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(place, place) for place in places]
        self.fields["reason"].required = needs_reason
        self.kept = set(data.getlist("keep") if data is not None else places)

    def is_valid(self) -> bool:
        """Say whether the statement is there and every box is one."""
        boxes = self.boxes.is_valid()
        return super().is_valid() and boxes

    def drawn(self) -> list[ReleaseBox]:
        """Return the boxes that were drawn; of a form that is valid."""
        return [form.cleaned_data["box"] for form in self.boxes if form.has_changed()]


def with_more_rows(data: QueryDict) -> QueryDict:
    """Return what was sent with a few empty rows more, for who has no script."""
    more = data.copy()
    try:
        rows = int(data.get(_TOTAL, "1"))
    except ValueError:
        rows = 1
    more[_TOTAL] = str(min(max(rows, 1) + _MORE, MOST_DRAWN))
    return more
