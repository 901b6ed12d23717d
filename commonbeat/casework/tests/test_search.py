"""Searching reports by their words: who finds what, why, and what is written down."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework import queries
from commonbeat.casework.actions import (
    NoSuchCase,
    NothingToFind,
    ReasonMissing,
    Sought,
    begin_search,
    forget_look_ups,
    note_search,
)
from commonbeat.casework.models import LookUp
from commonbeat.casework.queries import Narrowing, search_words
from commonbeat.casework.rules import (
    DecisionKind,
    Standing,
    looks_like_person,
)
from commonbeat.casework.tests.factories import Clock, address, at_desk, make_decision
from commonbeat.core import clock
from commonbeat.core.errors import NotAllowed
from commonbeat.core.models import LIVE_REALM_ID, Realm
from commonbeat.places.queries import snap
from commonbeat.places.tests.factories import WEST, make_areas
from commonbeat.reports.models import Category, Report, Topic
from commonbeat.reports.tests.evidence import keep
from commonbeat.reports.tests.factories import NOON, make_receipt, make_report

pytestmark = pytest.mark.django_db

PAGE = "/staff/search/"
WHY = "He is named in a report of today"


@pytest.fixture(autouse=True)
def hands(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the site."""
    hands = Clock(NOON)
    monkeypatch.setattr(clock, "now", hands.now)
    return hands


def search(client: Client, words: str, **fields: str) -> Any:
    """Send the search form and follow it to what was found."""
    return client.post(PAGE, {"words": words, **fields}, follow=True)


def stay(client: Client, hands: Clock) -> None:
    """Let half an hour pass without being signed out."""
    for _ in range(3):
        hands.moment += timedelta(minutes=11)
        assert client.get(PAGE).status_code == 200


def found_in(answer: Any) -> list[str]:
    """Return the references that a page of results lists."""
    return re.findall(r'cb-mono cb-ltr">([^<]+)<', answer.content.decode())


def found(text: str, **narrowed: Any) -> list[Report]:
    page = search_words(
        realm_id=LIVE_REALM_ID,
        reader=make_user(Role.SUPERVISOR),
        text=text,
        narrowing=Narrowing(**narrowed),
        after=None,
    )
    return page.reports


def entries(event: str = "reports.searched") -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(event=event).order_by("pk"))


# The page


def test_a_search_shows_reports_as_the_queue_does_and_never_their_words() -> None:
    client, user = at_desk()
    report = make_report(description="A canary knife by the canal")
    make_decision(report, user=user)
    answer = search(client, "knife canal")
    page = answer.content.decode()
    assert answer.status_code == 200 and found_in(answer) == [report.reference]
    for shown in (str(report.topic_words), address(report), user.display_name):
        assert shown in page
    assert "canary" not in page


def test_the_words_stand_in_no_address() -> None:
    client, _user = at_desk()
    answer = client.post(PAGE, {"words": "knife canal"})
    assert answer.status_code == 302
    assert re.fullmatch(r"/staff/search/\?s=[0-9a-z]{8}", answer.headers["Location"])


def test_words_that_are_nowhere_are_answered_with_the_next_step() -> None:
    client, _user = at_desk()
    assert "Try fewer words" in search(client, "unicorn").content.decode()


def test_no_words_are_asked_for_and_what_was_typed_stays() -> None:
    client, _user = at_desk()
    for typed in ("", "  ", "!!!"):
        answer = client.post(PAGE, {"words": typed, "purpose": "Because of a car"})
        page = answer.content.decode()
        assert answer.status_code == 422 and "Type a word" in page
        assert 'value="Because of a car"' in page


def test_a_search_of_somebody_else_or_of_yesterday_asks_anew(hands: Clock) -> None:
    make_report()
    client, _user = at_desk()
    there = client.post(PAGE, {"words": "library"}).headers["Location"]
    other, _other = at_desk()
    page = other.get(there).content.decode()
    assert "This search is over" in page and "library" not in page
    stay(client, hands)
    page = client.get(there).content.decode()
    assert "half an hour ago" in page and 'value="library"' in page


def test_the_field_at_the_top_opens_a_report_by_its_reference_or_number_at_once() -> None:
    client, _user = at_desk()
    report = make_report()
    for typed in (report.reference, str(report.pk), report.reference.lower()):
        answer = client.post(PAGE, {"words": typed, "at": "top"})
        assert answer.headers["Location"] == address(report)
    answer = client.post(PAGE, {"words": "library", "at": "top"}, follow=True)
    assert found_in(answer) == [report.reference]


def test_a_number_on_the_page_itself_is_looked_for_in_words() -> None:
    client, _user = at_desk()
    report = make_report(description="House 1 and 77")
    assert found_in(search(client, str(77))) == [report.reference]
    assert found_in(search(client, str(report.pk))) in ([report.reference], [])


def test_results_go_on_page_by_page_with_the_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonbeat.casework.queries.searching.SEARCH_PAGE", 2)
    client, _user = at_desk()
    reports = [make_report() for _ in range(5)]
    there = client.post(PAGE, {"words": "library"}).headers["Location"]
    seen: list[str] = []
    address_of_next = f"{there}&standing=open"
    for _ in range(3):
        answer = client.get(address_of_next)
        seen += found_in(answer)
        links = re.findall(r'rel="next" href="([^"]+)"', answer.content.decode())
        if links:
            assert "standing=open" in links[0]
            address_of_next = PAGE + links[0].replace("&amp;", "&")
    assert seen == [report.reference for report in reversed(reports)]
    assert not links


@pytest.mark.parametrize("more", ["&since=2026-99-99", "&since=2026-11-14&until=2026-11-13"])
def test_dates_that_are_none_are_said_and_nothing_is_shown(more: str) -> None:
    client, _user = at_desk()
    make_report()
    there = client.post(PAGE, {"words": "library"}).headers["Location"]
    answer = client.get(f"{there}{more}")
    assert answer.status_code == 200 and found_in(answer) == []
    assert "Error:" in answer.content.decode()


def test_the_page_asks_the_database_as_often_for_fifty_as_for_one() -> None:
    client, user = at_desk(Role.SUPERVISOR)
    numbers = []
    for more in (1, 49):
        for _ in range(more):
            make_decision(make_report(), user=user)
        there = client.post(PAGE, {"words": "blue library"}).headers["Location"]
        client.get(there)
        with CaptureQueriesContext(connection) as asked:
            assert len(found_in(client.get(there))) in {1, 50}
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


# Narrowing down


def test_each_filter_leaves_out_what_it_should(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    make_areas()
    _client, user = at_desk()
    code = make_receipt()
    keep(code, now=NOON)
    with_file = make_report(receipt=code)
    polish = make_report(language="pl")
    there = make_report(cell=snap(longitude=WEST[0], latitude=WEST[1]).cell9)
    closed = make_decision(make_report(), DecisionKind.CLOSE, user=user).report
    asked = make_decision(make_report(), DecisionKind.ASK, user=user).report
    taken = make_decision(make_report(), user=user).report
    drugs = make_report(topic=Topic.SOMETHING_ELSE)
    old = make_report(now=NOON - timedelta(days=40))
    everything = {with_file, polish, there, closed, asked, taken, drugs, old}
    assert set(found("library")) == everything
    for narrowed, left in (
        ({"with_files": True}, {with_file}),
        ({"language": "pl"}, {polish}),
        ({"area": there.area_id}, {there}),
        ({"standing": Standing.FINISHED}, {closed}),
        ({"standing": Standing.WAITING}, {asked}),
        ({"standing": Standing.IN_HAND}, {taken}),
        ({"standing": Standing.OPEN}, everything - {closed}),
        ({"standing": Standing.NEW}, everything - {closed, asked, taken}),
        ({"category": Category(drugs.category).value}, {drugs}),
        ({"until": NOON - timedelta(days=30)}, {old}),
        ({"since": NOON - timedelta(days=30)}, everything - {old}),
    ):
        assert set(found("library", **narrowed)) == left, narrowed


# Why


@pytest.mark.parametrize(
    "text",
    ["John Smith", "Anne-Marie O’Neill", "Łukasz Żak", "Иван Петров", "mr brown", "AB12 CDE",
     "ab12cde", "07700 900123", "j.smith@example.org"],
)  # fmt: skip
def test_what_looks_like_a_person_is_taken_for_one(text: str) -> None:
    assert looks_like_person(text) and looks_like_person(f"where is {text} today")


@pytest.mark.parametrize("text", ["knife canal", "Avenham", "blue bike", "CCTV ATM", "345", "M6"])
def test_what_does_not_look_like_a_person_is_not(text: str) -> None:
    assert not looks_like_person(text)


@pytest.mark.parametrize("fields", [{"words": "John Smith"}, {"words": "kowal", "is_person": "on"}])
def test_whoever_looks_for_a_person_says_why(fields: dict[str, str]) -> None:
    client, _user = at_desk(Role.SUPERVISOR)
    report = make_report(description="John Smith, or kowal")
    answer = client.post(PAGE, fields)
    page = answer.content.decode()
    assert answer.status_code == 422 and "why you look for this person" in page
    assert f'value="{fields["words"]}"' in page and report.reference not in page
    assert not entries() and not LookUp.objects.exists()
    answer = client.post(PAGE, {**fields, "purpose": "Hm"})
    assert answer.status_code == 422, "one word tells nothing"
    assert found_in(search(client, **fields, purpose=WHY)) == [report.reference]


def test_sabotage_a_rule_that_sees_no_person_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonbeat.casework.rules.looks_like_person", lambda _text: False)
    with pytest.raises(pytest.fail.Exception), pytest.raises(ReasonMissing):
        begin("John Smith", purpose="")


def begin(words: str, *, user: User | None = None, now: Any = NOON, **fields: Any) -> Sought:
    user = user or at_desk()[1]
    sought = Sought(words, **{"purpose": WHY, **fields})
    return begin_search(user=user, realm_id=LIVE_REALM_ID, sought=sought, now=now)


def test_triage_is_reason_enough_for_things_but_not_for_who_reads_from_outside() -> None:
    _client, officer = at_desk(Role.INTELLIGENCE_OFFICER)
    assert begin("knife", purpose="").purpose == "triage"
    with pytest.raises(ReasonMissing):
        begin("knife", purpose="", user=officer)
    assert begin("knife", user=officer).purpose == WHY


def test_nobody_else_searches() -> None:
    for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.RESIDENT, Role.PARTNER_MEMBER):
        _client, user = at_desk(role)
        with pytest.raises(NotAllowed):
            begin("knife", user=user)
        with pytest.raises(NotAllowed):
            note_search(
                user=user, realm_id=LIVE_REALM_ID, sought=Sought("knife"), narrowed={}, now=NOON
            )


def test_a_search_needs_a_word_and_a_case_that_there_is() -> None:
    with pytest.raises(NothingToFind):
        begin("...")
    with pytest.raises(NoSuchCase):
        begin("knife", case="PR-26-999999")
    report = make_report()
    assert begin("knife", case=str(report.pk)).case == report.reference


def test_the_purpose_holds_for_half_an_hour_for_the_same_words(hands: Clock) -> None:
    client, _user = at_desk()
    make_report(description="John Smith")
    search(client, "John Smith", purpose=WHY)
    assert search(client, "smith JOHN").status_code == 200
    assert LookUp.objects.count() == 1, "the same look-up"
    assert client.post(PAGE, {"words": "John Smith Brown"}).status_code == 422
    stay(client, hands)
    assert client.post(PAGE, {"words": "John Smith"}).status_code == 422


# What is written down


def test_each_page_of_results_is_one_entry_with_its_words_and_why() -> None:
    client, user = at_desk()
    make_report()
    there = client.post(PAGE, {"words": "John Smith", "purpose": WHY}).headers["Location"]
    assert entries() == []
    client.get(there)
    client.get(f"{there}&standing=open")
    first, second = entries()
    assert (first.actor_id, first.kind) == (user.actor.id, "consultation")
    assert first.payload["reason"] == WHY
    assert first.payload["details"] == {"words": "John Smith", "person": "yes"}
    assert second.payload["details"]["standing"] == "open"


def test_the_words_of_a_search_stand_nowhere_in_clear() -> None:
    client, _user = at_desk(Role.SUPERVISOR)
    for _ in range(4):
        search(client, "Wilhelmina Canary", purpose=f"Canary {WHY}")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                assert not any("canary" in _text(value).lower() for value in row), table


def _text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1")
    return str(value)


# The same person again and again


def test_a_third_look_up_without_a_case_is_shown_to_supervisors_and_the_auditor() -> None:
    _client, officer = at_desk(display_name="Robin Vale")
    boss, _boss = at_desk(Role.SUPERVISOR)
    for day in range(3):
        assert "Robin Vale" not in boss.get(PAGE).content.decode()
        assert entries("reports.looked-up-again") == []
        begin("Jo Park" if day % 2 else "park JO", user=officer, is_person=True,
              now=NOON - timedelta(days=20 - day))  # fmt: skip
    page = boss.get(PAGE).content.decode()
    assert "Robin Vale: 3 times" in page and "Park" not in page
    (entry,) = entries("reports.looked-up-again")
    assert entry.subject == officer.actor.id
    assert entry.payload["details"] == {"times": 3}


def test_look_ups_of_others_for_a_case_or_of_things_are_not_counted() -> None:
    _client, officer = at_desk()
    report = make_report()
    for n in range(3):
        begin("Jo Park", user=officer, case=report.reference)
        begin("knife", user=officer)
        begin("Jo Park")
        begin(f"Jo Park{'abc'[n]}", user=officer)
    _boss, boss = at_desk(Role.SUPERVISOR)
    assert queries.flags(realm_id=LIVE_REALM_ID, user=boss, now=NOON) == []


def test_after_28_days_a_look_up_is_neither_counted_nor_kept() -> None:
    _client, officer = at_desk()
    _boss, boss = at_desk(Role.SUPERVISOR)
    for days in (29, 1, 0):
        begin("Jo Park", user=officer, now=NOON - timedelta(days=days))
    assert queries.flags(realm_id=LIVE_REALM_ID, user=boss, now=NOON) == []
    assert forget_look_ups(now=NOON) == 1
    assert LookUp.objects.count() == 2


def test_nobody_but_supervisors_sees_who_looked_somebody_up() -> None:
    _client, officer = at_desk()
    for _ in range(3):
        begin("Jo Park", user=officer)
    for role in (Role.TRIAGE_OPERATOR, Role.NEIGHBOURHOOD_OFFICER, Role.INTELLIGENCE_OFFICER):
        _client, user = at_desk(role)
        assert queries.flags(realm_id=LIVE_REALM_ID, user=user, now=NOON) == []
    exercise = Realm.objects.create(kind=Realm.Kind.EXERCISE, name="Flood", opened_at=NOON)
    _client, boss = at_desk(Role.SUPERVISOR)
    assert len(queries.flags(realm_id=LIVE_REALM_ID, user=boss, now=NOON)) == 1
    assert queries.flags(realm_id=exercise.pk, user=boss, now=NOON) == []


def test_sabotage_look_ups_that_nobody_counts_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonbeat.casework.actions.searching._count", lambda *a, **k: None)
    with pytest.raises(AssertionError):
        test_nobody_but_supervisors_sees_who_looked_somebody_up()
