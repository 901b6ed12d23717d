"""Reviews: nothing falls due unseen, nothing goes without a rule, and never by one person."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework.models import Incident
from commonbeat.casework.tests.incidents import incident_of, put_in
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError, NotAllowed
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.keeping import actions, queries
from commonbeat.keeping.actions import (
    Changed,
    NotNow,
    Unsaid,
    agree_on_years,
    answer_erasing,
    erase_by_rule,
    file_everything,
    file_record,
    keep_on,
    note_again,
    refuse_years,
)
from commonbeat.keeping.models import KeptRecord, Notice, RetentionPeriod, Review
from commonbeat.keeping.queries import Tab, kept_page, noticed_days, tab_counts
from commonbeat.keeping.rules import Group, ReviewState, Years, years_after
from commonbeat.keeping.tests.factories import (
    LATER,
    WHY,
    agree,
    ask,
    hold,
    make_finished,
    make_record,
    make_supervisor,
    propose,
    put_years,
)
from commonbeat.reports.actions import keep_from
from commonbeat.reports.models import Message, Report, Status
from commonbeat.reports.rules.conflicts import Ground
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db

ALONE = Years(6, 6, goes_alone=True)


def due(now: datetime = LATER, **who: Any) -> list[str]:
    """Return the references that a supervisor finds due."""
    reader = who.get("reader") or make_supervisor()
    facts: dict[str, Any] = {"realm_id": LIVE_REALM_ID, "reader": reader, "today": localdate(now)}
    return [row.reference for row in kept_page(tab=Tab.DUE, page=1, **facts).rows]


def test_after_twelve_years_everything_overdue_is_in_the_queue() -> None:
    reports = [make_finished() for _number in range(4)] + [make_report()]
    young = make_finished(now=LATER - timedelta(days=30))
    incident = incident_of(reports[0], reports[1])
    file_everything(now=LATER)
    expected = {*(report.reference for report in reports), incident.reference}
    assert set(due()) == expected
    assert young.reference not in expected
    assert file_everything(now=LATER) == 0, "what was written down is not written again"


def test_sabotage_a_report_that_was_not_filed_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    report = make_finished()
    monkeypatch.setattr(KeptRecord.objects, "bulk_create", lambda *_rows, **_facts: [])
    file_everything(now=LATER)
    assert report.reference not in due()


def test_what_is_overdue_longest_comes_first() -> None:
    young, old = make_finished(now=NOON + timedelta(days=90)), make_finished()
    file_everything(now=LATER)
    assert due() == [old.reference, young.reference]


def test_nothing_is_deleted_without_a_rule() -> None:
    grave = make_record()
    KeptRecord.objects.filter(pk=grave.pk).update(group=Group.SERIOUS.value)
    other = make_record()
    file_everything(now=LATER)
    assert erase_by_rule(now=LATER) == 0, "no force switched anything on"
    put_years(Group.UNDETECTED, ALONE)
    assert erase_by_rule(now=LATER) == 1
    states = {report.pk: report.state for report in Report.objects.all()}
    assert states == {grave.report_id: Status.RESOLVED, other.report_id: Status.ERASED}
    assert Review.objects.get(record=other).made_by is None
    assert AuditEntry.objects.filter(event="keeping.erased-by-rule").count() == 1


def test_sabotage_a_rule_for_every_group_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    grave = make_record()
    KeptRecord.objects.filter(pk=grave.pk).update(group=Group.SERIOUS.value)
    file_everything(now=LATER)
    put_years(Group.UNDETECTED, ALONE)
    from commonbeat.keeping.actions import erasing

    anything = dict.fromkeys(Group, ALONE)
    monkeypatch.setattr(erasing, "MAY_GO_ALONE", frozenset(Group))
    monkeypatch.setattr(erasing, "years_in_force", lambda **_day: anything)
    monkeypatch.setattr(erasing, "goes_alone", lambda **_facts: True)
    assert erase_by_rule(now=LATER) == 1


def test_a_rule_leaves_what_is_open_held_asked_or_young() -> None:
    put_years(Group.UNDETECTED, ALONE)
    make_report()
    held, asked = make_record(), make_record()
    hold(held)
    ask(asked)
    make_finished(now=LATER - timedelta(days=100))
    file_everything(now=LATER)
    assert erase_by_rule(now=LATER) == 0
    assert not Report.objects.filter(status=Status.ERASED.value).exists()


def test_a_rule_takes_an_incident_with_all_its_reports_or_not_at_all() -> None:
    put_years(Group.UNDETECTED, ALONE)
    reports = [make_finished(), make_finished()]
    incident = incident_of(*reports)
    grave = file_record(subject=reports[1], now=NOON)
    KeptRecord.objects.filter(pk=grave.pk).update(group=Group.PUBLIC_PROTECTION.value)
    file_everything(now=LATER)
    assert erase_by_rule(now=LATER) == 0
    KeptRecord.objects.filter(pk=grave.pk).update(group=Group.OTHER_OFFENCE.value)
    assert erase_by_rule(now=LATER) == 0, "the other group is not switched on"
    KeptRecord.objects.filter(pk=grave.pk).update(group=Group.UNDETECTED.value)
    assert erase_by_rule(now=LATER) == 1
    assert set(Report.objects.values_list("status", flat=True)) == {Status.ERASED.value}
    incident.refresh_from_db()
    assert incident.title == ""
    assert not KeptRecord.objects.here().exists()


# Coming to notice again


def _message(report: Report, at: datetime) -> None:
    Message.objects.create(report=report, author="reporter", body="It happened again", at=at)


def _incident(report: Report, at: datetime) -> None:
    incident_of(report, now=at)


def _notice(report: Report, at: datetime) -> None:
    record = file_record(subject=report, now=at)
    facts: dict[str, Any] = {"day": localdate(at), "group": record.mopi, "reason": WHY}
    note_again(record=record, user=make_supervisor(), expected=record.version, now=at, **facts)


def _moved(report: Report, at: datetime) -> None:
    Report.objects.filter(pk=report.pk).update(status_changed_at=at)


WAYS: tuple[Callable[[Report, datetime], None], ...] = (_message, _incident, _notice, _moved)


def resets(seed: int) -> bool:
    """Let a report come to notice again a few times; say whether its clear period began anew."""
    chance = random.Random(seed)
    report = make_finished()
    moments = [NOON]
    ways = [chance.choice(WAYS) for _number in range(chance.randint(1, 3))]
    for way in dict.fromkeys(ways):
        moments.append(NOON + timedelta(days=chance.randint(2, 4000), hours=chance.randint(0, 9)))
        way(report, moments[-1])
    record = file_record(subject=report, now=LATER)
    newest = localdate(max(moments))
    return (record.noticed_on, record.review_on) == (newest, years_after(newest, 6))


def test_the_clear_period_begins_anew_in_100_of_100_cases() -> None:
    assert [seed for seed in range(100) if not resets(seed)] == []


def test_sabotage_a_message_that_resets_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = Message.objects.none()
    monkeypatch.setattr(Message.objects, "filter", lambda **_a: nothing)
    assert [seed for seed in range(12) if not resets(seed)]


def test_a_report_shares_the_newest_day_of_its_incident() -> None:
    old, mate = make_finished(), make_finished(now=NOON + timedelta(days=800))
    incident = incident_of(old)
    put_in(incident, mate)
    days = noticed_days([old, mate, incident])
    assert days[old] == days[mate] == days[incident] == localdate(NOON + timedelta(days=800))


def test_a_later_notice_stops_an_erasing_that_was_asked_before() -> None:
    record = make_record()
    review = ask(record)
    _message(Report.objects.get(), LATER)
    with pytest.raises(NotNow, match="came to notice again"):
        agree(review)
    assert Report.objects.get().state is Status.RESOLVED


# Decisions


def test_a_review_keeps_something_until_a_day() -> None:
    record = make_record(now=LATER)
    user, until = make_supervisor(), localdate(LATER) + timedelta(days=500)
    keep_on(record=record, until=until, reason=WHY, user=user, expected=record.version, now=LATER)
    record.refresh_from_db()
    assert record.review_on == until
    assert record.reference not in due()
    assert record.reference in due(LATER + timedelta(days=500))
    entry = AuditEntry.objects.get(event="keeping.kept")
    assert entry.subject == f"report:{record.subject.key}"


def test_nothing_is_kept_before_its_review_without_words_or_for_too_long() -> None:
    record = make_record(now=LATER)
    facts: dict[str, Any] = {"record": record, "user": make_supervisor(), "expected": 1}
    until = localdate(LATER) + timedelta(days=30)
    with pytest.raises(NotNow, match="not due yet"):
        keep_on(until=until, reason=WHY, now=NOON, **facts)
    with pytest.raises(Unsaid):
        keep_on(until=until, reason="yes", now=LATER, **facts)
    with pytest.raises(Unsaid):
        keep_on(until=date(2099, 1, 1), reason=WHY, now=LATER, **facts)
    assert not Review.objects.exists()


def test_who_decides_second_at_the_same_record_is_told() -> None:
    record = make_record(now=LATER)
    until = localdate(LATER) + timedelta(days=30)
    facts: dict[str, Any] = {"record": record, "until": until, "reason": WHY, "now": LATER}
    keep_on(user=make_supervisor(), expected=1, **facts)
    with pytest.raises(Changed):
        keep_on(user=make_supervisor(), expected=1, **facts)
    assert Review.objects.count() == 1


def one_person_erases(now: datetime) -> int:
    """Return how many of the ways to erase succeed for one person."""
    record, user = make_record(now=now), make_supervisor()
    review = ask(record, user=user, now=now)
    tries: list[Callable[[], Any]] = [
        lambda: agree(review, user=user, now=now),
        lambda: ask(record, user=user, now=now),
    ]
    for attempt in tries:
        try:
            with transaction.atomic():
                attempt()
        except (CommonbeatError, IntegrityError):
            continue
    return Report.objects.filter(status=Status.ERASED.value).count()


@pytest.mark.parametrize("now", [NOON + timedelta(days=1), LATER])
def test_one_person_erases_nothing_early_or_late(now: datetime) -> None:
    assert one_person_erases(now) == 0


def test_sabotage_one_person_who_counts_as_two_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from commonbeat.keeping import permissions
    from commonbeat.keeping.actions import reviewing

    monkeypatch.setattr(permissions, "is_second", lambda **_who: True)
    assert one_person_erases(LATER) == 0, "the table itself refuses"
    other = make_supervisor()

    def forged(user: object, review: Review) -> None:
        review.made_by = other
        Review.objects.filter(pk=review.pk).update(made_by=other)

    monkeypatch.setattr(reviewing, "check_can_answer", forged)
    assert one_person_erases(LATER) == 1


def test_two_people_erase_everything_and_their_words_go_too() -> None:
    record = make_record()
    done = agree(ask(record))
    done.refresh_from_db()
    record.refresh_from_db()
    assert Report.objects.get().state is Status.ERASED
    assert (done.reason, done.state) == ("", ReviewState.DONE.value)
    assert record.gone_on == localdate(LATER)
    payloads = AuditEntry.objects.filter(
        subject=f"report:{record.subject.key}", event__startswith="keeping."
    ).values_list("payload", flat=True)
    assert set(payloads) == {None}


def test_an_early_erasing_says_that_it_is_one() -> None:
    assert ask(make_record(), now=NOON + timedelta(days=9)).is_early
    assert not ask(make_record()).is_early


def test_an_incident_goes_with_its_reports_and_its_own_words() -> None:
    one, other, taken_out = make_finished(), make_finished(), make_finished()
    incident = incident_of(one, other, taken_out)
    from commonbeat.casework.actions import take_out

    link = incident.links.get(report=taken_out)
    incident.refresh_from_db()
    take_out(link=link, reason=WHY, user=make_user(Role.TRIAGE_OPERATOR), now=NOON)
    agree(ask(file_record(subject=incident, now=LATER)))
    states = dict(Report.objects.values_list("pk", "status"))
    assert states[one.pk] == states[other.pk] == Status.ERASED.value
    assert states[taken_out.pk] == Status.RESOLVED.value
    assert Incident.objects.get().title == ""


def test_what_is_still_open_is_not_erased() -> None:
    record = file_record(subject=make_report(), now=LATER)
    with pytest.raises(NotNow, match="still open"):
        ask(record)


def test_a_refusal_leaves_everything_and_can_be_asked_again() -> None:
    review = ask(make_record())
    facts: dict[str, Any] = {"agrees": False, "reason": WHY, "now": LATER}
    answer_erasing(review=review, user=make_supervisor(), **facts)
    assert Report.objects.get().state is Status.RESOLVED
    with pytest.raises(NotNow, match="answered this first"):
        agree(review)
    assert ask(review.record).standing is ReviewState.WAITING


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.SUPERVISOR])
def test_only_supervisors_decide(role: Role) -> None:
    record, user = make_record(), make_user(role)
    with pytest.raises(NotAllowed):
        ask(record, user=user)
    with pytest.raises(NotAllowed):
        hold(record, user=user)
    with pytest.raises(NotAllowed):
        agree(ask(record), user=user)


def test_a_supervisor_who_is_named_in_a_report_neither_finds_nor_decides_it() -> None:
    record, named = make_record(), make_supervisor()
    keep_from(
        report=Report.objects.get(),
        member=named,
        ground=Ground.NAMED,
        actor=make_supervisor().actor,
        now=NOON,
    )
    facts: dict[str, Any] = {"realm_id": LIVE_REALM_ID, "today": localdate(LATER)}
    assert due(reader=named) == []
    assert tab_counts(reader=named, **facts)[Tab.DUE] == 0
    assert tab_counts(reader=make_supervisor(), **facts)[Tab.DUE] == 1
    with pytest.raises(NotAllowed):
        ask(record, user=named)


# Groups and years


def test_coming_to_notice_again_raises_the_group_and_never_lowers_it() -> None:
    record = make_record()
    facts: dict[str, Any] = {"day": localdate(NOON), "reason": WHY, "user": make_supervisor()}
    raised = note_again(record=record, group=Group.SERIOUS, expected=1, now=NOON, **facts)
    assert raised.review_on == years_after(localdate(NOON), 10)
    with pytest.raises(Unsaid, match="two people"):
        note_again(record=raised, group=Group.UNDETECTED, expected=2, now=NOON, **facts)
    with pytest.raises(Unsaid, match="future"):
        late = {**facts, "day": localdate(NOON) + timedelta(days=1)}
        note_again(record=raised, group=Group.SERIOUS, expected=2, now=NOON, **late)
    assert Notice.objects.count() == 1


def test_years_take_two_people_and_move_every_review() -> None:
    record = make_record()
    period = propose(Group.UNDETECTED, Years(8, 5))
    with pytest.raises(NotAllowed, match="yourself"):
        agree_on_years(period=period, user=period.proposed_by, now=NOON)
    file_everything(now=NOON)
    record.refresh_from_db()
    assert record.review_on == years_after(localdate(NOON), 6)
    agree_on_years(period=period, user=make_supervisor(), now=NOON)
    assert file_everything(now=NOON) == 1
    record.refresh_from_db()
    assert record.review_on == years_after(localdate(NOON), 8)


def test_new_years_end_those_before_them_and_a_proposal_is_answered_once() -> None:
    first = put_years(Group.UNDETECTED, Years(8, 5))
    later = NOON + timedelta(days=400)
    second = put_years(Group.UNDETECTED, Years(7, 5), now=later)
    first.refresh_from_db()
    assert (first.valid_to, second.valid_to) == (localdate(later), None)
    assert queries.years_in_force(today=localdate(NOON))[Group.UNDETECTED].clear == 8
    assert queries.years_in_force(today=localdate(later))[Group.UNDETECTED].clear == 7
    with pytest.raises(NotNow):
        refuse_years(period=second, user=make_supervisor(), now=later)
    with pytest.raises(Unsaid):
        propose(Group.SERIOUS, Years(10, 10, goes_alone=True))
    assert RetentionPeriod.objects.count() == 2


# On the server


def test_the_command_erases_what_is_due_and_nothing_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report = make_finished()
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=9))
    with pytest.raises(CommandError, match="Two supervisors"):
        call_command("erase_report", report.reference, reason=WHY)
    monkeypatch.setattr(clock, "now", lambda: LATER)
    held = hold(file_record(subject=report, now=LATER), now=LATER)
    with pytest.raises(CommandError, match="on hold"):
        call_command("erase_report", report.reference, reason=WHY)
    user = make_supervisor()
    actions.ask_to_lift(hold=held, reason=WHY, user=user, now=LATER)
    lift: dict[str, Any] = {"agrees": True, "reason": WHY, "user": make_supervisor(), "now": LATER}
    actions.answer_lift(hold=held, **lift)
    call_command("erase_report", report.reference, reason=WHY)
    assert Report.objects.get().state is Status.ERASED
