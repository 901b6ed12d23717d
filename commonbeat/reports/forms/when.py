"""When it happened: a word, a day and a time, or two days between which it must have been."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonbeat.core.dayfield import DayField
from commonbeat.reports.forms.steps import StepForm, share_fields
from commonbeat.reports.rules import Fault, When, hour_band
from commonbeat.reports.rules.intake import when_faults

_MOMENT_FAULTS: dict[Fault, Promise] = {
    Fault.IN_FUTURE: _("That is in the future. Check the day and the time"),
    Fault.TOO_OLD: _("Check the year"),
    Fault.ENDS_BEFORE_START: _("The end must be after the start"),
}
_MISSING: dict[str, Promise] = {
    "day": _("Tell us the day"),
    "from_day": _("Tell us the first day it could have happened"),
    "to_day": _("Tell us the last day it could have happened"),
}


class ClockField(forms.TimeField):
    """A time of day."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    input_formats = ["%H:%M", "%H:%M:%S", "%H.%M", "%I:%M %p", "%I:%M%p", "%I%p", "%I %p"]
    default_error_messages = {"invalid": _("Write the time like 21:30")}


@share_fields
class WhenForm(StepForm):
    when = forms.ChoiceField(
        label=_("When did it happen?"),
        choices=[
            (When.NOW.value, _("Just now")),
            (When.TODAY.value, _("Earlier today")),
            (When.YESTERDAY.value, _("Yesterday")),
            (When.EXACT.value, _("On a day that I know")),
            (When.BETWEEN.value, _("Between two times")),
            (When.STILL.value, _("It is still going on, or it keeps happening")),
            (When.UNKNOWN.value, _("I do not know")),
        ],
        error_messages={
            "required": _("Tell us when it happened, or choose that you do not know"),
            "invalid_choice": _("Tell us when it happened, or choose that you do not know"),
        },
        widget=forms.RadioSelect,
    )
    day = DayField(label=_("Which day?"), required=False)
    time = ClockField(label=_("About what time?"), required=False)
    from_day = DayField(label=_("From which day?"), required=False)
    from_time = ClockField(label=_("From about what time?"), required=False)
    to_day = DayField(label=_("Until which day?"), required=False)
    to_time = ClockField(label=_("Until about what time?"), required=False)
    # The day on which it was said: "yesterday" must not move while a report waits to be sent.
    said_on = forms.DateField(required=False, widget=forms.HiddenInput)

    hints = {
        "when": {
            When.BETWEEN.value: _(
                "For example: you left the bike at night and it was gone by morning"
            )
        }
    }

    def clean_when(self) -> When:
        return When(self.cleaned_data["when"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        when = data.get("when")
        self._forget_what_was_not_chosen(when)
        if when is None:
            return data
        start, end = self._moments(when, data)
        data["happened_from"], data["happened_to"] = start, end
        places = {"happened_from": "day" if when is When.EXACT else "from_day"}
        places["happened_to"] = "to_day"
        for name, fault in when_faults(when, start, end, now=self.now).items():
            field = places[name]
            if field not in self.errors:
                words = _MISSING[field] if fault is Fault.MISSING else _MOMENT_FAULTS[fault]
                self.add_error(field, str(words))
        return data

    def _forget_what_was_not_chosen(self, when: When | None) -> None:
        """Drop faults in fields that the choice above hides."""
        asked = {
            When.EXACT: {"day", "time"},
            When.BETWEEN: {"from_day", "from_time", "to_day", "to_time"},
        }
        shown = asked.get(when, set()) if when else set()
        for name in ("day", "time", "from_day", "from_time", "to_day", "to_time"):
            if name not in shown and name in self.errors:
                del self.errors[name]

    def _moments(self, when: When, data: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
        today = data.get("said_on") or timezone.localdate(self.now)
        if when in {When.NOW, When.STILL}:
            return hour_band(self.now), None
        if when is When.TODAY:
            return _at(today, None), None
        if when is When.YESTERDAY:
            return _at(today - timedelta(days=1), None), _at(today, None)
        if when is When.EXACT:
            start = _at(data.get("day"), data.get("time"))
            return start, None
        if when is When.BETWEEN:
            start = _at(data.get("from_day"), data.get("from_time"))
            end = _at(data.get("to_day"), data.get("to_time"), latest=True)
            return start, min(end, self.now) if end and _same_day(end, self.now) else end
        return None, None


def _at(day: Any, clock: time | None, *, latest: bool = False) -> datetime | None:
    if day is None:
        return None
    return timezone.make_aware(
        datetime.combine(day, clock or (time(23, 59) if latest else time(0)))
    )


def _same_day(one: datetime, other: datetime) -> bool:
    return timezone.localdate(one) == timezone.localdate(other)
