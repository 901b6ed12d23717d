"""A sealed name is seen by two people who agree, for some hours, and by nobody else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.audit.models import AuditEntry
from commonbeat.casework import rules
from commonbeat.casework.actions import (
    NotNow,
    ReasonMissing,
    answer_unlock,
    ask_to_unlock,
    end_unlock,
    end_unlocks,
    look_at_identity,
)
from commonbeat.casework.models import IdentityUnlock
from commonbeat.casework.rules import UNLOCK_TABLE, UnlockState
from commonbeat.casework.tests.factories import Clock, at_desk
from commonbeat.casework.tests.unlocks import NAME, PHONE, WHY, make_asked, make_confidential
from commonbeat.core import clock
from commonbeat.core.errors import NotAllowed
from commonbeat.core.models import LiveEvent
from commonbeat.reports.actions import erase_report, withdraw_report
from commonbeat.reports.models import IdentityEvent, Report
from commonbeat.reports.presenters import known_view
from commonbeat.reports.rules import UnlockWhy

pytestmark = pytest.mark.django_db

YES = "There is a child in that home tonight"


def approved(hours: int = 1) -> tuple[IdentityUnlock, User, User]:
    """Return a wish that a supervisor agreed to, with its two people."""
    asker, answerer = make_user(Role.TRIAGE_OPERATOR), make_user(Role.SUPERVISOR)
    wish = make_asked(asker=asker, hours=hours)
    wish = answer_unlock(unlock=wish, user=answerer, agrees=True, reason=YES, now=clock.now())
    return wish, asker, answerer


def test_two_people_who_agree_see_the_name_and_each_look_is_written_down() -> None:
    wish, asker, answerer = approved()
    for person in (asker, answerer, asker):
        contact = look_at_identity(report=wish.report, user=person, now=clock.now())
        assert (contact.name, contact.address) == (NAME, PHONE)
    seen = AuditEntry.objects.filter(event="identity.seen").order_by("id")
    assert [entry.actor_id for entry in seen] == [p.actor.id for p in (asker, answerer, asker)]
    assert all(NAME not in str(entry.payload) for entry in AuditEntry.objects.all())


def check_one_person_is_not_enough() -> None:
    person = make_user(Role.SUPERVISOR)
    wish = make_asked(asker=person)
    with pytest.raises(NotAllowed), transaction.atomic():
        answer_unlock(unlock=wish, user=person, agrees=True, reason=YES, now=clock.now())
    with pytest.raises(NotAllowed):
        look_at_identity(report=wish.report, user=person, now=clock.now())


def test_one_person_is_not_enough() -> None:
    check_one_person_is_not_enough()


def test_the_database_refuses_one_person_doing_both() -> None:
    wish = make_asked()
    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityUnlock.objects.filter(pk=wish.pk).update(answerer=wish.asker)
    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityUnlock.objects.filter(pk=wish.pk).update(state="approved")


def test_sabotage_a_wish_that_lets_its_asker_look_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rules, "may_look", lambda **_facts: True)
    with pytest.raises(pytest.fail.Exception):
        check_one_person_is_not_enough()


def check_it_ends_with_its_time(hours: int = 1) -> None:
    wish, asker, answerer = approved(hours)
    over = clock.now() + timedelta(hours=hours, seconds=1)
    for person in (asker, answerer):
        with pytest.raises(NotAllowed):
            look_at_identity(report=wish.report, user=person, now=over)


@pytest.mark.parametrize("hours", rules.UNLOCK_HOURS)
def test_nobody_sees_it_once_the_time_is_over_whether_or_not_the_sweep_ran(hours: int) -> None:
    check_it_ends_with_its_time(hours)


def test_sabotage_a_time_that_never_ends_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = rules.may_look
    monkeypatch.setattr(
        rules,
        "may_look",
        lambda *, now, until, **facts: honest(
            now=now, until=now.max.replace(tzinfo=now.tzinfo), **facts
        ),
    )
    with pytest.raises(pytest.fail.Exception):
        check_it_ends_with_its_time()


def check_other_roles_see_nothing(role: Role) -> None:
    wish, _asker, _answerer = approved()
    outsider = make_user(role)
    with pytest.raises(NotAllowed):
        look_at_identity(report=wish.report, user=outsider, now=clock.now())
    with pytest.raises(NotAllowed):
        answer_unlock(unlock=make_asked(), user=outsider, agrees=True, reason=YES, now=clock.now())


OTHERS = [role for role in Role if role not in {Role.SUPERVISOR}]


@pytest.mark.parametrize("role", OTHERS)
def test_no_other_role_agrees_or_looks(role: Role) -> None:
    check_other_roles_see_nothing(role)


def test_sabotage_a_role_that_must_not_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "commonbeat.casework.actions.unlocking.check_can_answer_unlock", lambda _user: None
    )
    with pytest.raises(pytest.fail.Exception):
        check_other_roles_see_nothing(Role.ENGAGEMENT_OFFICER)


def test_a_third_supervisor_sees_nothing() -> None:
    wish, _asker, _answerer = approved()
    with pytest.raises(NotAllowed):
        look_at_identity(report=wish.report, user=make_user(Role.SUPERVISOR), now=clock.now())


def test_whoever_lost_the_role_sees_nothing_from_the_next_look_on() -> None:
    wish, asker, _answerer = approved()
    asker.role = Role.AUDITOR
    asker.save()
    with pytest.raises(NotAllowed):
        look_at_identity(report=wish.report, user=asker, now=clock.now())


def test_a_reason_and_a_single_wish_are_needed() -> None:
    with pytest.raises(ReasonMissing):
        answer_unlock(
            unlock=make_asked(),
            user=make_user(Role.SUPERVISOR),
            agrees=True,
            reason="ok",
            now=clock.now(),
        )
    wish = make_asked()
    with pytest.raises(NotNow):
        ask_to_unlock(
            report=wish.report,
            user=make_user(Role.SUPERVISOR),
            why=UnlockWhy.SPEAK,
            reason=WHY,
            hours=8,
            now=clock.now(),
        )


def test_a_sweep_ends_what_ran_out_once() -> None:
    wish, _asker, _answerer = approved()
    unanswered = make_asked()
    assert end_unlocks(now=clock.now()) == 0
    later = clock.now() + timedelta(hours=25)
    assert (end_unlocks(now=later), end_unlocks(now=later)) == (2, 0)
    for each in (wish, unanswered):
        each.refresh_from_db()
        assert each.standing is UnlockState.EXPIRED


def test_either_of_the_two_locks_it_again() -> None:
    wish, asker, answerer = approved()
    with pytest.raises(NotAllowed):
        end_unlock(unlock=wish, user=make_user(Role.SUPERVISOR), now=clock.now())
    end_unlock(unlock=wish, user=answerer, now=clock.now())
    with pytest.raises(NotAllowed):
        look_at_identity(report=wish.report, user=asker, now=clock.now())


def test_every_state_is_in_the_table() -> None:
    assert set(UNLOCK_TABLE.moves) == set(UnlockState)
    assert UNLOCK_TABLE.may_become(UnlockState.APPROVED) == {UnlockState.ASKED}


def test_the_reporter_reads_what_was_done_and_never_the_words(client: Client) -> None:
    wish, _asker, _answerer = approved()
    end_unlocks(now=clock.now() + timedelta(hours=2))
    kinds = IdentityEvent.objects.filter(report=wish.report).order_by("id")
    assert [event.kind for event in kinds] == ["asked", "approved", "expired"]
    assert LiveEvent.objects.filter(topic=wish.report.topic_live, kind="identity").count() == 3
    told = " ".join(line.text for line in known_view(wish.report, now=clock.now()).lines)
    assert "Somebody may be in danger" in told
    assert WHY not in told and YES not in told and wish.asker.display_name not in told


def test_erasing_a_report_erases_what_was_asked() -> None:
    wish, _asker, answerer = approved()
    report = Report.objects.get(pk=wish.report_id)
    withdraw_report(report=report, now=clock.now())
    erase_report(
        report=report, actor=answerer.actor, expected_version=report.version, now=clock.now()
    )
    assert not IdentityUnlock.objects.exists() and not IdentityEvent.objects.exists()


# The pages


def ask(client: Client, report: Report) -> int:
    sent = {"why": "danger", "reason": WHY, "hours": "1"}
    return client.post(f"/staff/reports/{report.reference}/identity/ask/", sent).status_code


def test_the_pages_lead_two_people_to_the_name() -> None:
    report = make_confidential()
    operator, _person = at_desk(Role.TRIAGE_OPERATOR)
    supervisor, _boss = at_desk(Role.SUPERVISOR)
    base = f"/staff/reports/{report.reference}/identity/"
    assert ask(operator, report) == 302
    assert operator.post(f"{base}answer/", {"agrees": "yes", "answer": YES}).status_code == 403
    page = supervisor.get(base).content.decode()
    assert WHY in page and NAME not in page
    assert supervisor.post(f"{base}answer/", {"agrees": "yes", "answer": "ok"}).status_code == 422
    assert supervisor.post(f"{base}answer/", {"agrees": "yes", "answer": YES}).status_code == 302
    assert NAME not in operator.get(base).content.decode(), "opening the page is no look"
    seen = operator.post(f"{base}look/")
    assert NAME in seen.content.decode() and "no-store" in seen.headers["Cache-Control"]
    assert supervisor.post(f"{base}end/").status_code == 302
    assert operator.post(f"{base}look/").status_code == 302
    assert AuditEntry.objects.filter(event="identity.seen").count() == 1


def test_agreeing_asks_for_the_passkey_again(monkeypatch: pytest.MonkeyPatch) -> None:
    wish = make_asked()
    desk = Client()
    sign_in(desk, make_user(Role.SUPERVISOR))
    later = Clock(clock.now() + timedelta(minutes=6))
    monkeypatch.setattr(clock, "now", later.now)
    path = f"/staff/reports/{wish.report.reference}/identity/answer/"
    answer = desk.post(path, {"agrees": "yes", "answer": YES})
    assert answer.status_code == 302 and "passkeys/again" in answer.headers["Location"]
    wish.refresh_from_db()
    assert wish.standing is UnlockState.ASKED


def pages_of_the_room(report: Report) -> str:
    """Return all that a supervisor who was let into nothing reads of a report."""
    desk, _person = at_desk(Role.SUPERVISOR)
    auditor, _auditor = at_desk(Role.AUDITOR)
    found = [
        desk.get(path).content.decode()
        for path in (
            f"/staff/reports/{report.reference}/",
            f"/staff/reports/{report.reference}/identity/",
            "/staff/queue/",
            "/staff/queue/?find=Canary",
            "/staff/queue/rows/",
        )
    ]
    found.append(auditor.get(f"/staff/audit/?subject={report.reference}").content.decode())
    found += [str(event.data) for event in LiveEvent.objects.all()]
    return "".join(found)


def test_no_page_of_the_room_shows_a_sealed_name() -> None:
    wish, _asker, _answerer = approved()
    read = pages_of_the_room(wish.report)
    assert wish.report.reference in read
    assert "Canary-Example" not in read and PHONE not in read


def test_sabotage_a_page_that_names_whoever_is_sealed_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from commonbeat.casework.presenters import case

    monkeypatch.setattr(case, "known_as", lambda _report: NAME)
    assert "Canary-Example" in pages_of_the_room(make_confidential())
