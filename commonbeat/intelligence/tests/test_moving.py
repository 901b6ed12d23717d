"""A report is kept six years at least, looked at by a person, and erased whole."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from commonbeat.audit.models import AuditEntry
from commonbeat.core import clock
from commonbeat.core.states import MoveNotAllowed
from commonbeat.intelligence import actions, rules
from commonbeat.intelligence.models import (
    CopiedItem,
    CopyRecipient,
    Grading,
    IntelligenceReport,
    Item,
    SanitisedCopy,
    SourceDetail,
    Subject,
)
from commonbeat.intelligence.queries import Search, search_reports
from commonbeat.intelligence.rules import State
from commonbeat.intelligence.tests.factories import (
    WHY,
    check,
    make_copy,
    make_draft,
    make_graded,
    make_officer,
    make_submitted,
    move,
)

pytestmark = pytest.mark.django_db
LATER = timedelta(days=6 * 366)
HOLDS_WORDS = (Item, Subject, Grading, SourceDetail, SanitisedCopy, CopiedItem, CopyRecipient)


def erase(report: IntelligenceReport, now: datetime) -> None:
    report.refresh_from_db()
    actions.erase_intelligence(
        report=report, reason=WHY, user=make_officer(), expected=report.version, now=now
    )


def check_six_years() -> None:
    officer = make_officer()
    made = make_graded(officer)
    with pytest.raises(actions.NotNow):
        erase(made, clock.now() + LATER)
    move(made, State.ARCHIVED, officer)
    with pytest.raises(actions.NotNow):
        erase(made, clock.now() + LATER - timedelta(days=10))
    erase(made, clock.now() + LATER)


def test_only_an_archived_report_is_erased_and_only_after_six_years() -> None:
    check_six_years()


def test_sabotage_a_report_that_is_erased_early_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rules, "may_erase", lambda **facts: True)
    with pytest.raises((pytest.fail.Exception, MoveNotAllowed)):
        check_six_years()


def test_nothing_that_it_said_is_left_and_no_reason() -> None:
    officer = make_officer()
    made = make_graded(officer)
    check(make_copy(made))
    move(made, State.ARCHIVED, officer)
    erase(made, clock.now() + LATER)
    assert not any(model._default_manager.exists() for model in HOLDS_WORDS)
    made.refresh_from_db()
    assert (made.standing, made.move_reason, made.report, made.area) == (
        State.ERASED,
        "",
        None,
        None,
    )
    about = AuditEntry.objects.filter(subject=f"intelligence:{made.key}")
    assert about.count() > 5
    assert not about.filter(payload__isnull=False).exists()


def test_whoever_reviews_it_may_keep_it_on_for_six_more_years() -> None:
    officer = make_officer()
    made = make_draft(officer)
    given: dict[str, Any] = {
        "report": made,
        "reason": WHY,
        "user": officer,
        "expected": made.version,
    }
    with pytest.raises(actions.NotNow):
        actions.keep_on(**given, now=clock.now())
    kept = actions.keep_on(**given, now=clock.now() + LATER)
    assert kept.review_on > (clock.now() + LATER).date() + timedelta(days=6 * 365)


def test_those_whose_review_is_due_are_found() -> None:
    made = make_draft()
    for later, found in ((timedelta(0), 0), (LATER, 1)):
        now = clock.now() + later
        page = search_reports(
            realm_id=made.realm_id,
            search=Search(is_due=True),
            reader=make_officer(),
            now=now,
            today=now.date(),
        )
        assert len(page.found) == found


def test_a_returned_report_carries_the_reason_to_its_writer() -> None:
    officer = make_officer()
    made = move(make_submitted(officer), State.RETURNED, officer)
    assert made.move_reason == WHY


def test_reading_an_archived_report_needs_a_reason_of_its_own() -> None:
    officer = make_officer()
    made = make_graded(officer)
    actions.open_intelligence(report=made, user=officer, now=clock.now())
    move(made, State.ARCHIVED, officer)
    with pytest.raises(actions.ReasonMissing):
        actions.open_intelligence(report=made, user=officer, now=clock.now())
    actions.open_intelligence(report=made, user=officer, reason=WHY, now=clock.now())
    reasons = [
        entry.payload["reason"]
        for entry in AuditEntry.objects.filter(event="intelligence.opened").order_by("pk")
    ]
    assert reasons == ["intelligence work", WHY]
