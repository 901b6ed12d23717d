"""Asking somebody to do something, and everything that is done about a task."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.accounts.models import Role, User
from commonbeat.casework import rules
from commonbeat.casework.actions import Asked, Wanted
from commonbeat.casework.forms.deciding import LONGEST
from commonbeat.casework.models import TASK_TEAMS, URGENCY_WORDS, Task
from commonbeat.casework.queries import people_to_ask
from commonbeat.casework.rules import Urgency

_MOMENT = "%Y-%m-%dT%H:%M"
_TEAM, _PERSON = "team:", "person:"


class WhomField(forms.ChoiceField):
    """A person or a team; its value becomes an ``Asked``."""

    people: dict[str, User]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Who should do it?"),
            error_messages={
                "required": _("Choose who should do it."),
                "invalid_choice": _("Choose who should do it."),
            },
            **kwargs,
        )
        self.people = {}

    def offer(self) -> None:
        """Fill the list with who is here now."""
        self.people = {f"{_PERSON}{person.key}": person for person in people_to_ask()}
        teams = [(f"{_TEAM}{role.value}", role.label) for role in TASK_TEAMS]
        people = [(value, person.display_name) for value, person in self.people.items()]
        self.choices = [("", _("Choose")), (_("A team"), teams), (_("A person"), people)]

    def clean(self, value: Any) -> Any:
        chosen: str = super().clean(value)
        if chosen.startswith(_TEAM):
            return Asked(team=Role(chosen.removeprefix(_TEAM)).value)
        return Asked(person=self.people[chosen])


class AskForm(forms.Form):
    """What is to be done, by whom and by when."""

    title = forms.CharField(
        label=_("What is to be done?"),
        help_text=_("In your own words. Never a reporter's name."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        error_messages={"required": _("Say in a few words what is to be done.")},
    )
    words = forms.CharField(
        label=_("What do they need to know?"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    whom = WhomField()
    urgency = forms.TypedChoiceField(
        label=_("How much does it press?"),
        choices=[(u.value, words) for u, words in URGENCY_WORDS.items()],
        coerce=Urgency,
        initial=Urgency.SOON.value,
    )
    due_at = forms.DateTimeField(
        label=_("By when?"),
        input_formats=[_MOMENT, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(format=_MOMENT, attrs={"type": "datetime-local"}),
        error_messages={
            "required": _("Say by when."),
            "invalid": _("Write a day and a time, like 2026-12-01 14:30."),
        },
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._now = now
        whom = self.fields["whom"]
        if isinstance(whom, WhomField):
            whom.offer()

    def clean_due_at(self) -> datetime:
        moment: datetime = self.cleaned_data["due_at"]
        if moment <= self._now:
            raise forms.ValidationError(_("Choose a time that is still to come."))
        return moment

    def wanted(self) -> Wanted:
        """Return what it says, once it is valid."""
        given = self.cleaned_data
        return Wanted(given["title"], given["words"], given["urgency"], given["due_at"])


class TaskForm(forms.Form):
    """Something about one task, and the version that the page was drawn with."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{self.name}-%s"
        super().__init__(*args, **kwargs)
        for field in self.visible_fields():
            field.field.widget.attrs |= {"class": "cb-input", "dir": "auto"}

    def said(self) -> str:
        """Return the words that were given, once it is valid."""
        text: str = self.cleaned_data.get("words", "")
        return text

    def clean_words(self) -> str:
        text: str = self.cleaned_data["words"]
        if not rules.says_something(text):
            raise forms.ValidationError(_("Say it in a few words. One word is not enough."))
        return text


def _words(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a few words.")},
    )


class AcceptForm(TaskForm):
    """Say that one does it."""

    name = "accept"


class FinishForm(TaskForm):
    """Say that it is done."""

    name = "finish"

    words = _words(_("What came of it?"))


class GiveUpForm(TaskForm):
    """Say that it cannot be done."""

    name = "give-up"

    words = _words(_("Why can it not be done?"))


class WithdrawForm(TaskForm):
    """Say that nobody needs it any more."""

    name = "withdraw"

    words = _words(_("Why is it not needed any more?"))


class HandOnTaskForm(TaskForm):
    """Ask somebody else to do it."""

    name = "hand-on"

    whom = WhomField()
    words = _words(_("Why?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whom = self.fields["whom"]
        if isinstance(whom, WhomField):
            whom.offer()


TASK_FORMS: dict[str, type[TaskForm]] = {
    form.name: form for form in (AcceptForm, FinishForm, GiveUpForm, WithdrawForm, HandOnTaskForm)
}


def blank_task_forms(task: Task) -> dict[str, TaskForm]:
    """Return every form of a task's page, as the task stands."""
    return {name: kind(initial={"version": task.version}) for name, kind in TASK_FORMS.items()}
