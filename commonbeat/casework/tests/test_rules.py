"""What decides is pure, covers every status, and warns where it must."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.casework import rules
from commonbeat.casework.rules import DecisionKind
from commonbeat.reports.rules import CLOSED, STATUS_TABLE, Status

statuses = st.sampled_from(list(Status))
kinds = st.sampled_from(list(DecisionKind))


def test_every_decision_has_a_rule_and_leads_to_a_status_there_is() -> None:
    assert set(rules.RULES) == set(DecisionKind)
    for rule in rules.RULES.values():
        assert rule.leads_to is None or rule.leads_to in set(Status)


@given(kind=kinds, status=statuses)
def test_a_decision_never_asks_for_a_move_that_the_state_table_refuses(
    kind: DecisionKind, status: Status
) -> None:
    after = rules.status_after(kind, status.value)
    if rules.may_decide(kind, status.value) and after is not None:
        assert STATUS_TABLE.allows(status, Status(after))


@given(kind=kinds, status=statuses)
def test_a_decision_that_ends_leaves_a_closed_report(kind: DecisionKind, status: Status) -> None:
    if rules.RULES[kind].ends and rules.may_decide(kind, status.value):
        assert Status(rules.status_after(kind, status.value) or status) in CLOSED


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.ERASED])
def test_nobody_writes_to_a_reporter_who_took_it_back(status: Status) -> None:
    for kind, rule in rules.RULES.items():
        if rule.tells:
            assert not rules.may_decide(kind, status.value)


@pytest.mark.parametrize("status", [Status.ERASED, Status.COUNTED, Status.ELSEWHERE])
def test_nothing_is_decided_of_what_the_police_do_not_have(status: Status) -> None:
    assert not any(rules.may_decide(kind, status.value) for kind in DecisionKind)


def test_taking_over_leaves_the_status_as_it_is() -> None:
    assert rules.status_after(DecisionKind.TAKE, "investigating") is None
    assert rules.status_after(DecisionKind.TAKE, "submitted") == "assigned"
    assert rules.status_after(DecisionKind.TAKE, "filed") == "assigned"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ok", False),
        ("No.", False),
        ("closed closed", False),
        ("We found it", True),
        ("已经找到了自行车", True),
        ("好", False),
        ("… — !!!", False),
    ],
)
def test_a_reason_needs_words(text: str, says: bool) -> None:
    assert rules.says_something(text) is says


@given(st.text())
def test_counting_words_takes_anything(text: str) -> None:
    assert rules.words_in(text) >= 0
    assert rules.words_in(f"{text} three more words") >= 3


@pytest.mark.parametrize(
    "text",
    [
        "Could you find out his name?",
        "Please ASK THEM where they live.",
        "Can you go   back and look?",
        "Keep an eye on the flat for us.",
        "Let us know when he comes home.",
    ],
)
def test_a_task_for_somebody_without_a_name_is_noticed(text: str) -> None:
    assert rules.drifts(text=text, is_anonymous=True, is_question=True, questions_before=0)
    assert not rules.drifts(text=text, is_anonymous=False, is_question=True, questions_before=9)


@pytest.mark.parametrize(
    "text",
    [
        "What colour was the bike?",
        "Did you see which way they went?",
        "Thank you for the background.",
        "We asked the shop and they have a camera.",
    ],
)
def test_a_clarifying_question_is_no_task(text: str) -> None:
    assert not rules.drifts(text=text, is_anonymous=True, is_question=True, questions_before=1)


def test_the_third_question_is_noticed_whatever_it_says() -> None:
    asked = {"text": "What colour was it?", "is_anonymous": True}
    assert not rules.drifts(**asked, is_question=True, questions_before=1)  # type: ignore[arg-type]
    assert rules.drifts(**asked, is_question=True, questions_before=2)  # type: ignore[arg-type]
    assert not rules.drifts(**asked, is_question=False, questions_before=2)  # type: ignore[arg-type]


def test_no_decision_is_offered_that_cannot_be_sent() -> None:
    assert all(rules.OUTCOMES[kind] for kind in rules.OUTCOMES)
    offered = [outcome for kind in rules.OUTCOMES for outcome in rules.OUTCOMES[kind]]
    # A partner may be told of a report that we keep, and may be given one.
    assert set(offered) == set(rules.Outcome)
