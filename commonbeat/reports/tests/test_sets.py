"""Changing what is asked, in the staff portal."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.audit.models import AuditEntry
from commonbeat.core.errors import Conflict, NotAllowed
from commonbeat.reports import actions
from commonbeat.reports.models import QuestionSetVersion, Topic
from commonbeat.reports.models.shipped import SHIPPED
from commonbeat.reports.queries import edition, forget_question_sets, question_set, untranslated
from commonbeat.reports.rules.questions import MAIN_LANGUAGE, QuestionSet, SetState
from commonbeat.reports.tests.test_asking import walk_through

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 14, 12, 20, 30, tzinfo=UTC)
SET = "/staff/questions/bike-taken/"


@pytest.fixture
def editor(client: Client) -> User:
    user = make_user(Role.SUPERVISOR)
    sign_in(client, user)
    return user


def drafted() -> QuestionSet:
    draft = edition(Topic.BIKE_TAKEN).draft
    assert draft is not None
    return draft.questions


def rows_of(question: str) -> dict[str, str]:
    """Return what the form of a question would send back unchanged."""
    asked = next(each for each in drafted().questions if each.key == question)
    fields = {
        "words": asked.words[MAIN_LANGUAGE],
        "help": asked.help.get(MAIN_LANGUAGE, ""),
        "kind": asked.kind.value,
    }
    for number, option in enumerate(asked.options):
        fields |= {f"key_{number}": option.key, f"words_{number}": option.words[MAIN_LANGUAGE]}
    return fields | ({"may_not_know": "on"} if asked.may_not_know else {})


def test_a_question_is_added_published_and_asked(client: Client, editor: User) -> None:
    client.post(SET, {"go": "begin"})
    answer = client.post(
        f"{SET}new/",
        {
            "words": "Was it insured?",
            "kind": "one",
            "words_0": "Yes",
            "hint_0": "By whom?",
            "words_1": "No",
            "may_not_know": "on",
            "only_if": ["lock=d-lock", "lock=cable"],
        },
    )
    assert answer.status_code == 302
    made = drafted().questions[-1]
    assert made.key == "was-it-insured"
    assert made.only_if[0].one_of == ("d-lock", "cable")
    answer = client.post(SET, {"go": "publish", "reason": "Insurers ask us."}, follow=True)
    assert "From now on these questions are asked." in answer.content.decode()
    entry = AuditEntry.objects.get(event="questions.published")
    assert entry.subject == "questions:bike-taken-2"
    actions.publish_shipped_sets(now=NOW)
    forget_question_sets()  # as other processes do by themselves within seconds
    assert question_set(Topic.BIKE_TAKEN).version == 2
    assert "ask-was-it-insured" in walk_through(Client(), Topic.BIKE_TAKEN)


def test_publishing_needs_a_reason_and_keeps_the_page(client: Client, editor: User) -> None:
    client.post(SET, {"go": "begin"})
    answer = client.post(SET, {"go": "publish", "reason": ""})
    assert answer.status_code == 422
    assert edition(Topic.BIKE_TAKEN).draft is not None


def test_a_question_with_one_answer_is_refused_beside_its_field(
    client: Client, editor: User
) -> None:
    client.post(SET, {"go": "begin"})
    answer = client.post(f"{SET}new/", {"words": "Sure?", "kind": "one", "words_0": "Yes"})
    assert answer.status_code == 422
    assert "Write at least two answers to choose from" in answer.content.decode()
    assert 'value="Sure?"' in answer.content.decode()


def test_new_words_lose_the_translations_of_the_old_ones(client: Client, editor: User) -> None:
    client.post(SET, {"go": "begin"})
    where = f"{SET}words/zh-hans/"
    page = client.get(where)
    places = page.context["form"].places
    place = next(name for name, place in places.items() if place == "lock.words")
    assert client.post(where, {place: "自己的话"}).status_code == 302
    lock = next(each for each in drafted().questions if each.key == "lock")
    assert lock.words["zh-hans"] == "自己的话"
    client.post(f"{SET}lock/", rows_of("lock"))
    kept = next(each for each in drafted().questions if each.key == "lock")
    assert kept == lock, "what did not change keeps everything"
    client.post(f"{SET}lock/", {**rows_of("lock"), "words": "Was it locked at all?"})
    changed = next(each for each in drafted().questions if each.key == "lock")
    assert changed.words == {"en": "Was it locked at all?"}
    assert changed.options == lock.options
    assert "lock.words" in untranslated(drafted(), "zh-hans")


def test_a_question_moved_before_what_it_depends_on_cannot_be_published(
    client: Client, editor: User
) -> None:
    topic = "/staff/questions/something-taken/"
    client.post(topic, {"go": "begin"})
    client.post(topic, {"go": "up:who"})
    page = client.get(topic).content.decode()
    assert "It depends on an answer that is not asked for before it." in page
    answer = client.post(topic, {"go": "publish", "reason": "Because."}, follow=True)
    assert "These questions cannot be published yet." in answer.content.decode()
    assert question_set(Topic.SOMETHING_TAKEN).version == 1
    client.post(topic, {"go": "down:who"})
    assert "It depends on" not in client.get(topic).content.decode()


@pytest.mark.parametrize("language", ["ar", "es", "pl", "zh-hans"])
def test_what_came_with_us_lacks_no_translation(language: str) -> None:
    assert not any(untranslated(questions, language) for questions in SHIPPED.values())


def test_a_question_is_taken_out_and_a_draft_thrown_away(client: Client, editor: User) -> None:
    client.post(SET, {"go": "begin"})
    client.post(SET, {"go": "remove:frame-number"})
    assert "frame-number" not in {each.key for each in drafted().questions}
    client.post(SET, {"go": "discard"})
    assert edition(Topic.BIKE_TAKEN).draft is None
    assert client.get(f"{SET}lock/").status_code == 404


def test_a_door_is_made_and_taken_away(client: Client, editor: User) -> None:
    client.post(SET, {"go": "begin"})
    frame = {"title": "Tell us", "advice": "", "without": ["photo"], "door_name": "The cycle hub"}
    answer = client.post(f"{SET}frame/", frame)
    assert answer.status_code == 422, "a door without a word on what is behind it"
    client.post(f"{SET}frame/", {**frame, "door_text": "They keep found bikes."})
    door = drafted().door
    assert door is not None
    assert door.name == {"en": "The cycle hub"}
    assert drafted().title == {"en": "Tell us"}
    client.post(f"{SET}frame/", {**frame, "door_name": ""})
    assert drafted().door is None


def test_the_preview_shows_every_question_in_the_chosen_language(
    client: Client, editor: User
) -> None:
    client.post(SET, {"go": "begin"})
    words = client.get(f"{SET}words/zh-hans/").context["form"]
    place = next(name for name, place in words.places.items() if place == "lock.words")
    client.post(f"{SET}words/zh-hans/", {place: "怎么锁的？"})
    page = client.get(f"{SET}preview/").content.decode()
    assert "How was it locked?" in page
    other = client.get(f"{SET}preview/", {"language": "zh-hans"}).content.decode()
    assert "怎么锁的？" in other
    assert "How was it locked?" not in other
    assert client.get(f"{SET}preview/", {"language": "xx"}).status_code == 404


def test_two_people_cannot_overwrite_each_other(editor: User) -> None:
    actions.begin_draft(topic=Topic.BIKE_TAKEN, editor=editor, now=NOW)
    mine, theirs = edition(Topic.BIKE_TAKEN).draft, edition(Topic.BIKE_TAKEN).draft
    assert mine is not None
    assert theirs is not None
    later = NOW + timedelta(minutes=1)
    changed = replace(theirs.questions, questions=())
    actions.save_draft(draft=theirs, questions=changed, editor=editor, now=later)
    with pytest.raises(Conflict):
        actions.save_draft(draft=mine, questions=mine.questions, editor=editor, now=later)
    with pytest.raises(Conflict):
        actions.publish_draft(draft=mine, editor=editor, reason="Mine.", now=later)
    assert QuestionSetVersion.objects.get(topic="bike-taken", state="live").version == 1


def test_sabotage_a_save_that_does_not_look_overwrites(
    editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.begin_draft(topic=Topic.BIKE_TAKEN, editor=editor, now=NOW)
    mine = edition(Topic.BIKE_TAKEN).draft
    assert mine is not None
    later = NOW + timedelta(minutes=1)
    actions.save_draft(
        draft=edition(Topic.BIKE_TAKEN).draft or mine,
        questions=QuestionSet(),
        editor=editor,
        now=later,
    )
    mine.refresh_from_db(fields=["saved_at"])  # as if nobody had looked
    actions.save_draft(draft=mine, questions=mine.questions, editor=editor, now=later)
    assert drafted().questions != (), "what somebody else had saved is gone"


def test_others_cannot_change_the_questions() -> None:
    for role in (Role.TRIAGE_OPERATOR, Role.RESIDENT, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            actions.begin_draft(topic=Topic.BIKE_TAKEN, editor=make_user(role), now=NOW)
    assert not QuestionSetVersion.objects.filter(state=SetState.DRAFT.value).exists()


def test_the_list_says_what_is_ours_and_what_is_drafted(client: Client, editor: User) -> None:
    client.post(SET, {"go": "begin"})
    page = client.get("/staff/questions/").content.decode()
    assert page.count('class="cb-tag cb-tag--wait"') == 1
    client.post(SET, {"go": "remove:frame-number"})
    client.post(SET, {"go": "publish", "reason": "Shorter."})
    assert "Your own" in client.get("/staff/questions/").content.decode()
