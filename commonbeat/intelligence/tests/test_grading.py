"""Each item has a grade of its own; a new one stands beside the old ones."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from commonbeat.audit.models import AuditEntry
from commonbeat.core import clock
from commonbeat.intelligence import actions
from commonbeat.intelligence.models import Grading, Immutable
from commonbeat.intelligence.queries import Search, current_grading, items_of, search_reports
from commonbeat.intelligence.rules import (
    STATE_TABLE,
    Condition,
    Grade,
    Handling,
    Information,
    Source,
    State,
    grade_fault,
)
from commonbeat.intelligence.tests.factories import (
    BOUND,
    PERMITTED,
    WHY,
    grade,
    make_draft,
    make_graded,
    make_officer,
    make_submitted,
    move,
)

pytestmark = pytest.mark.django_db
UNSET = Grade(Source.RELIABLE, Information.CORROBORATED)


def test_the_codes_are_those_of_three_by_five_by_two() -> None:
    assert [s.value for s in Source] == ["1", "2", "3"]
    assert [i.value for i in Information] == ["A", "B", "C", "D", "E"]
    assert [h.value for h in Handling] == ["P", "C"]
    assert [c.value for c in Condition] == ["A1", "A2", "S1", "S2"]


def check_a_new_grade_appends() -> None:
    officer = make_officer()
    made = make_submitted(officer)
    grade(made, 1, UNSET, officer)
    grade(made, 1, PERMITTED, officer)
    first, second = items_of(made)
    assert [g.grade.short for g in first.gradings.all()] == ["2AP", "1B"]
    current = current_grading(first)
    assert current is not None and current.grade == PERMITTED
    assert current_grading(second) is None, "a grade is an item's, not a report's"


def test_a_new_grade_stands_above_the_old_one_and_counts() -> None:
    check_a_new_grade_appends()


def test_sabotage_a_grade_that_overwrites_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    create = Grading.objects.create

    def overwrite(**fields: Any) -> Grading:
        Grading.objects.filter(item=fields["item"]).delete()
        return create(**fields)

    monkeypatch.setattr(Grading.objects, "create", overwrite)
    with pytest.raises(AssertionError):
        check_a_new_grade_appends()


def test_no_grading_is_ever_changed() -> None:
    make_graded()
    grading = Grading.objects.first()
    assert grading is not None
    with pytest.raises(Immutable):
        grading.save()
    with pytest.raises(Immutable):
        Grading.objects.update(source="1")


def test_who_graded_when_and_why_is_kept_and_logged() -> None:
    officer = make_officer()
    made = make_submitted(officer)
    grade(made, 1, PERMITTED, officer)
    grading = Grading.objects.get(item__number=1)
    assert (grading.graded_by, grading.reason) == (officer, WHY)
    entry = AuditEntry.objects.get(event="intelligence.graded")
    assert entry.payload["details"] == {"item": 1, "grade": "2AP"}


def test_c_needs_its_conditions_and_nothing_else_has_any() -> None:
    officer = make_officer()
    made = make_submitted(officer)
    bare = Grade(Source.RELIABLE, Information.NOT_KNOWN, Handling.CONDITIONS)
    asked = Grade(Source.RELIABLE, Information.NOT_KNOWN, Handling.PERMITTED, conditions="Ask us")
    coded = Grade(Source.RELIABLE, Information.NOT_KNOWN, codes=frozenset({Condition.BY_NAMED}))
    for wrong in (bare, asked, coded):
        with pytest.raises(actions.BadGrade):
            grade(made, 1, wrong, officer)
    assert grade_fault(BOUND) is None
    grade(made, 1, BOUND, officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        super(type(Grading.objects.all()), Grading.objects.all()).update(handling="P", codes="A1")


def test_nothing_is_graded_before_it_is_handed_in_or_after_the_archive() -> None:
    officer = make_officer()
    draft = make_draft(officer)
    with pytest.raises(actions.NotNow):
        grade(draft, 1, PERMITTED, officer)
    old = make_graded(officer)
    move(old, State.ARCHIVED, officer)
    with pytest.raises(actions.NotNow):
        grade(old, 1, UNSET, officer)


def test_a_reason_is_asked_for() -> None:
    officer = make_officer()
    made = make_submitted(officer)
    with pytest.raises(actions.ReasonMissing):
        actions.grade_item(
            item=items_of(made)[0],
            grade=PERMITTED,
            reason=" . ",
            user=officer,
            expected=made.version,
            now=clock.now(),
        )


def test_grading_is_finished_once_every_item_has_a_grade() -> None:
    officer = make_officer()
    made = make_submitted(officer)
    grade(made, 1, PERMITTED, officer)
    with pytest.raises(actions.NotNow, match="every item"):
        move(made, State.GRADED, officer)
    grade(made, 2, UNSET, officer)
    assert move(made, State.GRADED, officer).standing is State.GRADED


@pytest.mark.parametrize("before", State)
def test_a_report_moves_by_its_table_alone(before: State) -> None:
    officer = make_officer()
    for after in State:
        made = make_graded(officer)
        type(made).objects.filter(pk=made.pk).update(state=before.value)
        if STATE_TABLE.allows(before, after) and after is not State.ERASED:
            assert move(made, after, officer).standing is after
        else:
            with pytest.raises(actions.NotNow):
                move(made, after, officer)


def test_lists_are_searched_by_the_grade_that_counts() -> None:
    officer = make_officer()
    made = make_graded(officer)
    grade(made, 1, UNSET, officer)
    grade(made, 2, UNSET, officer)
    now = clock.now()

    def found(**wish: Any) -> int:
        page = search_reports(
            realm_id=made.realm_id,
            search=Search(**wish),
            reader=make_officer(),
            now=now,
            today=now.date(),
        )
        return len(page.found)

    assert (found(source="2"), found(source="1"), found(handling="P"), found(handling="-")) == (
        0,
        1,
        0,
        1,
    )
    assert (found(find=made.reference), found(find="999999")) == (1, 0)
