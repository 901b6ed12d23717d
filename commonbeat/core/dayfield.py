"""Form fields that several contexts ask with."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class DayWidget(forms.MultiWidget):
    """A day in three short inputs, as people write it: nothing to open, scroll or guess."""

    template_name = "components/day.html"
    use_fieldset = True
    names: tuple[tuple[str, Any, str], ...] = (
        ("day", _("Day"), "2"),
        ("month", _("Month"), "2"),
        ("year", _("Year"), "4"),
    )

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        parts = [
            forms.TextInput(
                {"class": f"cb-input cb-input--{width}", "inputmode": "numeric", "maxlength": 4}
            )
            for _name, _label, width in self.names
        ]
        super().__init__(parts, attrs)

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, (_name, label, _width) in zip(
            context["widget"]["subwidgets"], self.names, strict=True
        ):
            part["label"] = label
        return context


class DayField(forms.MultiValueField):
    """A day; says which part is missing, and takes ``14 11 2026`` and ``14 11 26``."""

    widget = DayWidget
    missing: tuple[Any, ...] = (
        _("Tell us the day"),
        _("Tell us the month"),
        _("Tell us the year"),
    )

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": _("Tell us the day, month and year")})
        fields = tuple(forms.CharField(required=False) for _part in range(3))
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> date | None:
        if not any(data_list):
            return None
        for part, words in zip(data_list, self.missing, strict=True):
            if not part:
                raise ValidationError(words)
        try:
            day, month, year = (int(part) for part in data_list)
            return date(year if year > 99 else 2000 + year, month, day)
        except (ValueError, OverflowError) as error:
            raise ValidationError(_("Write the day as numbers, for example 14 11 2026")) from error
