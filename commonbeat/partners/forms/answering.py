"""What a partner says to a share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.partners.actions.reading import LONGEST
from commonbeat.partners.models import ANSWER_WORDS
from commonbeat.partners.rules import AnswerKind


class AnswerForm(forms.Form):
    """What became of it, in a word and in a sentence; ``once`` makes sending twice one answer."""

    kind = forms.TypedChoiceField(
        label=_("What became of it?"),
        choices=[(kind.value, words) for kind, (words, _tone) in ANSWER_WORDS.items()],
        coerce=AnswerKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what became of it")},
    )
    words = forms.CharField(
        label=_("Tell the police in a sentence or two"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write your answer in a sentence or two")},
    )
    once = forms.CharField(max_length=20, widget=forms.HiddenInput)
