"""What the rules suggest is explained and kept, and only a person chooses a grade."""

from datetime import timedelta
from typing import Any

import pytest

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.casework import tasks
from commonbeat.casework.models import Assessment, HandoverAlarm
from commonbeat.casework.rules import Grade
from commonbeat.casework.tests.factories import address, at_desk, make_graded
from commonbeat.core.sweeps import all_sweeps
from commonbeat.reports.models import Report, Status, Topic, When
from commonbeat.reports.queries import question_set
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=20)


@pytest.fixture
def sara() -> User:
    return make_user(Role.TRIAGE_OPERATOR, display_name="Sara Malik")


def armed(weapon: str = "knife") -> Report:
    """Return a report of an attack that may be happening now, with a weapon."""
    asks = question_set(Topic.HURT).id
    answers = {"weapon": (weapon,)}
    return make_report(topic=Topic.HURT, when=When.NOW, answers=answers, question_set=asks)


def chosen_by_nobody() -> list[str]:
    """Let everything run that runs by itself; return the grades that nobody chose."""
    for weapon in ("knife", "gun", "said"):
        armed(weapon)
    for later in (1, 60, 60 * 24 * 3):
        ran = [one for one in all_sweeps() if one.name.startswith(tasks.__name__)]
        assert ran, "there must be something that runs by itself"
        for one in ran:
            one.run(NOON + timedelta(minutes=later))
    graded = [f"assessed {one.pk}" for one in Assessment.objects.all()]
    moved = Report.objects.exclude(status=Status.SUBMITTED.value)
    return (
        graded
        + [f"moved {one.pk}" for one in moved]
        + [str(a) for a in HandoverAlarm.objects.all()]
    )


def test_no_grade_is_given_without_a_person() -> None:
    assert chosen_by_nobody() == []


def test_sabotage_a_sweep_that_grades_by_itself_is_noticed(
    monkeypatch: pytest.MonkeyPatch, sara: User
) -> None:
    from commonbeat.casework import actions

    def grade_all(*, now: Any) -> int:
        for each in Report.objects.filter(status=Status.SUBMITTED.value):
            make_graded(each, user=sara, now=now)
        return 1

    monkeypatch.setattr(actions, "tell_of_late_alarms", grade_all)
    assert chosen_by_nobody() != []


def test_the_suggestion_is_explained_and_nothing_is_chosen_beforehand() -> None:
    client, _user = at_desk()
    report = armed()
    page = client.get(address(report)).content.decode()
    assert "What they answered speaks for: Emergency." in page
    assert "Because: it may be happening now; there was or may be a weapon." in page
    assert 'name="grade"' in page
    choices = [part.split(">")[0] for part in page.split("<input")[1:]]
    assert not [one for one in choices if 'name="grade"' in one and "checked" in one]


def test_both_the_suggestion_and_the_choice_are_kept(sara: User) -> None:
    report = armed()
    make_graded(report, Grade.SCHEDULED, user=sara, now=SOON)
    kept = Assessment.objects.get(report=report)
    assert (kept.suggested, kept.grade.kind, kept.followed) == ("emergency", "scheduled", False)
    client, _user = at_desk()
    page = client.get(address(report)).content.decode()
    assert "The rules suggested: Emergency." in page
    assert "Another grade was chosen." in page
