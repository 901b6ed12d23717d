"""What question sets may be, and what an answer to one may be."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.reports.models.shipped import SHIPPED
from commonbeat.reports.models.shipped.asking import choose, if_said, said, tell
from commonbeat.reports.rules import Topic
from commonbeat.reports.rules.question_documents import as_document, digest, from_document
from commonbeat.reports.rules.questions import (
    SIGNPOSTED,
    UNKNOWN,
    AnswerKind,
    Door,
    Question,
    QuestionSet,
    SetFault,
    has_strange_answers,
    set_faults,
    wrong_answer,
)

topics = st.sampled_from(list(Topic))
LOCK = choose("lock", "How?", ("d-lock", "D-lock"), ("none", "Not at all"), may_not_know=True)
WHY = tell("why", "Why?", only_if=if_said("lock", "none"))
SAD = tell("sad", "And then?", only_if=if_said("why", "x"))


def test_every_topic_has_its_questions() -> None:
    assert set(SHIPPED) == set(Topic)


@pytest.mark.parametrize("topic", list(Topic))
def test_what_comes_with_commonbeat_is_without_a_fault(topic: Topic) -> None:
    assert set_faults(SHIPPED[topic]) == {}


@pytest.mark.parametrize("topic", list(Topic))
def test_a_set_is_stored_and_read_as_it_is(topic: Topic) -> None:
    stored = json.loads(json.dumps(as_document(SHIPPED[topic])))
    assert from_document(stored) == SHIPPED[topic]
    assert digest(stored) == digest(as_document(SHIPPED[topic]))


def answers_to(question: Question) -> st.SearchStrategy[tuple[str, ...]]:
    if question.kind is AnswerKind.ONE:
        return st.sampled_from(question.values).map(lambda value: (value,))
    if question.kind is AnswerKind.MANY:
        return st.lists(st.sampled_from(question.values), min_size=1, unique=True).map(tuple)
    return st.text(min_size=1, max_size=40).map(lambda text: (text,))


@given(topics.flatmap(lambda topic: st.tuples(st.just(topic), st.data())))
def test_what_is_kept_was_asked_and_asking_again_changes_nothing(
    found: tuple[Topic, st.DataObject],
) -> None:
    topic, data = found
    questions = SHIPPED[topic]
    told = {
        question.key: data.draw(answers_to(question))
        for question in questions.questions
        if data.draw(st.booleans())
    }
    kept = questions.kept(told)
    assert set(kept) <= {question.key for question in questions.asked(told)}
    assert questions.kept(kept) == kept
    assert questions.asked(kept) == questions.asked(told)
    assert not has_strange_answers(questions, kept)


def test_a_question_depends_on_answers_that_still_count() -> None:
    questions = QuestionSet(questions=(LOCK, WHY, SAD))
    assert questions.asked({"lock": ("none",), "why": ("x",)}) == [LOCK, WHY, SAD]
    assert questions.asked({"lock": ("d-lock",), "why": ("x",)}) == [LOCK]


@pytest.mark.parametrize(
    ("question", "values", "is_wrong"),
    [
        (LOCK, ("d-lock",), False),
        (LOCK, (UNKNOWN,), False),
        (LOCK, ("d-lock", "none"), True),
        (LOCK, ("chain",), True),
        (replace(LOCK, may_not_know=False), (UNKNOWN,), True),
        (replace(LOCK, kind=AnswerKind.MANY), ("d-lock", "none"), False),
        (WHY, ("x" * 2_000,), False),
        (WHY, ("x" * 2_001,), True),
        (WHY, ("x", "y"), True),
    ],
)
def test_an_answer_is_one_of_those_offered(
    question: Question, values: tuple[str, ...], is_wrong: bool
) -> None:
    assert wrong_answer(question, values) is is_wrong


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        (replace(LOCK, words={}), SetFault.NO_WORDS),
        (replace(LOCK, words={"pl": "Jak?"}), SetFault.NO_WORDS),
        (replace(LOCK, words=said("x" * 401)), SetFault.TOO_LONG),
        (replace(LOCK, key="Lock!"), SetFault.BAD_KEY),
        (replace(LOCK, key=SIGNPOSTED), SetFault.BAD_KEY),
        (replace(LOCK, options=LOCK.options[:1]), SetFault.NO_OPTIONS),
        (replace(LOCK, options=LOCK.options * 2), SetFault.SAME_KEY),
        (replace(WHY, only_if=if_said("later", "x")), SetFault.BAD_CONDITION),
        (replace(WHY, only_if=if_said("lock")), SetFault.BAD_CONDITION),
    ],
)
def test_a_set_with_a_fault_says_where(question: Question, fault: SetFault) -> None:
    assert set_faults(QuestionSet(questions=(question,))) == {question.key: fault}


def test_a_condition_asks_what_the_earlier_question_can_answer() -> None:
    wrong = replace(WHY, only_if=if_said("lock", "chain"))
    assert set_faults(QuestionSet(questions=(LOCK, wrong))) == {"why": SetFault.BAD_CONDITION}
    assert set_faults(QuestionSet(questions=(WHY, LOCK))) == {"why": SetFault.BAD_CONDITION}


def test_the_same_key_twice_is_a_fault() -> None:
    assert set_faults(QuestionSet(questions=(LOCK, LOCK))) == {"lock": SetFault.SAME_KEY}


def test_a_door_says_who_and_why() -> None:
    door = Door(name=said("The council"), text={})
    assert set_faults(QuestionSet(door=door)) == {"door": SetFault.NO_WORDS}


def test_a_life_at_risk_is_never_sent_to_another_door() -> None:
    questions = SHIPPED[Topic.WORRIED]
    door = questions.door
    assert door is not None
    assert door.is_shown({"life": ("no",), "crime": ("no",)})
    for answers in (
        {"life": ("now",), "crime": ("no",)},
        {"life": (UNKNOWN,), "crime": ("no",)},
        {"life": ("no",), "crime": ("yes",)},
        {"life": ("no",), "crime": (UNKNOWN,)},
        {},
    ):
        assert not door.is_shown(answers)
