"""What people and their browsers tell us about where something is."""

import json
import math
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class CoordinateField(forms.Field):
    """A number of degrees; what is no number is refused in words."""

    default_error_messages = {
        "required": _("We did not get a place. Choose one on the map or search."),
        "invalid": _("We could not read where that is. Choose a place on the map or search."),
    }

    def to_python(self, value: Any) -> float | None:
        """Return the number, or None for nothing."""
        if value in self.empty_values or isinstance(value, bool):
            return None
        try:
            degrees = float(value)
        except (TypeError, ValueError, OverflowError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        if not math.isfinite(degrees):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return degrees


class PointForm(forms.Form):
    """A point, read once and forgotten."""

    longitude = CoordinateField()
    latitude = CoordinateField()


def sent_point(request: HttpRequest) -> dict[str, Any]:
    """Return what a form or a JSON body says; what cannot be read is nothing."""
    if request.content_type != "application/json":
        return request.POST.dict()
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}
