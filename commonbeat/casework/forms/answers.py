"""One answer that a force keeps ready, in each language of the site."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonbeat.casework.actions import AnswerGiven
from commonbeat.casework.forms.deciding import LONGEST
from commonbeat.casework.models import PURPOSE_WORDS, AnswerTemplate
from commonbeat.casework.rules import Purpose, links_out, says_something, unknown_gaps
from commonbeat.reports.models import TOPIC_WORDS

_MAIN = "en"


def _day_field(label: Any, hint: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day like 24/11/2026, or choose it.")},
    )


class AnswerForm(forms.Form):
    """The title, what it is for, and its words; a gap is one of a few in braces."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("Only staff read it."),
        max_length=80,
        error_messages={"required": _("Give it a title, so that others find it.")},
    )
    purpose = forms.ChoiceField(
        label=_("What is it for?"),
        choices=[(purpose.value, words) for purpose, words in PURPOSE_WORDS.items()],
        initial=Purpose.ANSWER.value,
    )
    topic = forms.ChoiceField(
        label=_("For which reports?"),
        choices=[
            ("", _("All kinds of report")),
            *((topic.value, words) for topic, words in TOPIC_WORDS.items()),
        ],
        required=False,
    )
    valid_from = _day_field(_("First day"), _("Leave it empty to offer it at once."))
    valid_until = _day_field(_("Last day"), _("Leave it empty if there is none."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"words_{code}"] = forms.CharField(
                label=name,
                max_length=LONGEST,
                required=code == _MAIN,
                widget=forms.Textarea(attrs={"rows": 5, "lang": code}),
                error_messages={"required": _("Write the words in English.")},
            )

    @property
    def texts(self) -> list[forms.BoundField]:
        """The fields for the words, by language."""
        return [self[f"words_{code}"] for code, _name in settings.LANGUAGES]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for code, _name in settings.LANGUAGES:
            self._check_words(f"words_{code}", given.get(f"words_{code}", ""))
        first, last = given.get("valid_from"), given.get("valid_until")
        if last and last < (first or timezone.localdate()):
            self.add_error(
                "valid_until", _("The last day is over before it begins. Choose a later one.")
            )
        return given

    def _check_words(self, name: str, text: str) -> None:
        if text and not says_something(text):
            self.add_error(name, _("Write a sentence to the reporter. One word is not enough."))
        if gaps := unknown_gaps(text):
            self.add_error(
                name,
                _("Nothing fills %(gap)s. Use {reference}, {who}, {date} or {link}.")
                % {"gap": gaps[0]},
            )
        if links := links_out(text):
            self.add_error(
                name,
                _("%(link)s leads away from us. Write {link} for the page of their report.")
                % {"link": links[0]},
            )

    def given(self) -> AnswerGiven:
        """Return what is to be offered, once the form is valid."""
        data = self.cleaned_data
        last: date | None = data["valid_until"]
        return AnswerGiven(
            title=data["title"],
            purpose=Purpose(data["purpose"]),
            words={code: data[f"words_{code}"] for code, _name in settings.LANGUAGES},
            topic=data["topic"],
            valid_from=_midnight(data["valid_from"]),
            # The last day is offered to its end.
            valid_until=_midnight(last + timedelta(days=1)) if last else None,
        )


def begun_answer(answer: AnswerTemplate, *, now: datetime) -> dict[str, Any]:
    """Return what the form of an answer begins with; a first day that is over says nothing."""
    first, last = answer.valid_from, answer.valid_until
    return {
        "title": answer.title,
        "purpose": answer.purpose,
        "topic": answer.topic,
        "valid_from": timezone.localdate(first) if first > now else None,
        "valid_until": _last_day(last) if last and last > now else None,
        **{f"words_{code}": text for code, text in answer.words.items()},
    }


def _last_day(ends: datetime) -> date:
    return timezone.localdate(ends) - timedelta(days=1)


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
