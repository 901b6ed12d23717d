"""How a form field is drawn: the facts that ``components/field.html`` needs of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField

_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.RadioSelect, "choices"),
    (forms.CheckboxInput, "checkbox"),
    (forms.SelectMultiple, "select"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.MultiWidget, "parts"),
    (forms.SelectDateWidget, "parts"),
)


def _kind(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    return next((kind for of, kind in _KINDS if isinstance(widget, of)), "input")


def _control_class(kind: str, width: str) -> str:
    base = {"file": "cb-file", "select": "cb-input cb-select"}.get(kind, "cb-input")
    return f"{base} cb-input--{width}" if width else base


def _control(bound: BoundField, kind: str, width: str) -> str:
    if kind in {"choices", "checkbox"}:
        return ""
    if kind in {"hidden", "parts"}:
        return bound.as_widget()
    widget = bound.field.widget
    own = widget.attrs.get("class", "")
    attrs: dict[str, str | bool] = {"class": f"{_control_class(kind, width)} {own}".strip()}
    if kind == "textarea" or getattr(widget, "input_type", "") in {"text", "search"}:
        # People write in their own script, whatever the language of the page.
        attrs["dir"] = widget.attrs.get("dir", "auto")
    return bound.as_widget(attrs=attrs)


def _choices(bound: BoundField, hints: Mapping[Any, Any], divider: str) -> Iterable[dict[str, Any]]:
    for choice in bound.subwidgets:
        value = choice.data["value"]
        yield {
            "id": choice.data["attrs"].get("id", ""),
            "type": choice.data["type"],
            "name": choice.data["name"],
            "value": str(value),
            "label": choice.data["label"],
            "checked": choice.data["selected"],
            "hint": hints.get(value) or hints.get(str(value)) or "",
            "or_before": bool(divider) and str(value) == divider,
        }


def describe_field(
    bound: BoundField,
    *,
    page: bool,
    hints: Mapping[Any, Any],
    divider: str,
    optional: bool,
    width: str,
) -> dict[str, Any]:
    """Return what the template of a field needs."""
    kind = _kind(bound.field.widget)
    hints = hints or getattr(bound.field, "hints", {})
    return {
        "field": bound,
        "kind": kind,
        "page": page,
        "hint_id": f"{bound.auto_id}_helptext",
        "error_id": f"{bound.auto_id}_error",
        "described_by": bound.aria_describedby or "",
        "optional": optional and not bound.field.required and kind != "checkbox",
        "control": _control(bound, kind, width),
        "choices": list(_choices(bound, hints, divider)) if kind == "choices" else [],
        "checked": kind == "checkbox" and bool(bound.value()),
        "limit": bound.field.widget.attrs.get("maxlength") if kind == "textarea" else None,
        "parts": list(bound.subwidgets) if kind == "parts" else [],
    }


def _first_control(bound: BoundField) -> str:
    if _kind(bound.field.widget) in {"choices", "parts"}:
        return f"{bound.auto_id}_0"
    return bound.auto_id


def describe_errors(bound_forms: Iterable[BaseForm]) -> list[dict[str, str]]:
    """Return each error with the id of the control that mends it, in the order of the page."""
    found = []
    for form in bound_forms:
        if not form.is_bound:
            continue
        found += [{"text": str(text), "id": ""} for text in form.non_field_errors()]
        found += [
            {"text": str(text), "id": "" if bound.is_hidden else _first_control(bound)}
            for bound in form
            for text in bound.errors
        ]
    return found
