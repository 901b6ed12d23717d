"""Handing over from shift to shift: nothing is overwritten, and each number is the reader's own."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework import actions
from commonbeat.casework import tasks as sweeps
from commonbeat.casework.actions import NotNow, StaleHandover, take_over, write_handover
from commonbeat.casework.models import Immutable, ShiftHandover, ShiftWords
from commonbeat.casework.queries import shifts
from commonbeat.casework.rules import Shift, ShiftKind, shift_at, shift_handed_over
from commonbeat.casework.tests.asked import TOLD, make_handover, make_task
from commonbeat.casework.tests.factories import at_desk, make_alarm
from commonbeat.core import clock
from commonbeat.core.actors import SYSTEM
from commonbeat.core.errors import NotAllowed
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.reports.actions import keep_from
from commonbeat.reports.models import Report
from commonbeat.reports.rules.conflicts import Ground
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
PAGE = "/staff/hand-over/"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)


def shift_now(now: datetime = LATER) -> Shift:
    return shift_handed_over(localtime(now))


def send(client: Client, words: str = TOLD, version: int = 0, **fields: str) -> Any:
    shift = shift_now()
    given = {"version": str(version), "day": shift.day.isoformat(), "kind": shift.kind.value}
    return client.post(PAGE, {**given, "words": words, **fields})


class TestShifts:
    @pytest.mark.parametrize(
        ("hour", "day", "kind"),
        [
            (6, 23, ShiftKind.NIGHT),
            (7, 24, ShiftKind.EARLY),
            (14, 24, ShiftKind.EARLY),
            (15, 24, ShiftKind.LATE),
            (22, 24, ShiftKind.LATE),
            (23, 24, ShiftKind.NIGHT),
            (0, 23, ShiftKind.NIGHT),
        ],
    )
    def test_a_night_belongs_to_the_day_on_which_it_began(
        self, hour: int, day: int, kind: ShiftKind
    ) -> None:
        assert shift_at(datetime(2026, 11, 24, hour, tzinfo=UTC)) == Shift(
            date(2026, 11, day), kind
        )

    def test_in_its_first_hour_a_shift_still_hands_over_the_one_before(self) -> None:
        moment = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
        assert shift_handed_over(moment).kind is ShiftKind.NIGHT
        assert shift_handed_over(moment + timedelta(minutes=30)).kind is ShiftKind.EARLY


class TestWriting:
    def test_each_version_is_kept_and_there_is_one_hand_over_a_shift(self) -> None:
        make_handover("The first words of it", now=LATER)
        make_handover("The second words of it", now=LATER)
        assert ShiftHandover.objects.count() == 1
        kept = [(one.number, one.words) for one in ShiftWords.objects.order_by("number")]
        assert kept == [(1, "The first words of it"), (2, "The second words of it")]

    def test_a_version_never_changes(self) -> None:
        make_handover(now=LATER)
        with pytest.raises(Immutable):
            ShiftWords.objects.update(words="Something else")
        with pytest.raises(Immutable):
            ShiftWords.objects.get().save()

    def test_another_shift_that_began_is_a_conflict(self) -> None:
        with pytest.raises(StaleHandover):
            write_handover(
                realm_id=LIVE_REALM_ID,
                shift=Shift(date(2020, 1, 1), ShiftKind.LATE),
                words=TOLD,
                expected_version=0,
                user=make_user(Role.SUPERVISOR),
                now=LATER,
            )

    def test_nothing_is_written_under_a_hand_over_that_was_taken(self) -> None:
        handover = make_handover(now=LATER)
        take_over(handover=handover, expected_version=1, user=make_user(Role.SUPERVISOR), now=LATER)
        with pytest.raises(NotNow):
            make_handover(now=LATER)

    def test_one_word_is_not_enough_and_stays(self) -> None:
        client, _user = at_desk()
        answer = send(client, "Quiet")
        assert answer.status_code == 422
        assert "One word is not enough." in answer.content.decode()
        assert ">\nQuiet</textarea>" in answer.content.decode()

    def second(self) -> tuple[int, str]:
        """Return what the second of two people gets who write about one shift."""
        client, _user = at_desk()
        make_handover("Somebody else was quicker", now=LATER)
        answer = send(client, "My own words about it")
        return answer.status_code, answer.content.decode()

    def test_the_second_person_sees_the_conflict_and_loses_nothing(self) -> None:
        status, text = self.second()
        assert status == 409
        assert "Somebody else wrote this hand-over first." in text
        assert "Somebody else was quicker" in text
        assert ">\nMy own words about it</textarea>" in text
        assert ShiftWords.objects.get().words == "Somebody else was quicker"

    def test_sabotage_words_that_overwrite_are_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def careless(**facts: Any) -> ShiftHandover:
            current = ShiftHandover.objects.get().version
            return write_handover(**{**facts, "expected_version": current})

        monkeypatch.setattr(actions, "write_handover", careless)
        status, _text = self.second()
        assert status != 409


class TestTakingOver:
    def test_whoever_comes_takes_over_once(self) -> None:
        handover = make_handover(now=LATER)
        sara = make_user(Role.TRIAGE_OPERATOR, display_name="Sara Lindqvist")
        taken = take_over(handover=handover, expected_version=1, user=sara, now=LATER)
        assert taken.taken_over_by == sara
        with pytest.raises(StaleHandover, match="Sara Lindqvist took over first"):
            take_over(
                handover=handover, expected_version=1, user=make_user(Role.SUPERVISOR), now=LATER
            )
        assert AuditEntry.objects.filter(event="handover.taken-over").count() == 1

    def take_own(self) -> ShiftHandover:
        writer = make_user(Role.SUPERVISOR)
        handover = make_handover(user=writer, now=LATER)
        return take_over(handover=handover, expected_version=1, user=writer, now=LATER)

    def test_nobody_takes_over_from_themselves(self) -> None:
        with pytest.raises(NotAllowed):
            self.take_own()

    def test_what_was_written_anew_is_read_again_first(self) -> None:
        handover = make_handover(now=LATER)
        make_handover("There is more to know", now=LATER)
        with pytest.raises(StaleHandover):
            take_over(
                handover=handover, expected_version=1, user=make_user(Role.SUPERVISOR), now=LATER
            )

    def test_the_page_has_the_button_and_says_who_has_taken_over(self) -> None:
        handover = make_handover(now=LATER - timedelta(hours=9))
        client, user = at_desk()
        shown = client.get(PAGE).content.decode()
        assert TOLD in shown
        assert "I have taken over" in shown
        taken = client.post(f"{PAGE}{handover.key}/take/", {"version": "1"})
        assert taken.status_code == 302
        assert f"{user.display_name} has taken over" in client.get(PAGE).content.decode()
        again = client.post(f"{PAGE}{handover.key}/take/", {"version": "1"})
        assert again.status_code == 409

    def test_an_auditor_reads_and_neither_writes_nor_takes(self) -> None:
        handover = make_handover(now=LATER)
        client, _auditor = at_desk(Role.AUDITOR)
        assert TOLD in client.get(f"{PAGE}{handover.key}/").content.decode()
        assert send(client, version=1).status_code == 403
        assert client.post(f"{PAGE}{handover.key}/take/", {"version": "1"}).status_code == 403
        assert ShiftWords.objects.count() == 1

    def test_reading_is_written_down(self) -> None:
        handover = make_handover(now=LATER)
        client, user = at_desk()
        client.get(f"{PAGE}{handover.key}/")
        entry = AuditEntry.objects.get(event="handover.opened")
        assert (entry.actor_id, entry.subject) == (user.actor.id, f"handover:{handover.key}")


class TestFigures:
    def figures(self, client: Client) -> dict[str, str]:
        answer = client.get(PAGE)
        assert answer.status_code == 200
        return {one.label: one.number for one in answer.context["stands"].figures}

    def town(self) -> tuple[Report, User]:
        """Return a report that counts in several numbers, with an alarm and a late task."""
        officer = make_user(Role.TRIAGE_OPERATOR)
        report = make_report()
        make_task(report, due_at=NOON + timedelta(minutes=5))
        make_alarm(report, user=officer, now=NOON + timedelta(minutes=5))
        return report, officer

    def test_each_number_is_that_of_the_rows_that_it_leads_to(self) -> None:
        make_report()
        self.town()
        client, _user = at_desk()
        answer = client.get(PAGE, {"hours": "12"})
        lists = {f"#{one.name}": len(one.rows) for one in answer.context["stands"].lists}
        numbers = {one.href: one.number for one in answer.context["stands"].figures}
        assert {href: numbers[href] for href in lists} == {h: str(n) for h, n in lists.items()}
        assert (numbers["#alarms"], numbers["/staff/tasks/?tab=late"]) == ("1", "1")
        assert sum(lists.values()) > 0

    def test_new_is_what_came_in_since_the_last_hand_over(self) -> None:
        make_report(now=NOON - timedelta(hours=12))
        make_handover(now=LATER - timedelta(hours=9))
        newer = make_report()
        client, _user = at_desk()
        new = next(one for one in client.get(PAGE).context["stands"].lists if one.name == "new")
        assert [row.reference for row in new.rows] == [newer.reference]

    def leaks(self) -> set[str]:
        """Return which numbers count a report that their reader is kept from."""
        report, _officer = self.town()
        client, user = at_desk()
        keep_from(report=report, member=user, ground=Ground.KNOWN, actor=SYSTEM, now=NOON)
        return {label for label, number in self.figures(client).items() if number != "0"}

    def test_what_somebody_is_kept_from_is_in_none_of_their_numbers(self) -> None:
        assert self.leaks() == set()

    def test_sabotage_numbers_of_somebody_else_are_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other, original = make_user(Role.SUPERVISOR), shifts.situation
        monkeypatch.setattr(
            "commonbeat.casework.queries.situation",
            lambda **facts: original(**{**facts, "user": other}),
        )
        assert {"Emergencies", "Tasks late", "Tasks to do"} <= self.leaks()

    def test_an_auditor_sees_no_report_here(self) -> None:
        self.town()
        client, _auditor = at_desk(Role.AUDITOR)
        assert set(self.figures(client)) == {"Tasks to do", "Tasks late"}


class TestForgetting:
    def left(self) -> int:
        """Return how many versions are left after 28 days and after one day less."""
        make_handover(now=LATER)
        sweeps.forget_handovers(LATER + timedelta(days=27))
        assert ShiftWords.objects.count() == 1
        sweeps.forget_handovers(LATER + timedelta(days=28))
        return ShiftWords.objects.count() + ShiftHandover.objects.count()

    def test_hand_overs_are_gone_after_28_days_with_all_their_words(self) -> None:
        assert self.left() == 0

    def test_sabotage_hand_overs_that_stay_are_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(actions, "forget_handovers", lambda **_facts: 0)
        assert self.left() == 2
