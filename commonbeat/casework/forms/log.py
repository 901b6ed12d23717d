"""What the auditor looks for in the log."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonbeat.audit.rules import Kind


class LogForm(forms.Form):
    """What the auditor looks for."""

    kind = forms.ChoiceField(
        label=_("What was done"),
        required=False,
        choices=[
            ("", _("Everything")),
            (Kind.COLLECTION.value, _("Collected")),
            (Kind.ALTERATION.value, _("Changed")),
            (Kind.CONSULTATION.value, _("Read")),
            (Kind.DISCLOSURE.value, _("Shared")),
            (Kind.COMBINATION.value, _("Combined")),
            (Kind.ERASURE.value, _("Erased")),
        ],
    )
    event = forms.CharField(label=_("Event"), required=False, max_length=60)
    actor = forms.CharField(label=_("By whom"), required=False, max_length=120)
    subject = forms.CharField(label=_("About what"), required=False, max_length=80)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))
        return given

    def span(self) -> tuple[datetime | None, datetime | None]:
        """Return the first moment and the one after the last, once the form is valid."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        end = datetime.combine(until, time.max) if until else None
        start = datetime.combine(since, time.min) if since else None
        return (
            timezone.make_aware(start) if start else None,
            timezone.make_aware(end) if end else None,
        )
