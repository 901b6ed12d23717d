"""The component tags: what they draw, and that nothing handed to them can become markup."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django import forms
from django.template import Context, Template

from commonbeat.core.icons import UnknownIcon, drawing
from commonbeat.core.templatetags import components

NASTY = '<img src=x onerror="alert(1)">\'"'
HARMLESS = "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;"


@dataclass
class Promised:
    state: str = "running"
    fraction: float = 0.8
    label: str = "A person reads it"
    time_text: str = "Today, by 11:40 am"
    due_at: datetime = datetime(2026, 11, 14, 11, 40, tzinfo=UTC)
    started_at: datetime = datetime(2026, 11, 14, 10, 55, tzinfo=UTC)


def draw(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        "{% tag nasty %}",
        "{% tag nasty 'open' icon_name='info' %}",
        "{% icon 'pin' label=nasty %}",
        "{% note nasty title=nasty %}",
        "{% empty nasty nasty href='/x/' action=nasty %}",
        "{% alert_card nasty nasty when=nasty word=nasty %}",
        "{% answers_row key=nasty value=nasty change_href='/x/' change_text=nasty %}",
        "{% answers_row key=nasty value=nasty change_name=nasty change_value=nasty %}",
        "{% steps now=1 of=2 text=nasty %}",
        "{% clock c %}",
        "{% promise c %}",
    ],
)
def test_what_is_handed_to_a_tag_stays_text(source: str) -> None:
    clock = Promised(label=NASTY, time_text=NASTY)
    drawn = draw(source, nasty=NASTY, c=clock)
    assert "<img" not in drawn
    assert HARMLESS in drawn


def test_the_escaping_check_would_see_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage twin: a tag that trusts its text is caught."""
    from django.utils.safestring import mark_safe

    monkeypatch.setattr(components, "format_html", lambda source, *a: mark_safe(source.format(*a)))
    assert "<img" in draw("{% tag nasty %}", nasty=NASTY)


def test_an_icon_is_hidden_from_voices_unless_it_has_a_name() -> None:
    assert 'aria-hidden="true"' in draw("{% icon 'pin' %}")
    named = draw("{% icon 'pin' label='Place' %}")
    assert 'role="img" aria-label="Place"' in named
    assert "aria-hidden" not in named


def test_an_icon_turns_only_where_it_is_told_to() -> None:
    assert "cb-icon--dir" in draw("{% icon 'arrow' dir=True size='s' %}")
    assert "cb-icon--dir" not in draw("{% icon 'check' %}")


@pytest.mark.parametrize("name", ["no-such-icon", "../403", "a/b"])
def test_an_unknown_icon_is_a_fault(name: str) -> None:
    with pytest.raises(UnknownIcon):
        drawing(name)


def test_an_unknown_tone_is_a_fault() -> None:
    with pytest.raises(ValueError, match="loud"):
        components.tag("Late", "loud")


@pytest.mark.parametrize(
    ("state", "shape"),
    [
        ("not-started", "cb-clock--wait"),
        ("running", "cb-clock__dot"),
        ("soon", "cb-clock--soon"),
        ("late", "M16 10.5v6.5"),
        ("done", "m11.5 16.3"),
    ],
)
def test_a_clock_shows_its_state_by_shape_and_says_its_time(state: str, shape: str) -> None:
    drawn = draw("{% clock c %}", c=Promised(state=state))
    assert shape in drawn
    assert "Today, by 11:40 am" in drawn


def test_only_a_clock_that_runs_ticks() -> None:
    assert 'data-due="2026-11-14T11:40:00+00:00"' in draw("{% clock_face c %}", c=Promised())
    assert "data-due" not in draw("{% clock_face c %}", c=Promised(state="done"))


@pytest.mark.parametrize(("fraction", "left"), [(-1, 0), (0.25, 25), (7, 100)])
def test_a_clock_never_runs_over_its_edge(fraction: float, left: int) -> None:
    drawn = draw("{% clock_face c %}", c=Promised(fraction=fraction))
    assert f'stroke-dasharray="{left} 100"' in drawn


def test_a_warning_has_icon_word_and_colour() -> None:
    drawn = draw("{% alert_card 'Stay away' level='severe' %}")
    assert "cb-alert--severe" in drawn
    assert ">Severe" in drawn
    assert "<svg" in drawn


def test_steps_are_said_in_words() -> None:
    drawn = draw("{% steps now=3 of=8 %}")
    assert "Step 3 of about 8" in drawn
    assert drawn.count("cb-trail__hex--done") == 2
    assert "Last step" in draw("{% steps now=8 of=8 %}")


class Sample(forms.Form):
    name = forms.CharField(label=NASTY, help_text=NASTY, required=False)
    about = forms.ChoiceField(
        label="About", widget=forms.RadioSelect, choices=[("a", NASTY), ("b", "B")]
    )


def test_a_field_escapes_labels_hints_choices_and_what_was_typed() -> None:
    form = Sample({"name": NASTY})
    drawn = draw("{% field form.name %}{% field form.about %}{% error_summary form %}", form=form)
    assert "<img" not in drawn
    assert drawn.count(HARMLESS) >= 4
