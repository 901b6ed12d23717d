"""Erasing an account reaches every context that knew its person."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.utils.timezone import localdate

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.alerts.actions import follow_in_inbox
from commonbeat.alerts.models import Follow, Topic
from commonbeat.alerts.rules import Wish
from commonbeat.casework.rules import DecisionKind
from commonbeat.casework.tests.factories import make_decision, make_graded
from commonbeat.casework.tests.incidents import incident_of
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.keeping import actions as keeping_actions
from commonbeat.keeping.actions import answer_lift, ask_to_lift, note_again, place_hold
from commonbeat.keeping.tests.factories import agree, ask, make_record, make_supervisor
from commonbeat.partners.tests.factories import make_share
from commonbeat.reports.actions import say_as_reporter
from commonbeat.reports.models import Exhibit, Report, ReportWord, SealedCopy
from commonbeat.reports.tests.evidence import keep as keep_file
from commonbeat.reports.tests.factories import make_receipt, make_report

pytestmark = pytest.mark.django_db


def columns_that_name(words: tuple[str, ...]) -> list[str]:
    """Return the columns, in any table, in which one of these words still stands."""
    return sorted(
        {
            f"{model._meta.label}.{field.name}"
            for model in apps.get_models()
            for row in model._default_manager.all()
            for field in model._meta.concrete_fields
            if any(word in str(getattr(row, field.attname)) for word in words)
        }
    )


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_of_who_erased_their_account() -> None:
    user = make_user(display_name="Kimberley", email="kimberley@people.example")
    report = make_report(reporter=user, now=clock.now())
    wish = Wish(topics=(Topic.SAFETY,), whole_town=True)
    follow_in_inbox(realm_id=LIVE_REALM_ID, user=user, wish=wish, language="en", now=clock.now())
    client = Client()
    sign_in(client, user)
    assert client.post("/me/delete/", {"sure": "on"}).status_code == 200
    assert columns_that_name(("Kimberley", "kimberley@")) == []
    assert Report.objects.get().pk == report.pk, "the report stays, without a name"
    assert not Follow.objects.exists()


def test_sabotage_a_name_that_stayed_is_found() -> None:
    make_user(display_name="Kimberley")
    assert columns_that_name(("Kimberley",)) == ["accounts.User.display_name"]


def holding_on_to_people() -> set[str]:
    """Return the contexts whose rows forbid an account to be erased."""
    return {
        relation.related_model._meta.app_label
        for relation in User._meta.related_objects
        if relation.on_delete in {models.PROTECT, models.RESTRICT}
    }


def test_only_what_staff_did_holds_on_to_an_account() -> None:
    assert holding_on_to_people() <= {"casework", "keeping", "partners", "publishing"}


def test_sabotage_a_report_that_holds_on_to_its_reporter_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    relation = Report._meta.get_field("reporter").remote_field
    monkeypatch.setattr(relation, "on_delete", models.PROTECT)
    assert "reports" in holding_on_to_people()


# What stands about a report in the tables of other contexts, and what becomes of it. Its own
# context deletes every row that points at it, whatever the table.
ABOUT_A_REPORT = {
    "casework.Decision": "emptied; who decided what stays",
    "casework.Assessment": "emptied; the grade and its time stay",
    "casework.Assignment": "deleted",
    "intelligence.IntelligenceReport": "a record of its own in law; the way to it is cut",
    "casework.HandoverAlarm": "deleted",
    "casework.IdentityUnlock": "deleted",
    "casework.IncidentReport": "emptied and taken out; that it was in an incident stays",
    "casework.IncidentEntry": "emptied; who did what stays",
    "keeping.KeptRecord": "words of its reviews and holds emptied; that it was erased stays",
    "casework.Task": "emptied and ended, its log too; who was asked what, and when, stays",
    "partners.Share": "copy emptied, answers deleted, ended; with whom and until when stays",
}


def about_a_report() -> set[str]:
    """Return the tables of other contexts whose rows point at a report."""
    # Those that the report itself cannot see among them.
    relations = Report._meta.get_fields(include_hidden=True)
    tables = {r.related_model._meta for r in relations if r.auto_created and not r.concrete}
    return {str(table.label) for table in tables if table.app_label != "reports"}


def test_every_table_about_a_report_is_erased_with_it() -> None:
    assert about_a_report() == set(ABOUT_A_REPORT)


def test_sabotage_a_table_that_erasing_forgets_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ABOUT_A_REPORT, "casework.Decision")
    assert about_a_report() - set(ABOUT_A_REPORT) == {"casework.Decision"}


CANARY = "Zanzibar"


def told_everywhere(now: datetime) -> Report:
    """Return a finished report that is talked about in every table that may hold words of it."""
    user, receipt = make_user(Role.TRIAGE_OPERATOR), make_receipt()
    why = f"The bike from {CANARY} is hers"
    keep_file(receipt, now=now)
    report = make_report(receipt=receipt, description=why, place=CANARY, now=now)
    make_decision(report, DecisionKind.TAKE, user=user, now=now, reason=why)
    make_graded(report, user=user, now=now, reason=why)
    incident_of(report, now=now, title=why, reason=why)
    say_as_reporter(report=report, body=why, now=now)
    make_share(report=report, now=now, reason=why, words=why)
    make_decision(report, DecisionKind.CLOSE, user=make_supervisor(), now=now, reason=why)
    record = make_record(report, now=now)
    facts: dict[str, Any] = {"reason": why, "now": now}
    day = localdate(now)
    noted: dict[str, Any] = {"day": day, "group": record.mopi, "expected": record.version}
    note_again(record=record, user=make_supervisor(), **noted, **facts)
    later = day + timedelta(days=30)
    held = place_hold(record=record, review_on=later, user=make_supervisor(), **facts)
    ask_to_lift(hold=held, user=make_supervisor(), **facts)
    answer_lift(hold=held, agrees=True, user=make_supervisor(), **facts)
    return report


def test_nothing_is_left_of_a_report_that_two_people_erased() -> None:
    report = told_everywhere(clock.now())
    assert len(columns_that_name((CANARY,))) > 10, "it stands in many tables before"
    assert ReportWord.objects.filter(report=report).exists()
    agree(ask(make_record(report, now=clock.now()), now=clock.now()), now=clock.now())
    assert columns_that_name((CANARY,)) == []
    assert not ReportWord.objects.filter(report=report).exists()
    assert not Exhibit.objects.exists()
    assert not SealedCopy.objects.exists()


def test_sabotage_a_context_that_forgets_to_erase_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report = told_everywhere(clock.now())
    review = ask(make_record(report, now=clock.now()), now=clock.now())
    monkeypatch.setattr(keeping_actions, "close_record", lambda **_facts: 0)
    agree(review, now=clock.now())
    left = columns_that_name((CANARY,))
    assert "keeping.Hold.reason" in left
    assert "reports.Report.description" not in left
