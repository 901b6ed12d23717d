"""The questions of each kind, walked without JavaScript."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.reports.actions import FaultyIntake, publish_shipped_sets
from commonbeat.reports.forms.asking import AskForm
from commonbeat.reports.models import QuestionSetVersion, Report, Topic
from commonbeat.reports.models.shipped import SHIPPED
from commonbeat.reports.queries import forget_question_sets, question_set
from commonbeat.reports.rules.question_documents import as_document
from commonbeat.reports.rules.questions import AnswerKind, Door, QuestionSet, SetState
from commonbeat.reports.rules.steps import Step, ask_page, question_of
from commonbeat.reports.tests.factories import make_report
from commonbeat.reports.tests.walking import Walk

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 14, 12, 20, 30, tzinfo=UTC)
CORE = {
    Step.EMERGENCY: {"danger": "no"},
    Step.WHEN: {"when": "unknown"},
    Step.WHERE: {"where_unknown": "1"},
    Step.WORDS: {"description": "It was like this."},
    Step.DOOR: {},
    Step.IDENTITY: {},
    Step.EVIDENCE: {},
    Step.CHECK: {},
    Step.RECEIPT: {"go": "send"},
}


def an_answer(topic: Topic, page: str) -> dict[str, str]:
    """Return the first answer that sends nobody to the telephone, or some words."""
    asked = question_of(page)
    questions = question_set(topic).questions.questions
    question = next(each for each in questions if each.key == asked)
    if question.kind in {AnswerKind.LINE, AnswerKind.TEXT}:
        return {f"q-{asked}": "Some words of mine."}
    return {f"q-{asked}": next(each.key for each in question.options if not each.danger)}


def walk_through(client: Client, topic: Topic) -> list[str]:
    """Answer every page until the report is sent; return the pages that came."""
    walk, seen = Walk(client), list[str]()
    while walk.step and len(seen) < 40:
        seen.append(walk.step)
        if walk.step == Step.WHAT:
            walk.send(topic=topic.value)
        elif question_of(walk.step):
            walk.send(**an_answer(topic, walk.step))
        else:
            walk.send(**CORE[Step(walk.step)])
        assert walk.page.status_code == 200
    return seen


@pytest.mark.parametrize("topic", list(Topic))
def test_each_kind_is_asked_its_questions_and_arrives(client: Client, topic: Topic) -> None:
    seen = walk_through(client, topic)
    report = Report.objects.get()
    assert report.topic == topic.value
    assert report.question_set_id == question_set(topic).id
    asked = {question_of(page) for page in seen if question_of(page)}
    assert asked == set(report.answers or {}) - {"signposted"}
    assert (Step.DOOR in seen) is ("signposted" in (report.answers or {}))
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("topic", [Topic.FRAUD, Topic.COUNCIL, Topic.LICENCE, Topic.STUDENT])
def test_another_door_is_shown_before_any_detail_is_typed(client: Client, topic: Topic) -> None:
    walk = Walk(client)
    walk.send(danger="no")
    walk.send(topic=topic.value)
    while question_of(walk.step):
        walk.send(**{f"q-{question_of(walk.step)}": "no"})
    assert walk.step == Step.DOOR
    door = SHIPPED[topic].door
    assert door is not None
    assert door.site in walk.page.content.decode()


def test_whoever_may_die_is_sent_to_the_telephone(client: Client) -> None:
    walk = Walk(client)
    walk.send(danger="no")
    walk.send(topic="worried")
    assert walk.step == "ask-life"
    page = walk.send(**{"q-life": "now"}).content.decode()
    assert 'id="flow"' not in page
    assert 'href="tel:999"' in page
    client.post(
        "/report/",
        {"danger": "no", "topic": "worried", "q-life": "now", "q-crime": "no", "go": "send"}
        | {"when": "unknown", "where_unknown": "1", "description": "x"},
    )
    assert not Report.objects.exists()


def test_sabotage_a_danger_that_goes_on_is_noticed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AskForm, "says_danger", False)
    walk = Walk(client)
    walk.send(danger="no")
    walk.send(topic="worried")
    walk.send(**{"q-life": "now"})
    assert walk.step == "ask-crime"


def test_sabotage_a_door_for_everybody_is_noticed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Door, "is_shown", lambda door, answers: True)
    walk = Walk(client)
    walk.send(danger="no")
    walk.send(topic="worried")
    walk.send(**{"q-life": "unknown"})
    walk.send(**{"q-crime": "unknown"})
    assert walk.step == Step.DOOR, "whoever may be at risk is sent elsewhere"


def test_sabotage_answers_that_nobody_judges_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonbeat.reports.actions.submit.has_strange_answers", lambda *_: False)
    asked = question_set(Topic.BIKE_TAKEN)
    assert make_report(answers={"lock": ("chain",)}, question_set=asked.id).answers


def test_a_first_question_must_be_answered_and_keeps_the_rest(client: Client) -> None:
    walk = Walk(client)
    walk.send(danger="no")
    walk.send(topic="home-entered")
    page = walk.send()
    assert page.status_code == 422
    assert walk.step == "ask-inside"
    assert walk.fields["topic"] == "home-entered"


def test_the_other_questions_may_be_left_out(client: Client) -> None:
    walk = Walk(client)
    for answers in ({"danger": "no"}, {"topic": "bike-taken"}, {"when": "yesterday"}):
        walk.send(**answers)
    walk.send(where_unknown="1")
    walk.send(description="My blue bike is gone.")
    walk.send(identity="anonymous")
    assert walk.step == "ask-bike"
    walk.send(**{"q-bike": "A red Marin"})
    walk.send(go="evidence")
    page = walk.send().content.decode()
    assert "A red Marin" in page
    assert "Not answered" in page


def test_an_answer_that_was_not_offered_is_refused(client: Client) -> None:
    walk = Walk(client)
    for answers in ({"danger": "no"}, {"topic": "bike-taken"}, {"when": "yesterday"}):
        walk.send(**answers)
    walk.send(where_unknown="1")
    walk.send(description="My blue bike is gone.", go="ask-lock")
    page = walk.send(**{"q-lock": "chain"})
    assert page.status_code == 422
    assert walk.step == "ask-lock"


def test_only_what_is_asked_of_this_kind_is_kept(client: Client) -> None:
    walk = Walk(client)
    walk.send(danger="no")
    walk.send(topic="bike-taken", **{"q-life": "now", "q-bike": "Red", "q-nonsense": "x"})
    assert walk.step == "when", "what another kind asks sends nobody to the telephone"
    walk.send(when="yesterday")
    walk.send(where_unknown="1")
    walk.send(description="Gone.", go="receipt")
    walk.send(go="send")
    assert Report.objects.get().answers == {"bike": ["Red"]}


def test_another_door_in_writing_is_refused() -> None:
    asked = question_set(Topic.BIKE_TAKEN)
    for answers in ({"life": ("now",)}, {"lock": ("chain",)}, {"bike": ("x" * 2_001,)}):
        with pytest.raises(FaultyIntake):
            make_report(answers=answers, question_set=asked.id)
    with pytest.raises(FaultyIntake):
        make_report(answers={"bike": ("Red",)}, question_set=None)


def publish(topic: Topic, questions: QuestionSet) -> QuestionSetVersion:
    """Put a force's own version of a set in place, as its editor does."""
    QuestionSetVersion.objects.filter(topic=topic.value).update(state=SetState.RETIRED.value)
    made = QuestionSetVersion.objects.create(
        topic=topic.value,
        version=99,
        state=SetState.LIVE.value,
        document=as_document(questions),
        saved_at=NOW,
        published_at=NOW,
    )
    forget_question_sets()
    return made


def test_whoever_began_before_a_change_ends_with_the_questions_they_began_with(
    client: Client,
) -> None:
    walk = Walk(client)
    for answers in ({"danger": "no"}, {"topic": "bike-taken"}, {"when": "yesterday"}):
        walk.send(**answers)
    before = question_set(Topic.BIKE_TAKEN)
    publish(Topic.BIKE_TAKEN, QuestionSet())
    walk.send(where_unknown="1")
    walk.send(description="Gone.")
    walk.send(identity="anonymous")
    assert walk.step == "ask-bike"
    walk.send(go="receipt")
    walk.send(go="send")
    assert Report.objects.get().question_set_id == before.id
    assert question_set(Topic.BIKE_TAKEN).version == 99


def test_a_report_keeps_the_words_of_its_version(client: Client) -> None:
    walk_through(client, Topic.BIKE_TAKEN)
    report = Report.objects.get()
    publish(Topic.BIKE_TAKEN, QuestionSet())
    assert "How was it locked?" in client.get("/receipt/thread/").content.decode()
    sign_in(client, make_user(Role.TRIAGE_OPERATOR))
    case = client.get(f"/staff/reports/{report.reference}/").content.decode()
    assert "How was it locked?" in case
    assert "With a D-lock or a heavy chain" in case


def test_the_police_see_which_door_was_shown(client: Client) -> None:
    walk_through(client, Topic.FRAUD)
    sign_in(client, make_user(Role.TRIAGE_OPERATOR))
    page = client.get(f"/staff/reports/{Report.objects.get().reference}/").content.decode()
    assert "They were shown who can help better: Report Fraud" in page


def test_a_release_publishes_its_questions_once() -> None:
    before = QuestionSetVersion.objects.count()
    assert before == len(Topic)
    assert publish_shipped_sets(now=NOW) == []
    assert QuestionSetVersion.objects.count() == before


def test_a_new_text_of_a_release_is_a_new_version(monkeypatch: pytest.MonkeyPatch) -> None:
    live = QuestionSetVersion.objects.get(topic="bike-taken", state="live")
    QuestionSetVersion.objects.filter(pk=live.pk).update(shipped_digest="of an older release")
    assert publish_shipped_sets(now=NOW) == [Topic.BIKE_TAKEN]
    live.refresh_from_db()
    assert live.state == SetState.RETIRED.value
    assert question_set(Topic.BIKE_TAKEN).version == live.version + 1


def test_a_release_leaves_what_a_force_wrote() -> None:
    made = publish(Topic.BIKE_TAKEN, QuestionSet())
    assert publish_shipped_sets(now=NOW) == []
    made.refresh_from_db()
    assert made.state == SetState.LIVE.value


def test_without_a_database_the_questions_are_asked_all_the_same(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    def gone(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(QuestionSetVersion.objects, "filter", gone)
    forget_question_sets()
    walk = Walk(client)
    walk.send(danger="no")
    walk.send(topic="home-entered")
    assert walk.step == ask_page("inside")
