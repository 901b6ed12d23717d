"""The index of words: written with the words, gone with the report, and shut without the keys."""

import io
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonbeat.core.actors import SYSTEM
from commonbeat.core.models import LIVE_REALM_ID, Realm
from commonbeat.reports.actions import (
    answer_received,
    climb,
    erase_report,
    filing,
    say_as_police,
    say_as_reporter,
    send_to_police,
    submit,
    talk,
    tell_more,
    withdraw_report,
)
from commonbeat.reports.models import Identity, MessageKind, Report, ReportWord, Topic
from commonbeat.reports.queries import newest_with, question_set
from commonbeat.reports.rules import Contact, Reach
from commonbeat.reports.tests.factories import (
    NOON,
    make_member,
    make_receiver,
    make_report,
    make_sent,
)

pytestmark = pytest.mark.django_db


def found(text: str, *, realm_id: int = LIVE_REALM_ID, **more: Any) -> list[int]:
    """Return the ids of the reports that hold every word of a text, newest first."""
    given = {"before": None, "most": 50, **more}
    return newest_with(
        Report.objects.in_realm(realm_id).for_police(), realm_id=realm_id, text=text, **given
    )


def filed(report: Report) -> set[int]:
    return set(ReportWord.objects.filter(report=report).values_list("digest", flat=True))


# What is filed


def test_a_report_is_found_by_its_words_its_place_and_its_answers() -> None:
    report = make_report(description="Someone cut the lock.", place="Behind the Mill")
    assert found("LOCK") == found("cut, lock") == found("behind mill") == [report.pk]
    assert found("lock window") == []


def test_a_report_is_found_by_what_was_answered() -> None:
    asked = question_set(Topic.BIKE_TAKEN)
    options = next(q for q in asked.questions.questions if q.options)
    chosen = options.options[0]
    report = make_report(answers={options.key: (chosen.key,)}, question_set=asked.id)
    assert found(chosen.words["en"]) == [report.pk]


def test_a_report_is_found_by_what_either_side_says_later() -> None:
    report = make_report()
    say_as_police(
        report=report, kind=MessageKind.ANSWER, body="Which bridge?", actor=SYSTEM, now=NOON
    )
    say_as_reporter(report=report, body="The tram bridge.", now=NOON)
    assert found("which") == found("tram bridge") == [report.pk]


def test_nobody_is_found_by_a_name_that_they_made_up_or_gave() -> None:
    contact = Contact(name="Wilhelmina Canary", how=Reach.EMAIL, address="canary@people.example")
    report = make_report(identity=Identity.PSEUDONYM, pseudonym="Nightjar")
    climb(report=report, after=Identity.CONFIDENTIAL, contact=contact, now=NOON)
    make_report(identity=Identity.NAMED, contact=contact)
    for name in ("Nightjar", "Wilhelmina", "Canary", "canary@people.example", "people"):
        assert found(name) == []


def test_what_happened_to_a_report_is_no_word_of_it() -> None:
    report = make_report()
    withdraw_report(report=report, now=NOON)
    assert report.messages.exists()
    assert found("took back") == []


def test_newest_come_first_and_the_next_page_goes_on_behind() -> None:
    ids = [make_report(description=f"A knife, number {n}").pk for n in range(5)]
    assert found("knife") == ids[::-1]
    assert found("knife number", most=2) == ids[:-3:-1]
    assert found("number knife", before=ids[3], most=2) == [ids[2], ids[1]]


def test_a_text_without_a_word_finds_nothing() -> None:
    make_report()
    assert found("") == found("!!! ...") == []


# Who may find it


def test_what_the_police_were_not_sent_is_not_even_filed() -> None:
    body = make_receiver()
    sent, member = make_sent(body, description="A canary sings"), make_member(body)
    answer_received(received=sent, body="We heard the piano.", member=member, now=NOON)
    say_as_reporter(report=sent.report, body="And an oboe.", now=NOON)
    assert not ReportWord.objects.exists()


def test_once_it_is_sent_to_the_police_it_is_filed_but_for_what_others_said() -> None:
    body = make_receiver()
    sent, member = make_sent(body, description="A canary sings"), make_member(body)
    answer_received(received=sent, body="We heard the piano.", member=member, now=NOON)
    say_as_reporter(report=sent.report, body="And an oboe.", now=NOON)
    send_to_police(report=sent.report, now=NOON)
    answer_received(received=sent, body="Now a cello.", member=member, now=NOON)
    assert found("canary oboe") == [sent.report.pk]
    assert found("piano") == found("cello") == []


def test_what_is_only_counted_is_filed_once_its_reporter_tells_more() -> None:
    report = make_report(identity=Identity.COUNTED, description="A canary sings")
    assert not ReportWord.objects.exists()
    tell_more(report=report, description="A canary sings", language="en", now=NOON)
    assert found("canary") == [report.pk]


def test_a_word_of_an_exercise_is_another_one() -> None:
    exercise = Realm.objects.create(kind=Realm.Kind.EXERCISE, name="Flood", opened_at=NOON)
    real, played = make_report(), make_report(realm_id=exercise.pk)
    assert not filed(real) & filed(played)
    assert found("library") == [real.pk]
    assert found("library", realm_id=exercise.pk) == [played.pk]


# With the words or not at all


def test_sabotage_words_that_cannot_be_filed_are_not_kept_either(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*args: object) -> None:
        raise OSError

    report = make_report()
    monkeypatch.setattr(submit, "file_report", broken)
    monkeypatch.setattr(talk, "file_message", broken)
    with pytest.raises(OSError):
        make_report()
    with pytest.raises(OSError):
        say_as_reporter(report=report, body="It was red.", now=NOON)
    assert Report.objects.count() == 1
    assert not report.messages.exists()


def test_erasing_a_report_takes_its_words_out_of_the_index() -> None:
    report, other = make_report(), make_report(description="Another library")
    say_as_reporter(report=report, body="It was red.", now=NOON)
    withdraw_report(report=report, now=NOON)
    erase_report(report=report, actor=SYSTEM, expected_version=report.version, now=NOON)
    assert not filed(report)
    assert found("library") == [other.pk]
    assert filing.file_again(report) is False, "an erased report is not filed again"


# What came in before, and other keys


def test_older_reports_are_filed_by_the_command_once() -> None:
    reports = [make_report(description=f"Knife {n}") for n in range(3)]
    say_as_reporter(report=reports[0], body="By the bridge.", now=NOON)
    before = [filed(report) for report in reports]
    ReportWord.objects.all().delete()
    out = io.StringIO()
    call_command("index_words", stdout=out)
    assert "filed 3 of them" in out.getvalue()
    assert [filed(report) for report in reports] == before
    out = io.StringIO()
    call_command("index_words", stdout=out)
    assert "filed 0 of them" in out.getvalue()


def test_filing_goes_on_where_it_stopped() -> None:
    ids = [make_report().pk for _ in range(3)]
    ReportWord.objects.all().delete()
    assert filing.file_older(after=0, most=2) == (2, 2, ids[1])
    assert filing.file_older(after=ids[1], most=2) == (1, 1, None)


def test_a_change_of_keys_loses_no_report(settings: Any) -> None:
    report = make_report()
    old = filed(report)
    settings.FIELD_KEYS = ["a newer key, of which there are forty signs", *settings.FIELD_KEYS]
    say_as_reporter(report=report, body="The library again.", now=NOON)
    assert found("library") == [report.pk], "filed under two keys, and found once"
    call_command("index_words", stdout=io.StringIO())
    assert not filed(report) & old
    assert found("library bike") == [report.pk]


def test_the_index_holds_no_word(settings: Any) -> None:
    make_report(description="A canary sings")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reports_reportword")
        rows = cursor.fetchall()
    assert rows and all(isinstance(value, int) for row in rows for value in row)
    settings.FIELD_KEYS = ["the key of whoever stole it, forty signs long"]
    assert found("canary") == []


def test_any_number_of_words_is_two_questions_to_the_database() -> None:
    for n in range(3):
        make_report(description=f"A knife at the canal, {n}")
    for text in ("knife canal", "knife at the canal bike reported of 1 2 3"):
        with CaptureQueriesContext(connection) as asked:
            found(text)
        assert len(asked) == 2


def test_taking_a_report_files_it_with_one_statement() -> None:
    make_report()
    with CaptureQueriesContext(connection) as asked:
        make_report(description="Knife " * 50 + "canal")
    filing_it = [query for query in asked.captured_queries if "reports_reportword" in query["sql"]]
    assert len(filing_it) == 1
