"""The states of a publication and what keeps a draft from going out, for every value."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.alerts.tests.factories import CELL, NOW
from commonbeat.publishing.rules import (
    FACTS_LENGTH,
    HEADLINE_LENGTH,
    PUBLICATION_STATES,
    Draft,
    Fault,
    PublicationState,
    Severity,
    Words,
    faults,
    fits,
    is_second_person,
    missing_languages,
)
from commonbeat.publishing.tests.factories import make_draft

states = st.sampled_from(PublicationState)
OVER = {
    PublicationState.SUPERSEDED,
    PublicationState.ENDED,
    PublicationState.CANCELLED,
    PublicationState.DISCARDED,
}


@given(st.lists(states, max_size=15))
def test_what_is_over_stays_over(path: list[PublicationState]) -> None:
    state, was_over = PublicationState.DRAFT, False
    for after in path:
        if PUBLICATION_STATES.allows(state, after):
            assert not was_over
            state = after
        was_over = state in OVER


def test_only_what_was_written_can_go_live() -> None:
    assert PUBLICATION_STATES.may_become(PublicationState.LIVE) == {
        PublicationState.DRAFT,
        PublicationState.AWAITING,
    }
    assert PUBLICATION_STATES.ends() == OVER


def test_a_finished_draft_has_no_faults() -> None:
    assert faults(make_draft(), now=NOW) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"words": {}}, Fault.NO_WORDS),
        ({"words": {"zh-hans": Words("锁好", "两把锁。")}}, Fault.NO_WORDS),
        ({"words": {"en": Words("Lock it", "")}}, Fault.NO_WORDS),
        ({"cells": ()}, Fault.NO_PLACE),
        ({"ends_at": None}, Fault.NO_END),
        ({"ends_at": NOW}, Fault.ENDS_TOO_SOON),
        ({"ends_at": NOW + timedelta(days=7, seconds=1)}, Fault.ENDS_TOO_LATE),
        ({"words": {"en": Words("x" * 61, "y")}}, Fault.TOO_LONG),
    ],
)
def test_a_draft_says_what_is_missing(changes: dict[str, Any], fault: Fault) -> None:
    assert fault in faults(make_draft(**changes), now=NOW)


@given(st.text(max_size=80), st.text(max_size=300))
def test_words_fit_up_to_their_limits(headline: str, facts: str) -> None:
    expected = len(headline) <= HEADLINE_LENGTH and len(facts) <= FACTS_LENGTH
    assert fits(Words(headline, facts)) == expected


@given(st.integers(), st.sets(st.integers()))
def test_nobody_who_wrote_any_of_it_is_the_second_person(person: int, hands: set[int]) -> None:
    assert is_second_person(person, hands=hands) == (person not in hands)
    assert not is_second_person(person, hands=hands | {person})


def test_missing_languages_come_in_the_order_of_the_site() -> None:
    assert missing_languages({"en"}, ["en", "zh-hans", "pl"]) == ["zh-hans", "pl"]


def test_a_draft_needs_a_severity() -> None:
    draft = Draft(severity=Severity.MINOR, topic="safety", ends_at=None, words={}, cells=(CELL,))
    assert Fault.NO_END in faults(draft, now=NOW)
