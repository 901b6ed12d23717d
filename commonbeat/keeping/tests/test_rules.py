"""Years, groups and the two people that it takes: rules alone, no database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.keeping.rules import (
    HOLD_TABLE,
    REVIEW_TABLE,
    SHIPPED,
    Group,
    HoldState,
    ReviewState,
    Years,
    first_group,
    fits,
    goes_alone,
    may_hold_until,
    may_keep_until,
    may_regroup,
    review_day,
    years_after,
)
from commonbeat.reports.rules import Category

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


def test_a_leap_day_is_followed_by_the_first_of_march() -> None:
    assert years_after(date(2024, 2, 29), 6) == date(2030, 3, 1)
    assert years_after(date(2024, 2, 29), 8) == date(2032, 2, 29)


@given(noticed=DAYS, again=DAYS, group=st.sampled_from(Group))
def test_what_comes_to_notice_again_is_never_looked_at_sooner(
    noticed: date, again: date, group: Group
) -> None:
    years = SHIPPED[group]
    first = review_day(noticed_on=noticed, kept_until=None, years=years)
    newest = max(noticed, again)
    assert review_day(noticed_on=newest, kept_until=None, years=years) >= first
    assert review_day(noticed_on=newest, kept_until=None, years=years) == years_after(
        newest, years.clear
    )


@given(noticed=DAYS, until=DAYS, group=st.sampled_from(Group))
def test_what_a_person_decided_puts_a_review_off_and_never_forward(
    noticed: date, until: date, group: Group
) -> None:
    years = SHIPPED[group]
    day = review_day(noticed_on=noticed, kept_until=until, years=years)
    assert day >= until
    assert day >= years_after(noticed, years.clear)


@given(today=DAYS, group=st.sampled_from([Group.PUBLIC_PROTECTION, Group.SERIOUS]))
def test_the_two_gravest_groups_never_go_without_a_person(today: date, group: Group) -> None:
    wished = Years(6, 6, goes_alone=True)
    assert not goes_alone(group=group, years=wished, review_on=today, today=today)
    assert not fits(group, wished)


@pytest.mark.parametrize(("clear", "again"), [(5, 5), (101, 5), (6, 0), (6, 11)])
def test_a_force_cannot_keep_for_less_than_six_years_or_forever(clear: int, again: int) -> None:
    assert not fits(Group.UNDETECTED, Years(clear, again))
    assert fits(Group.UNDETECTED, Years(6, 5, goes_alone=True))


def test_nobody_alone_moves_something_to_a_group_that_is_kept_for_less_long() -> None:
    assert may_regroup(Group.UNDETECTED, Group.SERIOUS, years=SHIPPED)
    assert not may_regroup(Group.SERIOUS, Group.UNDETECTED, years=SHIPPED)


def test_a_review_keeps_for_a_while_and_a_hold_is_looked_at_within_a_year() -> None:
    today, years = date(2030, 6, 1), SHIPPED[Group.OTHER_OFFENCE]
    assert not may_keep_until(until=today, today=today, years=years)
    assert may_keep_until(until=date(2035, 6, 1), today=today, years=years)
    assert not may_keep_until(until=date(2035, 6, 2), today=today, years=years)
    assert not may_hold_until(review_on=today, today=today)
    assert may_hold_until(review_on=today + timedelta(days=366), today=today)
    assert not may_hold_until(review_on=today + timedelta(days=367), today=today)


def test_violence_begins_in_the_group_of_what_is_serious() -> None:
    assert first_group(Category.VIOLENT_CRIME) is Group.SERIOUS
    assert first_group(Category.BICYCLE_THEFT) is Group.UNDETECTED


@given(st.lists(st.sampled_from(HoldState), max_size=12))
def test_no_way_leads_from_held_to_lifted_without_somebody_who_asked(
    wishes: list[HoldState],
) -> None:
    state, asked = HOLD_TABLE.start, False
    for wish in wishes:
        if HOLD_TABLE.allows(state, wish):
            assert wish is not HoldState.LIFTED or asked
            state, asked = wish, wish is HoldState.LIFT_ASKED


@given(st.sampled_from(ReviewState), st.sampled_from(ReviewState))
def test_an_answer_is_given_once(before: ReviewState, after: ReviewState) -> None:
    assert REVIEW_TABLE.allows(before, after) == (
        before is ReviewState.WAITING and after is not ReviewState.WAITING
    )
