"""Pure rules of incidents: what is alike and why, how many independent reports there are."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from commonbeat.casework.rules import (
    INCIDENT_OUTCOMES,
    DecisionKind,
    IncidentState,
    Nearness,
    Outcome,
    Told,
    Voice,
    Voices,
    corroboration,
    kin_of,
    kind_of_ending,
    likeness,
    may_link,
    may_merge,
    similarity,
    window_of,
)
from commonbeat.casework.rules.similarity import telling_words
from commonbeat.reports.models import Category
from commonbeat.reports.tests.factories import NOON


def told(words: str = "", **fields: Any) -> Told:
    given: dict[str, Any] = {"cell8": 8, "cell9": 9, "at": NOON, "category": "burglary"}
    return Told(words=words, **{**given, **fields})


class TestLikeness:
    def test_it_says_where_when_and_in_which_words(self) -> None:
        one = told("My blue bike was taken from the racks")
        other = told("Somebody cut the lock of a bike at the rack", at=NOON - timedelta(minutes=61))
        found = likeness(one, other)
        assert found.place is Nearness.SAME_STREETS
        assert found.hours == 2
        assert found.words == ("bike", "racks")
        assert found.is_same_kind and found.is_likely

    @pytest.mark.parametrize(
        ("fields", "place"),
        [
            ({}, Nearness.SAME_STREETS),
            ({"cell9": None}, Nearness.SAME_AREA),
            ({"cell9": 91}, Nearness.SAME_AREA),
            ({"cell8": 81, "cell9": 91}, Nearness.NEXT_AREA),
        ],
    )
    def test_the_nearer_the_likelier(self, fields: dict[str, Any], place: Nearness) -> None:
        found = likeness(told(), told(**fields))
        assert found.place is place
        assert found.score <= likeness(told(), told()).score

    def test_near_alone_is_not_worth_showing(self) -> None:
        assert not likeness(told("A dog barks"), told("Kids on scooters", category="x")).is_likely

    def test_two_words_in_common_are_worth_showing_whatever_the_kind(self) -> None:
        other = told("A white van drove off with a ladder", category="suspicious")
        assert likeness(told("White van behind the shop"), other).is_likely

    def test_case_accents_plurals_and_little_words_make_no_difference(self) -> None:
        assert set(telling_words("The CAFÉS and their bags")) == {"cafe", "bag"}

    def test_a_script_without_spaces_is_compared_by_pairs_of_signs(self) -> None:
        assert likeness(told("自行车被偷"), told("我的自行车不见了")).words == ("自行", "行车")

    def test_no_words_are_no_reason(self) -> None:
        assert likeness(told(""), told("")).words == ()


def test_every_category_has_a_window_and_belongs_to_its_own_kin() -> None:
    for category in Category:
        assert timedelta(hours=4) <= window_of(category) <= timedelta(hours=72)
        kin = kin_of(category)
        assert kin is None or category in kin


def test_the_kin_are_categories_that_there_are() -> None:
    named = set(similarity._WINDOWS) | similarity._OPEN_KINDS.union(*similarity._KIN)
    assert named <= set(Category)


class TestCorroboration:
    def voices(self, *marks: str, hoaxes: int = 0) -> Voices:
        heard = [Voice(frozenset(mark.split())) for mark in marks]
        return corroboration([*heard, *[Voice(counts=False)] * hoaxes]).voices

    @pytest.mark.parametrize(
        ("number", "said"),
        [
            *((0, Voices.NONE), (1, Voices.ONE), (2, Voices.FEW), (4, Voices.FEW)),
            *((5, Voices.MANY), (40, Voices.MANY)),
        ],
    )
    def test_it_says_a_range(self, number: int, said: Voices) -> None:
        assert self.voices(*(f"person{n}" for n in range(number))) is said

    def test_one_person_who_reports_often_counts_once(self) -> None:
        assert self.voices("ann", "ann", "ann") is Voices.ONE

    def test_an_account_and_an_address_that_a_third_report_joins_are_one_person(self) -> None:
        assert self.voices("account:1", "mail:a", "account:1 mail:a") is Voices.ONE

    def test_what_was_taken_back_or_meant_as_a_hoax_counts_nothing(self) -> None:
        assert self.voices("ann", hoaxes=6) is Voices.ONE

    def test_who_cannot_be_told_apart_counts_and_is_marked(self) -> None:
        found = corroboration([Voice(), Voice()])
        assert (found.voices, found.may_be_same) == (Voices.FEW, True)
        assert not corroboration([Voice()]).may_be_same
        assert not corroboration([Voice(frozenset("a")), Voice(frozenset("b"))]).may_be_same


def test_nothing_is_put_into_what_is_finished_or_with_what_nobody_may_read() -> None:
    for state in IncidentState:
        assert may_link(state=state, status="seen") == (
            state in {IncidentState.OPEN, IncidentState.UNDER_WAY, IncidentState.RESOLVED}
        )
    for status in ("counted", "elsewhere", "withdrawn", "erased"):
        assert not may_link(state=IncidentState.OPEN, status=status)
    assert may_link(state=IncidentState.OPEN, status="resolved")
    assert not may_merge(IncidentState.OPEN, IncidentState.CLOSED)
    assert may_merge(IncidentState.OPEN, IncidentState.RESOLVED)


def test_every_outcome_for_everybody_is_a_decision_and_none_calls_them_a_hoax() -> None:
    every = [outcome for fitting in INCIDENT_OUTCOMES.values() for outcome in fitting]
    assert Outcome.NOT_MEANT not in every
    assert {kind_of_ending(outcome) for outcome in every} == {DecisionKind.CLOSE, DecisionKind.FILE}


def test_the_moment_of_both_may_be_in_any_order() -> None:
    later: datetime = NOON + timedelta(hours=3)
    assert likeness(told(), told(at=later)).hours == likeness(told(at=later), told()).hours == 3
