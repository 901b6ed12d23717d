"""A sanitised copy tells nobody who told: written by hand, agreed to, and checked by another."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_organisation, make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.core import clock
from commonbeat.core.errors import NotAllowed
from commonbeat.intelligence import actions, rules
from commonbeat.intelligence.actions import copying
from commonbeat.intelligence.models import (
    CopiedItem,
    CopyRecipient,
    Immutable,
    Item,
    SanitisedCopy,
)
from commonbeat.intelligence.queries import SharedItem, given_by_key, shared_copy
from commonbeat.intelligence.rules import COPIED_FIELDS, CopyState, Crowd
from commonbeat.intelligence.tests.factories import (
    BOUND,
    CONDITIONS,
    PERMITTED,
    SAFE,
    SOURCE,
    WHY,
    WORDS,
    agree,
    check,
    grade,
    make_copy,
    make_given,
    make_graded,
    make_held,
    make_officer,
)
from commonbeat.intelligence.tests.test_grading import UNSET

pytestmark = pytest.mark.django_db


def check_originals_stay_behind() -> None:
    """Whoever pastes the original or its source into a copy is refused."""
    pasted = (WORDS, f"We hear: {WORDS.upper()}!", WORDS[:45], f"Told by {SOURCE}")
    for words in pasted:
        with pytest.raises(actions.TakenAlong):
            make_copy(words={1: words})
    assert not SanitisedCopy.objects.exists()


class TestWriting:
    def test_the_original_does_not_come_along(self) -> None:
        check_originals_stay_behind()

    def test_sabotage_a_copy_that_takes_the_original_along_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rules, "takes_along", lambda text, original: False)
        with pytest.raises(pytest.fail.Exception):
            check_originals_stay_behind()

    def test_it_says_what_was_typed_and_the_allowed_fields_alone(self) -> None:
        copy = make_copy()
        shared = shared_copy(copy)
        assert [item.words for item in shared.items] == [SAFE]
        assert tuple(SharedItem.__dataclass_fields__) == COPIED_FIELDS
        assert set(shared.__dataclass_fields__) == {"reference", "conditions", "items"}
        for word in (WORDS, SOURCE, WHY, copy.written_by.display_name):
            assert word not in str(shared)

    def test_each_version_has_a_name_of_its_own(self) -> None:
        report = make_graded()
        names = [make_copy(report).reference for _version in range(2)]
        assert names == [f"{report.reference}-S1", f"{report.reference}-S2"]

    def test_an_item_without_words_stays_out_and_one_must_have_some(self) -> None:
        assert CopiedItem.objects.filter(copy=make_copy()).count() == 1
        with pytest.raises(actions.WordsMissing):
            make_copy(words={1: " "})

    def test_under_c_the_conditions_are_written_for_the_reader(self) -> None:
        report = make_graded(grades=(BOUND, PERMITTED))
        with pytest.raises(actions.WordsMissing):
            make_copy(report)
        assert make_copy(report, conditions="Ask before acting").conditions == "Ask before acting"

    def test_what_is_written_never_changes(self) -> None:
        copy = make_copy()
        item = CopiedItem.objects.get(copy=copy)
        with pytest.raises(Immutable):
            item.save()


def check_nothing_leaves_without_a_code() -> None:
    """No copy is written, finished or given of an item whose handling is not set."""
    officer = make_officer()
    report = make_graded(officer, grades=(UNSET, PERMITTED))
    with pytest.raises(actions.HandlingUnset):
        make_copy(report)
    copy = make_copy(report, words={2: SAFE})
    grade(report, 2, UNSET, officer)
    with pytest.raises(actions.HandlingUnset):
        check(copy)
    assert not SanitisedCopy.objects.filter(state=CopyState.CHECKED.value).exists()


class TestHandling:
    def test_nothing_leaves_without_a_handling_code(self) -> None:
        check_nothing_leaves_without_a_code()

    def test_the_database_keeps_no_copied_item_without_one(self) -> None:
        copy = make_copy()
        with pytest.raises(IntegrityError), transaction.atomic():
            CopiedItem.objects.filter(copy=copy).update(handling="")

    def test_sabotage_a_copy_that_leaves_without_one_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rules, "may_leave", lambda handlings: True)
        with pytest.raises((pytest.fail.Exception, IntegrityError)):
            check_nothing_leaves_without_a_code()

    def test_a_copy_of_an_item_that_was_graded_anew_is_not_finished(self) -> None:
        officer = make_officer()
        report = make_graded(officer)
        copy = make_copy(report)
        grade(report, 1, BOUND, officer)
        with pytest.raises(actions.Regraded):
            check(copy)


def check_few_need_a_supervisor() -> None:
    """What 1 to 3 people could know goes nowhere before a supervisor agreed."""
    copy = make_held()
    assert copy.standing is CopyState.HELD
    with pytest.raises(actions.NotNow):
        check(copy)
    for role in set(Role) - {Role.SUPERVISOR}:
        with pytest.raises(NotAllowed):
            agree(copy, make_user(role))
    agree(copy)
    copy.refresh_from_db()
    assert check(copy).standing is CopyState.CHECKED


class TestFew:
    def test_a_supervisor_agrees_first(self) -> None:
        check_few_need_a_supervisor()

    def test_sabotage_a_copy_that_needs_none_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rules, "first_state", lambda crowd: CopyState.CHECKING)
        with pytest.raises((AssertionError, IntegrityError)):
            check_few_need_a_supervisor()

    def test_the_database_refuses_it_too(self) -> None:
        copy = make_held()
        for state in ("checking", "checked"):
            with pytest.raises(IntegrityError), transaction.atomic():
                SanitisedCopy.objects.filter(pk=copy.pk).update(state=state)

    def test_a_supervisor_refuses_with_a_reason_and_it_is_over(self) -> None:
        copy = make_held()
        supervisor = make_user(Role.SUPERVISOR)
        with pytest.raises(actions.ReasonMissing):
            actions.answer_held_copy(
                copy=copy, agrees=False, reason="", user=supervisor, now=clock.now()
            )
        refused = actions.answer_held_copy(
            copy=copy, agrees=False, reason=WHY, user=supervisor, now=clock.now()
        )
        assert (refused.standing, refused.ended_reason) == (CopyState.REFUSED, WHY)
        with pytest.raises(actions.NotNow):
            agree(copy)

    @pytest.mark.parametrize("crowd", [Crowd.SOME, Crowd.MANY])
    def test_what_more_people_know_goes_straight_to_its_check(self, crowd: Crowd) -> None:
        assert make_copy(crowd=crowd).standing is CopyState.CHECKING


def check_writer_never_checks() -> None:
    """Whoever wrote a copy, or agreed to it, does not check it."""
    writer = make_officer()
    copy = make_copy(user=writer)
    with pytest.raises(NotAllowed):
        check(copy, writer)
    assert SanitisedCopy.objects.get().standing is CopyState.CHECKING
    with pytest.raises(IntegrityError), transaction.atomic():
        SanitisedCopy.objects.update(state="checked", ended_by=writer)
    assert check(copy).standing is CopyState.CHECKED


class TestSecondPerson:
    def test_the_writer_never_checks(self) -> None:
        check_writer_never_checks()

    def test_sabotage_a_writer_who_checks_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rules, "may_check", lambda **people: True)
        with pytest.raises((pytest.fail.Exception, IntegrityError)):
            check_writer_never_checks()

    def test_who_agreed_never_checks(self) -> None:
        both = make_user(Role.SUPERVISOR)
        copy = agree(make_held(), both)
        type(both).objects.filter(pk=both.pk).update(role=Role.INTELLIGENCE_OFFICER)
        both.refresh_from_db()
        with pytest.raises(NotAllowed):
            check(copy, both)

    def test_a_checked_copy_is_decided_for_good(self) -> None:
        copy = check(make_copy())
        for passes in (True, False):
            with pytest.raises(actions.NotNow):
                actions.check_copy(
                    copy=copy, passes=passes, reason=WHY, user=make_officer(), now=clock.now()
                )

    def test_who_agreed_and_checked_and_why_is_logged(self) -> None:
        check(agree(make_held()))
        events = ("intelligence.copy-written", "intelligence.copy-answered")
        for event in (*events, "intelligence.copy-checked"):
            assert AuditEntry.objects.get(event=event).payload["reason"] == WHY


def check_only_checked_copies_are_given() -> None:
    for make in (make_copy, make_held):
        with pytest.raises(actions.NotNow):
            actions.give_copy(
                copy=make(),
                to=make_user(Role.NEIGHBOURHOOD_OFFICER),
                reason=WHY,
                user=make_officer(),
                now=clock.now(),
            )
    assert not CopyRecipient.objects.exists()


def check_conditions_come_first() -> None:
    report = make_graded(grades=(BOUND, PERMITTED))
    reader = make_user(Role.NEIGHBOURHOOD_OFFICER)
    given = make_given(reader, report=report, conditions=CONDITIONS)
    with pytest.raises(actions.ConditionsNotAccepted):
        actions.open_given_copy(given=given, user=reader, now=clock.now())
    accepted = actions.accept_conditions(given=given, user=reader, now=clock.now())
    assert actions.open_given_copy(given=accepted, user=reader, now=clock.now()).conditions


class TestGiving:
    def test_only_a_checked_copy_is_given(self) -> None:
        check_only_checked_copies_are_given()

    def test_under_c_each_reader_accepts_the_conditions_first(self) -> None:
        check_conditions_come_first()

    def test_sabotage_conditions_that_nobody_accepts_are_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("commonbeat.intelligence.queries.copies.must_accept", lambda h: False)
        with pytest.raises(pytest.fail.Exception):
            check_conditions_come_first()

    def test_a_member_of_the_organisation_accepts_and_reads(self) -> None:
        body = make_organisation()
        member = make_user(Role.PARTNER_MEMBER, organisation=body)
        stranger = make_user(Role.PARTNER_MEMBER, organisation=make_organisation())
        copy = check(make_copy())
        given = actions.give_copy(
            copy=copy, to=body, reason=WHY, user=make_officer(), now=clock.now()
        )
        found = given_by_key(member, realm_id=copy.report.realm_id, key=given.key)
        assert found == given
        assert given_by_key(stranger, realm_id=copy.report.realm_id, key=given.key) is None
        read = actions.open_given_copy(given=given, user=member, now=clock.now())
        assert [item.words for item in read.items] == [SAFE]
        with pytest.raises(NotAllowed):
            actions.open_given_copy(given=given, user=stranger, now=clock.now())

    @pytest.mark.parametrize("role", [Role.RESIDENT, Role.PARTNER_MEMBER])
    def test_nobody_outside_is_given_one_in_person(self, role: Role) -> None:
        with pytest.raises(actions.NotNow):
            make_given(make_user(role))

    def test_nobody_is_given_the_same_twice(self) -> None:
        reader = make_user(Role.TRIAGE_OPERATOR)
        given = make_given(reader)
        with pytest.raises(actions.NotNow):
            actions.give_copy(
                copy=given.copy,
                to=reader,
                reason=WHY,
                user=make_officer(),
                now=clock.now(),
            )

    def test_giving_is_a_disclosure_and_reading_a_consultation(self) -> None:
        reader = make_user(Role.TRIAGE_OPERATOR)
        actions.open_given_copy(given=make_given(reader), user=reader, now=clock.now())
        kinds = dict(AuditEntry.objects.values_list("event", "kind"))
        assert kinds["intelligence.disclosed"] == "disclosure"
        assert kinds["intelligence.copy-read"] == "consultation"


def test_the_field_beside_an_original_starts_empty() -> None:
    from commonbeat.intelligence.forms import CopyForm
    from commonbeat.intelligence.queries import items_of

    report = make_graded()
    form = CopyForm(items=items_of(report), initial={"expected": report.version})
    assert [field.value() for field in form.beside().values()] == [None, None]
    assert WORDS not in str(form)


def test_sabotage_an_action_that_fills_a_copy_from_its_item_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Sabotage: an action that fills a copy from its item is caught by the words it would hold."""
    honest: Callable[..., None] = copying._copy_item

    def lazy(copy: SanitisedCopy, item: Item, words: str) -> None:
        honest(copy, item, item.words)

    monkeypatch.setattr(copying, "_copy_item", lazy)
    with pytest.raises(AssertionError):
        TestWriting().test_it_says_what_was_typed_and_the_allowed_fields_alone()
