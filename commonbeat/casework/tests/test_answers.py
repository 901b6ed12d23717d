"""Answers that a force keeps ready: versions, the page of supervisors, and totals of advice."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework import actions, queries
from commonbeat.casework.actions import AnswerGiven, StaleAnswer, keep_answer, withdraw_answer
from commonbeat.casework.models import AnswerTemplate
from commonbeat.casework.queries import answers as answer_queries
from commonbeat.casework.rules import (
    Advice,
    DecisionKind,
    Letter,
    Placeholder,
    Purpose,
    advise,
    fill,
)
from commonbeat.casework.tests.factories import OFFERED, at_desk, make_answer, make_decision
from commonbeat.core import clock
from commonbeat.core.errors import NotAllowed
from commonbeat.core.models import LIVE_REALM_ID, Realm
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
STARTERS = Path(actions.__file__).parents[1] / "data" / "starter_answers.json"
NEW = {"title": "We come by", "purpose": "answer", "topic": "", "words_en": OFFERED, "go": "keep"}


def given(**fields: Any) -> AnswerGiven:
    """Return what somebody wants to be offered."""
    return AnswerGiven(
        **{"title": "Changed", "purpose": Purpose.ANSWER, "words": {"en": OFFERED}, **fields}
    )


def keep(before: AnswerTemplate | None, user: User, **fields: Any) -> AnswerTemplate:
    """Keep an answer at noon."""
    return keep_answer(
        given=given(**fields), before=before, user=user, realm_id=LIVE_REALM_ID, now=NOON
    )


class TestVersions:
    def test_a_change_is_a_new_version_and_the_old_one_ends(self) -> None:
        first = make_answer(now=NOON - timedelta(days=2))
        second = keep(first, make_user(Role.SUPERVISOR))
        first.refresh_from_db()
        assert (second.number, second.replaces, first.valid_until) == (2, first, NOON)
        assert queries.kept_answers(realm_id=LIVE_REALM_ID) == [second]
        assert AuditEntry.objects.filter(event="answers.changed").count() == 2

    def test_a_version_that_begins_later_leaves_the_old_one_until_then(self) -> None:
        first = make_answer(now=NOON - timedelta(days=2))
        later = NOON + timedelta(days=3)
        keep(first, make_user(Role.SUPERVISOR), valid_from=later)
        first.refresh_from_db()
        assert first.is_offered(later - timedelta(seconds=1))
        assert not first.is_offered(later)

    def test_of_two_who_change_it_the_second_hears_of_the_first(self) -> None:
        first = make_answer(now=NOON - timedelta(days=2))
        keep(first, make_user(Role.SUPERVISOR))
        with pytest.raises(StaleAnswer):
            keep(first, make_user(Role.SUPERVISOR))
        with pytest.raises(StaleAnswer):
            withdraw_answer(answer=first, user=make_user(Role.SUPERVISOR), now=NOON)

    def test_only_supervisors_keep_answers(self) -> None:
        for role in (Role.TRIAGE_OPERATOR, Role.NEIGHBOURHOOD_OFFICER, Role.ADMINISTRATOR):
            with pytest.raises(NotAllowed):
                keep(None, make_user(role))
        assert not AnswerTemplate.objects.exists()

    def test_the_database_keeps_an_answer_that_was_used(self) -> None:
        answer = make_answer()
        keep(answer, make_user(Role.SUPERVISOR))
        with pytest.raises(IntegrityError), transaction.atomic():
            AnswerTemplate.objects.filter(pk=answer.pk)._raw_delete("default")
            connection.check_constraints()

    def test_an_answer_of_an_exercise_is_not_offered_in_earnest(self) -> None:
        exercise = Realm.objects.create(kind="exercise", name="Cup final", opened_at=NOON)
        make_answer(realm_id=exercise.pk, now=NOON - timedelta(days=1))
        purposes = list(Purpose)
        assert queries.offered_answers(make_report(), purposes=purposes, now=NOON) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_it_at_once_one_wins_and_nothing_is_lost() -> None:
    people = [make_user(Role.SUPERVISOR) for _ in range(2)]
    for _ in range(5):
        first = make_answer(now=NOON - timedelta(days=2))
        start = Barrier(2)

        def one(user: User, first: AnswerTemplate = first, start: Barrier = start) -> object:
            try:
                start.wait()
                return keep(first, user)
            except StaleAnswer as error:
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            results = [future.result() for future in [pool.submit(one, user) for user in people]]
        assert sorted(type(result).__name__ for result in results) == [
            "AnswerTemplate",
            "StaleAnswer",
        ]
        assert AnswerTemplate.objects.filter(replaces=first).count() == 1


class TestThePage:
    def test_a_new_force_begins_with_the_answers_that_came_with_us_once(self) -> None:
        client, _user = at_desk(Role.SUPERVISOR)
        assert "No answers yet" in client.get("/staff/answers/").content.decode()
        for _ in range(2):
            assert client.post("/staff/answers/").status_code == 302
        documents = json.loads(STARTERS.read_text(encoding="utf-8"))
        assert AnswerTemplate.objects.count() == len(documents) >= 6
        page = client.get("/staff/answers/").content.decode()
        assert "We have it and look into it" in page
        assert "No answers yet" not in page

    def test_an_answer_is_previewed_before_it_is_kept(self) -> None:
        client, _user = at_desk(Role.SUPERVISOR)
        words = "Your report {reference}: rest assured, we will catch them tomorrow. {who}"
        page = client.post("/staff/answers/new/", {**NEW, "words_en": words, "go": "preview"})
        text = page.content.decode()
        assert page.status_code == 200
        assert "Your report PR-26-000123" in text
        assert "Promises what we cannot keep" in text
        assert words in text.replace("&#x27;", "'")
        assert not AnswerTemplate.objects.exists()

    def test_an_answer_is_kept_changed_and_withdrawn(self) -> None:
        client, _user = at_desk(Role.SUPERVISOR)
        assert client.post("/staff/answers/new/", NEW).status_code == 302
        first = AnswerTemplate.objects.get()
        at = f"/staff/answers/{first.key}/"
        assert OFFERED in client.get(at).content.decode()
        assert client.post(at, {**NEW, "title": "We come by soon"}).status_code == 302
        newest = queries.newest_of(first)
        assert (newest.title, newest.number) == ("We come by soon", 2)
        assert client.post(f"/staff/answers/{newest.key}/", {"go": "withdraw"}).status_code == 302
        newest.refresh_from_db()
        assert not newest.is_offered(clock.now())
        assert AnswerTemplate.objects.count() == 2

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"words_en": ""}, "Write the words in English."),
            ({"words_en": "Thanks"}, "One word is not enough"),
            ({"words_en": f"{OFFERED} {{victim}}"}, "Nothing fills {victim}."),
            ({"words_pl": "Zobacz https://example.com teraz"}, "leads away from us"),
            ({"title": ""}, "Give it a title"),
            ({"valid_from": "2026-12-02", "valid_until": "2026-12-01"}, "Choose a later one"),
            ({"valid_until": "2020-01-01"}, "Choose a later one"),
            ({"valid_from": "soon"}, "Write the day like"),
            ({"purpose": "none"}, "none"),
        ],
    )
    def test_bad_input_is_said_beside_the_field_and_stays(
        self, fields: dict[str, str], sentence: str
    ) -> None:
        client, _user = at_desk(Role.SUPERVISOR)
        page = client.post("/staff/answers/new/", {**NEW, **fields})
        assert page.status_code == 422
        text = page.content.decode()
        assert sentence in text
        for typed in {**NEW, **fields}.values():
            assert typed in text
        assert not AnswerTemplate.objects.exists()

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_an_answer_of_another_realm_is_answered_as_one_that_is_missing(
        self, method: str
    ) -> None:
        exercise = Realm.objects.create(kind="exercise", name="Cup final", opened_at=NOON)
        theirs = make_answer(realm_id=exercise.pk)
        client, _user = at_desk(Role.SUPERVISOR)
        ask = getattr(client, method)
        codes = [ask(f"/staff/answers/{key}/", NEW).status_code for key in (theirs.key, "none")]
        assert codes == [404, 404]
        assert AnswerTemplate.objects.get() == theirs

    def test_the_second_to_change_it_keeps_their_words_and_finds_the_newer_one(self) -> None:
        client, _user = at_desk(Role.SUPERVISOR)
        first = make_answer()
        second = keep_answer(
            given=given(),
            before=first,
            user=make_user(Role.SUPERVISOR),
            realm_id=LIVE_REALM_ID,
            now=clock.now(),
        )
        mine = f"{OFFERED} These are mine."
        page = client.post(f"/staff/answers/{first.key}/", {**NEW, "words_en": mine})
        assert page.status_code == 409
        text = page.content.decode()
        assert mine in text
        assert f"/staff/answers/{second.key}/" in text
        gone = client.post(f"/staff/answers/{first.key}/", {"go": "withdraw"}, follow=True)
        assert "Somebody else changed this answer first." in gone.content.decode()


VALUES = {
    Placeholder.REFERENCE: "PR-26-000123",
    Placeholder.WHO: "Sara",
    Placeholder.DATE: "3 August, 9:30 pm",
    Placeholder.LINK: "https://beat.example/receipt/",
}
DOCUMENTS = json.loads(STARTERS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=[one["title"] for one in DOCUMENTS])
def test_what_came_with_us_is_in_every_language_and_nothing_is_to_be_said_about_it(
    document: dict[str, Any],
) -> None:
    assert set(document["words"]) == {code for code, _name in settings.LANGUAGES}
    for language, text in document["words"].items():
        read = fill(text, VALUES)
        letter = Letter(
            read, Purpose(document["purpose"]), language, True, frozenset({"beat.example"})
        )
        assert advise(letter) == [], (language, text)


def advised_by(*people: User) -> None:
    """Have each of these people send one answer in spite of advice, this month."""
    for user in people:
        checking = actions.Checking("", frozenset({Advice.BLAME, Advice.JARGON}), as_it_is=True)
        words = f"{OFFERED} Why did you leave it there?"
        make_decision(make_report(), DecisionKind.ANSWER, user=user, words=words, checking=checking)


def month_says() -> list[tuple[str, int, int]] | None:
    """Return what the only month says."""
    [month] = queries.advice_months(realm_id=LIVE_REALM_ID)
    if month.counts is None:
        return None
    return [(row.advice.value, row.shown, row.overridden) for row in month.counts]


def test_a_month_tells_totals_and_nobody_apart() -> None:
    people = [make_user(Role.TRIAGE_OPERATOR, display_name=f"Officer {n}") for n in range(3)]
    advised_by(*people)
    assert month_says() == [("blame", 3, 3), ("jargon", 3, 0)]
    client, _user = at_desk(Role.SUPERVISOR)
    text = client.get("/staff/answers/").content.decode()
    assert "May sound like blame" in text
    assert "Officer" not in text


def test_a_month_of_one_or_two_people_says_nothing() -> None:
    one, other = (make_user(Role.TRIAGE_OPERATOR) for _ in range(2))
    advised_by(one, one, other)
    assert month_says() is None
    client, _user = at_desk(Role.SUPERVISOR)
    assert (
        "Too few people wrote in this month to say."
        in client.get("/staff/answers/").content.decode()
    )


def test_sabotage_totals_of_one_person_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: a month counts from the first person on."""
    monkeypatch.setattr(answer_queries, "FEWEST_WRITERS", 1)
    advised_by(make_user(Role.TRIAGE_OPERATOR))
    assert month_says() is not None
