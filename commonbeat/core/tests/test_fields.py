"""How form fields are drawn: label, hint and error joined to the control, and every widget."""

import re
from datetime import date

import pytest
from django import forms
from django.template import Context, Template

from commonbeat.core.dayfield import DayField


class Questions(forms.Form):
    name = forms.CharField(label="Your name", help_text="Only if you want", required=False)
    mail = forms.EmailField(label="E-mail", widget=forms.EmailInput({"autocomplete": "email"}))
    words = forms.CharField(label="What happened?", widget=forms.Textarea({"maxlength": 2000}))
    about = forms.ChoiceField(
        label="In danger?",
        help_text="Think of others too",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No"), ("unsure", "I don’t know")],
    )
    ways = forms.MultipleChoiceField(
        label="Ways", widget=forms.CheckboxSelectMultiple, choices=[("sms", "Text"), ("app", "App")]
    )
    area = forms.ChoiceField(label="Area", choices=[("a", "Adelphi")])
    day = DayField(label="When?")
    photo = forms.FileField(label="Photo", required=False)
    true = forms.BooleanField(label="This is true")
    receipt = forms.CharField(widget=forms.HiddenInput, initial="ABC")


def draw(field: str, form: forms.Form, arguments: str = "") -> str:
    source = f"{{% field form.{field} {arguments} %}}"
    return re.sub(r"\s+", " ", Template(source).render(Context({"form": form})))


def test_label_and_hint_belong_to_the_control() -> None:
    drawn = draw("name", Questions())
    assert '<label class="cb-field__label" for="id_name">Your name' in drawn
    assert 'aria-describedby="id_name_helptext"' in drawn
    assert 'id="id_name_helptext">Only if you want' in drawn


def test_an_error_stands_by_its_field_and_is_read_with_it() -> None:
    drawn = draw("mail", Questions({"mail": "nobody"}))
    assert 'id="id_mail_error"' in drawn
    assert 'aria-describedby="id_mail_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'value="nobody"' in drawn
    assert 'autocomplete="email"' in drawn


def test_what_may_be_left_out_says_so_in_words() -> None:
    assert "(optional)" in draw("name", Questions())
    assert "(optional)" not in draw("mail", Questions())
    assert "(optional)" not in draw("name", Questions(), "optional=False")


def test_one_question_a_page_makes_the_label_the_heading() -> None:
    assert '<h1 class="cb-field__label--page"><label for="id_name">' in draw(
        "name", Questions(), "page=True"
    )
    legend = draw("about", Questions(), "page=True")
    assert '<legend class="cb-field__legend"><h1 class="cb-field__label--page">In danger?' in legend


def test_choices_are_one_group_with_one_description() -> None:
    drawn = draw("about", Questions({"about": "no"}))
    assert '<fieldset class="cb-field" aria-describedby="id_about_helptext">' in drawn
    assert drawn.count('type="radio"') == 3
    assert 'value="no" id="id_about_1" checked' in drawn


def test_a_choice_may_have_a_second_line_and_an_or_before_it() -> None:
    form = Questions()
    form.fields["about"].hints = {"yes": "Or it is happening now"}  # type: ignore[attr-defined]
    drawn = draw("about", form, 'divider="unsure"')
    assert '<span class="cb-choice__hint">Or it is happening now</span>' in drawn
    assert drawn.index('class="cb-or"') < drawn.index('value="unsure"')
    assert drawn.index('class="cb-or"') > drawn.index('value="no"')


@pytest.mark.parametrize(
    ("field", "mark"),
    [
        ("words", '<textarea name="words"'),
        ("words", 'data-limit="2000"'),
        ("ways", 'type="checkbox" name="ways" value="sms"'),
        ("area", '<select name="area"'),
        ("photo", 'type="file"'),
        ("true", 'type="checkbox" name="true" id="id_true"'),
        ("receipt", '<input type="hidden" name="receipt" value="ABC"'),
        ("day", 'inputmode="numeric"'),
    ],
)
def test_every_kind_of_control_can_be_drawn(field: str, mark: str) -> None:
    assert mark in draw(field, Questions())


def test_the_summary_leads_to_the_control_that_mends_each_error() -> None:
    form = Questions({"mail": "nobody", "day_0": "14"})
    summary = Template("{% error_summary form %}").render(Context({"form": form}))
    for target in ("id_mail", "id_words", "id_about_0", "id_ways_0", "id_day_0", "id_true"):
        assert f'href="#{target}"' in summary
        assert f'id="{target}"' in draw(target[3:].removesuffix("_0"), form)
    assert 'href="#id_receipt"' not in summary  # nobody can mend what nobody sees


def test_the_summary_takes_several_forms_and_is_silent_without_errors() -> None:
    broken, fresh = Questions({}), Questions()
    source = Template("{% error_summary fresh broken %}")
    assert "There is a problem" in source.render(Context({"fresh": fresh, "broken": broken}))
    assert not source.render(Context({"fresh": fresh, "broken": Questions()})).strip()


class When(forms.Form):
    day = DayField(label="When?")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("14", "11", "2026"), date(2026, 11, 14)),
        (("1", "2", "26"), date(2026, 2, 1)),
        ((" 3 ", "4", "2025"), date(2025, 4, 3)),
    ],
)
def test_a_day_is_read_as_people_write_it(parts: tuple[str, str, str], expected: date) -> None:
    form = When({f"day_{n}": part for n, part in enumerate(parts)})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == expected


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("", "", ""), "Tell us the day, month and year"),
        (("14", "", "2026"), "Tell us the month"),
        (("", "11", "2026"), "Tell us the day"),
        (("31", "2", "2026"), "Write the day as numbers, for example 14 11 2026"),
        (("x", "11", "2026"), "Write the day as numbers, for example 14 11 2026"),
        (("1", "1", "99999999"), "Write the day as numbers, for example 14 11 2026"),
        (("1", "1", "9" * 30), "Write the day as numbers, for example 14 11 2026"),
        (("1", "1", "²"), "Write the day as numbers, for example 14 11 2026"),
    ],
)
def test_a_day_that_is_not_one_says_what_to_do(parts: tuple[str, str, str], words: str) -> None:
    form = When({f"day_{n}": part for n, part in enumerate(parts)})
    assert form.errors["day"] == [words]


def test_the_parts_of_a_day_are_named() -> None:
    drawn = Template("{% field form.day %}").render(Context({"form": When()}))
    assert [f">{part}<" in drawn for part in ("Day", "Month", "Year")] == [True] * 3
    assert "<fieldset" in drawn
