"""Keeping somebody from a report, and letting them see it again."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.accounts.models import User
from commonbeat.casework import rules


def _why() -> forms.CharField:
    return forms.CharField(
        label=_("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say in a few words why.")},
    )


class _WhyForm(forms.Form):
    reason = _why()

    def clean_reason(self) -> str:
        text: str = self.cleaned_data["reason"]
        if not rules.says_something(text):
            raise forms.ValidationError(_("Say in a few words why. One word is not enough."))
        return text


class KeepFromForm(_WhyForm):
    """Who must not see a report, and why."""

    member = forms.ModelChoiceField(
        queryset=User.objects.none(),
        to_field_name="key",
        label=_("Who must not see it?"),
        empty_label=_("Choose a person"),
        error_messages={
            "required": _("Choose a person."),
            "invalid_choice": _("Choose a person of the list."),
        },
    )

    field_order = ["member", "reason"]

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[User]", self.fields["member"]).queryset = members


class LiftForm(_WhyForm):
    """Why somebody may see a report again."""
