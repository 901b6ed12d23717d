"""The pages of the intelligence room, and what everybody else does not see."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.audit.models import AuditEntry
from commonbeat.core import clock
from commonbeat.intelligence.models import IntelligenceReport, Item
from commonbeat.intelligence.queries import items_of
from commonbeat.intelligence.rules import State
from commonbeat.intelligence.tests.factories import (
    BOUND,
    CONDITIONS,
    MORE,
    PERMITTED,
    SAFE,
    SOURCE,
    WHY,
    WORDS,
    check,
    make_copy,
    make_draft,
    make_given,
    make_graded,
    make_held,
    make_officer,
    make_submitted,
    move,
)
from commonbeat.reports.actions import keep_from
from commonbeat.reports.models import Identity
from commonbeat.reports.rules.conflicts import Ground
from commonbeat.reports.tests.factories import make_report

pytestmark = pytest.mark.django_db
NEW = "/staff/intelligence/new/"


def at_desk(role: Role = Role.INTELLIGENCE_OFFICER) -> tuple[Client, User]:
    user = make_user(role)
    client = Client()
    sign_in(client, user)
    return client, user


def new_fields(**fields: str) -> dict[str, str]:
    given = {
        "words": WORDS,
        "statement": "fact",
        "source": SOURCE,
        "category": "possession-of-weapons",
        "marking": "official",
    }
    return given | fields


def address(name: str, report: IntelligenceReport, **parts: Any) -> str:
    return reverse(f"intelligence:{name}", kwargs={"reference": report.reference, **parts})


class TestNew:
    def test_one_is_made_from_nothing(self) -> None:
        client, user = at_desk()
        answer = client.post(NEW, new_fields())
        made = IntelligenceReport.objects.get()
        assert answer.headers["Location"] == address("report", made)
        assert made.made_by == user

    def test_what_was_typed_stays_when_something_is_wrong(self) -> None:
        client, _user = at_desk()
        answer = client.post(NEW, new_fields(statement=""))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert WORDS in page and SOURCE in page and "Choose fact or opinion" in page

    def test_secret_is_refused_with_where_it_belongs(self) -> None:
        client, _user = at_desk()
        answer = client.post(NEW, new_fields(marking="secret"))
        assert answer.status_code == 422
        assert b"confidential unit" in answer.content
        assert not IntelligenceReport.objects.exists()

    def test_an_original_opens_beside_an_empty_form_for_a_reason(self) -> None:
        client, _user = at_desk()
        told = "Canary words of somebody who is afraid"
        report = make_report(description=told, identity=Identity.ANONYMOUS)
        where = f"{NEW}?report={report.reference}"
        assert told not in client.get(where).content.decode()
        assert client.post(where, {"reason": ""}).status_code == 422
        answer = client.post(where, {"reason": WHY})
        page = answer.content.decode()
        assert page.count(told) == 1
        assert answer.context["form"]["words"].value() is None
        assert answer.headers["Cache-Control"] == "no-store"
        assert AuditEntry.objects.get(event="intelligence.original-read").payload["reason"] == WHY
        assert client.post(where, new_fields(why=WHY)).status_code == 302
        assert IntelligenceReport.objects.get().report == report
        assert told not in [item.words for item in Item.objects.all()]

    def test_a_form_that_was_not_taken_shows_the_original_again_and_logs_it(self) -> None:
        client, _user = at_desk()
        report = make_report(description="Canary words of somebody")
        where = f"{NEW}?report={report.reference}"
        page = client.post(where, new_fields(statement="", why=WHY)).content.decode()
        assert "Canary words of somebody" in page and WORDS in page
        without = client.post(where, new_fields(statement="")).content.decode()
        assert "Canary words of somebody" not in without

    def test_no_such_report_is_not_there(self) -> None:
        client, _user = at_desk()
        assert client.get(f"{NEW}?report=PR-26-999999").status_code == 404


class TestReport:
    def test_it_shows_items_and_grades_and_not_who_told_it(self) -> None:
        client, _user = at_desk()
        made = make_graded()
        page = client.get(address("report", made)).content.decode()
        assert WORDS in page and MORE in page and "2AP" in page
        assert SOURCE not in page

    def test_who_told_it_opens_for_a_reason_each_time(self) -> None:
        client, _user = at_desk()
        made = make_draft()
        answer = client.post(address("source", made), {"reason": ""})
        assert answer.status_code == 422 and SOURCE not in answer.content.decode()
        assert SOURCE in client.post(address("source", made), {"reason": WHY}).content.decode()
        entry = AuditEntry.objects.get(event="intelligence.source-read")
        assert entry.payload["reason"] == WHY
        assert SOURCE not in client.get(address("report", made)).content.decode()

    def test_items_are_written_graded_and_finished_by_hand(self) -> None:
        client, _user = at_desk()
        made = make_draft()

        def post(name: str, expect: int = 302, fields: Any = None, **parts: Any) -> None:
            made.refresh_from_db()
            given = {"expected": str(made.version), "reason": WHY, **(fields or {})}
            answer = client.post(address(name, made, **parts), given)
            assert answer.status_code == expect, answer.content.decode()

        post("add_item", fields={"words": MORE, "statement": "opinion"})
        post("person", number=1, fields={"name": "Rick Example", "role": "suspect"})
        post("reword", number=2, fields={"words": f"{MORE} again", "statement": "fact"})
        post("move", fields={"to": "submitted"})
        post("move", 422, fields={"to": "graded"})
        for number in (1, 2):
            grade = {"source": "2", "information": "B", "handling": "P"}
            post("grade", number=number, fields=grade)
        post("move", fields={"to": "graded"})
        made.refresh_from_db()
        assert made.standing is State.GRADED
        assert [item.gradings.count() for item in items_of(made)] == [1, 1]
        page = client.get(address("report", made)).content.decode()
        assert "Rick Example" in page and "2BP" in page

    def test_a_page_that_is_old_keeps_what_was_typed(self) -> None:
        client, _user = at_desk()
        made = make_submitted()
        fields = {"source": "2", "information": "B", "handling": "P", "reason": "Typed with care"}
        answer = client.post(address("grade", made, number=1), {**fields, "expected": "1"})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Typed with care" in page and f'value="{made.version}"' in page

    def test_an_archived_one_asks_why(self) -> None:
        client, user = at_desk()
        made = move(make_graded(user), State.ARCHIVED, user)
        where = address("report", made)
        assert WORDS not in client.get(where).content.decode()
        assert WORDS in client.post(where, {"reason": WHY}).content.decode()
        assert client.get(address("sanitise", made)).status_code == 302

    def test_the_list_shows_none_of_the_words(self) -> None:
        client, _user = at_desk()
        made = make_graded()
        page = client.get("/staff/intelligence/").content.decode()
        assert made.reference in page and "2AP" in page and WORDS not in page
        assert made.reference not in client.get("/staff/intelligence/?state=draft").content.decode()
        assert "Nothing fits" in client.get("/staff/intelligence/?find=77777").content.decode()
        assert client.get("/staff/intelligence/?state=x&area=y&before=z").status_code == 200


class TestCopies:
    def test_the_fields_start_empty_and_few_ask_for_a_supervisor(self) -> None:
        client, user = at_desk()
        made = make_graded(user)
        page = client.get(address("sanitise", made)).content.decode()
        assert page.count(WORDS) == 1
        made.refresh_from_db()
        fields = {"words_1": SAFE, "crowd": "1-3", "reason": WHY, "expected": str(made.version)}
        answer = client.post(address("sanitise", made), fields, follow=True)
        assert b"A supervisor must agree first" in answer.content
        assert WORDS not in answer.content.decode()

    def test_the_supervisor_sees_the_copy_and_nothing_behind_it(self) -> None:
        client, _user = at_desk(Role.SUPERVISOR)
        held = make_held()
        where = reverse("intelligence:agree", kwargs={"key": held.key})
        page = client.get(where).content.decode()
        assert SAFE in page
        assert not any(words in page for words in (WORDS, MORE, SOURCE))
        assert client.post(where, {"agrees": "yes", "reason": ""}).status_code == 422
        assert client.post(where, {"agrees": "yes", "reason": WHY}).status_code == 200
        assert client.get(where).status_code == 404, "what was decided is nobody’s any more"

    def test_the_second_person_finishes_it_and_the_writer_finds_no_form(self) -> None:
        client, user = at_desk()
        copy = make_copy(user=user)
        where = reverse("intelligence:copy", kwargs={"key": copy.key})
        assert 'name="agrees"' not in client.get(where).content.decode()
        assert client.post(where, {"agrees": "yes", "reason": WHY}).status_code == 422
        other, _user = at_desk()
        assert 'name="agrees"' in other.get(where).content.decode()
        assert other.post(where, {"agrees": "yes", "reason": WHY}).status_code == 302
        copy.refresh_from_db()
        assert copy.state == "checked"

    def test_a_checked_copy_is_given_by_name(self) -> None:
        client, _user = at_desk()
        copy = check(make_copy())
        reader = make_user(Role.NEIGHBOURHOOD_OFFICER)
        where = reverse("intelligence:give", kwargs={"key": copy.key})
        nobody = client.post(where, {"email": "nobody@people.example", "reason": WHY})
        assert nobody.status_code == 422
        assert client.post(where, {"reason": WHY}).status_code == 422
        assert client.post(where, {"email": reader.email, "reason": WHY}).status_code == 302
        assert copy.recipients.get().member == reader

    def test_its_reader_accepts_the_conditions_and_reads(self) -> None:
        client, user = at_desk(Role.NEIGHBOURHOOD_OFFICER)
        report = make_graded(grades=(BOUND, PERMITTED))
        given = make_given(user, report=report, conditions=CONDITIONS)
        where = reverse("intelligence:given", kwargs={"key": given.key})
        before = client.get(where).content.decode()
        assert CONDITIONS in before and SAFE not in before
        after = client.post(where, follow=True).content.decode()
        assert SAFE in after and WORDS not in after and SOURCE not in after

    def test_those_that_wait_are_listed(self) -> None:
        client, _user = at_desk()
        held, done = make_held(), check(make_copy())
        page = client.get("/staff/intelligence/copies/").content.decode()
        assert held.reference in page and done.reference not in page


def traces(role: Role) -> set[str]:
    """Return what of intelligence shows to a role on the pages of its work."""
    client, _user = at_desk(role)
    report = make_report()
    made = make_graded(make_officer(), report=report)
    make_copy(made)
    marks = {made.reference, made.key, WORDS, SOURCE, "ntelligence"}
    found = set()
    for path in ("/staff/queue/", "/staff/queue/?find=IR", "/me/"):
        page = client.get(path).content.decode()
        found |= {mark for mark in marks if mark in page}
    where = f"/staff/reports/{report.reference}/"
    page = client.post(where, {"reason": WHY}, follow=True).content.decode()
    return found | {mark for mark in marks if mark in page}


@pytest.mark.parametrize(
    "role", [Role.TRIAGE_OPERATOR, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER]
)
def test_no_page_of_others_shows_that_there_is_any(role: Role) -> None:
    assert traces(role) == set()


def test_sabotage_a_case_page_that_shows_it_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonbeat.casework.views.case.can_write_intelligence", lambda user: True)
    assert traces(Role.TRIAGE_OPERATOR) == {"ntelligence"}


def test_an_intelligence_officer_finds_the_way_from_a_report() -> None:
    client, _user = at_desk()
    report = make_report()
    page = client.post(f"/staff/reports/{report.reference}/", {"reason": WHY}, follow=True)
    assert f"{NEW}?report={report.reference}" in page.content.decode()


def reached_by_whom_it_names() -> list[str]:
    """Return the pages that show intelligence to somebody whom its original names."""
    client, user = at_desk()
    report = make_report()
    made = make_graded(make_officer(), report=report)
    copy = make_copy(made)
    given = make_given(user, report=make_graded(report=report))
    keep_from(
        report=report,
        member=user,
        ground=Ground.KNOWN,
        actor=user.actor,
        reason=WHY,
        now=clock.now(),
    )
    pages = [
        f"{NEW}?report={report.reference}",
        address("report", made),
        address("sanitise", made),
        reverse("intelligence:copy", kwargs={"key": copy.key}),
        reverse("intelligence:given", kwargs={"key": given.key}),
    ]
    found = [path for path in pages if client.get(path).status_code != 404]
    for path in ("/staff/intelligence/", "/staff/intelligence/copies/"):
        if made.reference in client.get(path).content.decode():
            found.append(path)
    return found


def test_intelligence_of_a_report_that_names_an_officer_is_not_there_for_them() -> None:
    assert reached_by_whom_it_names() == []


def test_sabotage_intelligence_that_whom_it_names_finds_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    everything = type(IntelligenceReport.objects.all())
    monkeypatch.setattr(everything, "open_to", lambda rows, reader: rows.kept())
    assert "/staff/intelligence/" in reached_by_whom_it_names()
