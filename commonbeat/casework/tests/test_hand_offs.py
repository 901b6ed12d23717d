"""Handing incidents to the records system: what leaves, that it arrives once, and its number."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework.actions import (
    AnotherNumber,
    NotNow,
    ReasonMissing,
    StaleIncident,
    forget_hand_offs,
    hand_over,
    send_again,
    send_hand_offs,
    take_number,
)
from commonbeat.casework.actions import hand_off_sending as sending
from commonbeat.casework.models import HandOff, Incident
from commonbeat.casework.queries import hand_offs as reads
from commonbeat.casework.queries import incident_entries, records_system
from commonbeat.casework.rules import (
    HAND_OFF_TABLE,
    EntryKind,
    HandedDepth,
    HandOffState,
    clean_number,
    wait_after,
)
from commonbeat.casework.tests.incidents import incident_of, put_in
from commonbeat.casework.tests.records import HANDED, WHY, hand, make_system
from commonbeat.casework.tests.test_interests import TOLD, okafor
from commonbeat.casework.tests.unlocks import NAME, PHONE, make_confidential
from commonbeat.core import clock
from commonbeat.core.actors import SYSTEM
from commonbeat.core.errors import NotAllowed
from commonbeat.core.models import Realm
from commonbeat.delivery.tests.records_stub import (
    Fault,
    hangs_up,
    keeps_and_breaks_off,
    keeps_and_talks_nonsense,
    records_stub,
    says,
)
from commonbeat.reports.actions import erase_report, withdraw_report
from commonbeat.reports.models import Identity, Report
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
WORDS = "My blue bike was taken from the rack by the library."


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.WEBHOOK_LOOPBACK = True
    monkeypatch.setattr(clock, "now", lambda: HANDED)


def run_until_done(hand_off: HandOff, *, hours: int = 40) -> list[datetime]:
    """Run the sweep whenever something is due; return when calls were made."""
    moments, now = [], HANDED
    while now <= HANDED + timedelta(hours=hours):
        if send_hand_offs(now=now):
            moments.append(now)
        hand_off.refresh_from_db()
        if hand_off.standing is not HandOffState.WAITING:
            break
        now = max(hand_off.next_at, now + timedelta(seconds=1))
    return moments


class TestRules:
    def test_it_is_tried_for_more_than_a_day_and_then_left_to_a_person(self) -> None:
        waits = [wait_after(tries, asked=timedelta(0)) for tries in range(1, 8)]
        assert [wait and wait.total_seconds() / 60 for wait in waits] == [
            *(1, 5, 30, 120, 360, 1440),
            None,
        ]

    def test_it_waits_longer_where_it_is_asked_to(self) -> None:
        assert wait_after(1, asked=timedelta(hours=1)) == timedelta(hours=1)

    @given(st.lists(st.sampled_from(list(HandOffState)), max_size=8))
    def test_nothing_leaves_a_state_that_ends(self, path: list[HandOffState]) -> None:
        state, ended = HAND_OFF_TABLE.start, False
        for after in path:
            if HAND_OFF_TABLE.allows(state, after):
                assert not ended
                state = after
                ended = state in {HandOffState.ACKNOWLEDGED, HandOffState.WITHDRAWN}

    @pytest.mark.parametrize("text", ["", "  ", "x" * 41, "04\x00/1", "04\u202e/1"])
    def test_what_is_no_number_is_none(self, text: str) -> None:
        assert clean_number(text) == ""

    def test_a_number_loses_its_outer_spaces(self) -> None:
        assert clean_number(" 04/1  A ") == "04/1 A"


class TestWhatLeaves:
    def test_facts_alone_unless_somebody_chose_more(self) -> None:
        copy = hand(incident_of(make_report())).copy
        assert set(copy) == {"incident", "reports"}
        assert set(copy["incident"]) == {
            *("reference", "title", "category", "recorded_as", "area", "from", "to")
        }
        assert set(copy["reports"][0]) == {
            *("reference", "category", "reporter", "place", "received", "happened")
        }

    def test_words_only_when_they_are_chosen(self) -> None:
        assert WORDS not in str(hand().copy)
        copy = hand(incident_of(make_report()), depth=HandedDepth.WORDS).copy
        assert copy["reports"][0]["words"] == WORDS

    def test_a_name_that_was_given_to_the_police_leaves_when_it_is_chosen(self) -> None:
        reporter = make_user(display_name="Mei Lin")
        report = make_report(reporter=reporter)
        assert "Mei Lin" not in str(hand(incident_of(report), depth=HandedDepth.WORDS).copy)
        another = make_report(reporter=reporter)
        copy = hand(incident_of(another), depth=HandedDepth.NAMES).copy
        assert copy["reports"][0]["name"] == "Mei Lin"

    def test_a_locked_name_never_leaves(self) -> None:
        assert locked_names_that_leave() == []

    def test_sabotage_a_copy_that_asks_for_every_name_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        facts = reads._facts

        def every(report: Report) -> Any:
            report.identity = "named"
            return facts(report)

        monkeypatch.setattr(reads, "_facts", every)
        assert locked_names_that_leave() != []

    def test_no_time_is_finer_than_the_hour(self) -> None:
        assert finer_times() == []

    def test_sabotage_a_copy_with_minutes_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(
            "commonbeat.casework.rules.hand_offs._hour",
            lambda moment: moment and moment.isoformat(),
        )
        monkeypatch.setattr(Report, "received_shown", property(lambda report: report.received_at))
        assert finer_times() != []

    def test_a_made_up_name_does_not_leave(self) -> None:
        report = make_report(identity=Identity.PSEUDONYM, pseudonym="Blue Heron")
        assert "Blue Heron" not in str(hand(incident_of(report), depth=HandedDepth.NAMES).copy)

    def test_it_is_in_the_log_of_the_incident_and_of_the_law(self) -> None:
        made = hand()
        assert incident_entries(made.incident)[0].kind == EntryKind.HANDED.value
        entry = AuditEntry.objects.get(event="hand-off.made")
        assert entry.subject == f"incident:{made.incident.key}"


def locked_names_that_leave() -> list[str]:
    """Hand a confidential report over with everything; return what leaves of its reporter."""
    text = str(hand(incident_of(make_confidential()), depth=HandedDepth.NAMES).copy)
    return [part for part in (NAME, PHONE) if part in text]


def finer_times() -> list[str]:
    """Return every moment of a copy that tells more than the hour."""
    came = datetime(2026, 11, 14, 10, 37, 41, tzinfo=UTC)
    report = make_report(now=came)
    copy = hand(incident_of(report), depth=HandedDepth.NAMES).copy
    moments = [copy["incident"]["from"], copy["incident"]["to"]]
    moments += [row[name] for row in copy["reports"] for name in ("received", "happened")]
    return [text for text in moments if text and text[14:19] != "00:00"]


class TestWhoDecides:
    def test_others_do_not_hand_over(self) -> None:
        for role in (Role.ADMINISTRATOR, Role.INTELLIGENCE_OFFICER, Role.ENGAGEMENT_OFFICER):
            with pytest.raises(NotAllowed):
                hand(user=make_user(role))

    def test_who_is_kept_from_a_report_hands_nothing_of_it_over(self) -> None:
        _client, officer = okafor()
        incident = incident_of(make_report(description=TOLD))
        with pytest.raises(NotAllowed):
            hand(incident, user=officer)
        assert not HandOff.objects.exists()

    def test_it_asks_why(self) -> None:
        incident = incident_of(make_report())
        with pytest.raises(ReasonMissing):
            hand_over(
                incident=incident,
                depth=HandedDepth.FACTS,
                expected_version=incident.version,
                reason="ok",
                user=make_user(Role.SUPERVISOR),
                now=HANDED,
            )

    def test_of_two_at_once_the_second_sees_the_conflict(self) -> None:
        incident = incident_of(make_report())
        seen = Incident.objects.get(pk=incident.pk).version
        hand(incident)
        with pytest.raises(StaleIncident):
            hand_over(
                incident=incident,
                depth=HandedDepth.FACTS,
                expected_version=seen,
                reason=WHY,
                user=make_user(Role.SUPERVISOR),
                now=HANDED,
            )

    def test_it_is_handed_over_once(self) -> None:
        made = hand()
        with pytest.raises(NotNow):
            hand(made.incident)

    def test_without_a_report_there_is_nothing_to_hand_over(self) -> None:
        report = make_report()
        incident = incident_of(report)
        withdraw_report(report=report, now=HANDED)
        with pytest.raises(NotNow):
            hand(incident)


class TestArriving:
    def test_it_arrives_once_and_keeps_the_number(self) -> None:
        made = hand()
        with records_stub() as stub:
            make_system(stub.address)
            stub.numbers[made.key] = "04/1/26"
            run_until_done(made)
        assert made.standing is HandOffState.ACKNOWLEDGED
        assert list(stub.kept) == [made.key]
        assert stub.kept[made.key]["data"]["incident"]["reference"] == made.incident.reference
        assert Incident.objects.get().crime_number == "04/1/26"

    def test_without_a_system_that_is_on_it_waits(self) -> None:
        made = hand()
        with records_stub() as stub:
            assert send_hand_offs(now=HANDED) == 0
            make_system(stub.address, is_on=False)
            assert send_hand_offs(now=HANDED) == 0
            assert stub.connections == 0
        made.refresh_from_db()
        assert made.standing is HandOffState.WAITING

    def test_an_exercise_calls_nobody(self) -> None:
        realm = Realm.objects.create(kind="exercise", name="Flood", opened_at=NOON)
        hand(incident_of(make_report(realm_id=realm.pk)))
        with records_stub() as stub:
            make_system(stub.address, realm_id=realm.pk)
            assert send_hand_offs(now=HANDED) == 0
            assert stub.connections == 0

    @pytest.mark.parametrize(
        ("faults", "calls"),
        [
            ((says(500),), 2),
            ((says(500), says(502), says(503)), 4),
            ((says(429, Retry_After="600"),), 2),
            ((hangs_up, hangs_up), 3),
            ((keeps_and_breaks_off,), 2),
            ((keeps_and_breaks_off, says(500), keeps_and_breaks_off), 4),
            ((keeps_and_talks_nonsense,), 1),
        ],
    )
    def test_whatever_goes_wrong_it_is_kept_there_exactly_once(
        self, faults: tuple[Fault, ...], calls: int
    ) -> None:
        made = hand()
        with records_stub(*faults) as stub:
            make_system(stub.address)
            run_until_done(made)
        assert made.standing is HandOffState.SENT
        assert len(stub.calls) == calls
        assert list(stub.kept) == [made.key]

    def test_sabotage_a_new_id_for_each_try_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        call = sending._call
        names = iter("abcdefg")

        def renamed(hand_off: HandOff, system: Any) -> Any:
            hand_off.key = next(names)
            return call(hand_off, system)

        monkeypatch.setattr(sending, "_call", renamed)
        made = hand()
        with records_stub(keeps_and_breaks_off) as stub:
            make_system(stub.address)
            run_until_done(made)
        assert len(stub.kept) == 2

    def test_asked_to_wait_it_does(self) -> None:
        made = hand()
        with records_stub(says(429, Retry_After="600")) as stub:
            make_system(stub.address)
            first, second = run_until_done(made)
        assert second - first >= timedelta(minutes=10)

    def test_after_more_than_a_day_it_is_parked_and_a_person_sends_it_again(self) -> None:
        made = hand()
        with records_stub(*[says(503)] * 7) as stub:
            make_system(stub.address)
            assert len(run_until_done(made)) == 7
            assert (made.standing, made.why) == (HandOffState.PARKED, "trouble")
            incident = Incident.objects.get()
            send_again(
                incident=incident,
                expected_version=incident.version,
                reason="They say that it works again",
                user=make_user(Role.SUPERVISOR),
                now=HANDED,
            )
            run_until_done(made)
        assert made.standing is HandOffState.SENT
        assert list(stub.kept) == [made.key]

    def test_a_refusal_is_shown_at_once(self) -> None:
        made = hand()
        with records_stub(says(400)) as stub:
            make_system(stub.address)
            assert len(run_until_done(made)) == 1
        assert (made.standing, made.why) == (HandOffState.REFUSED, "refused")

    def test_a_worker_that_is_killed_after_the_call_makes_it_again_under_the_same_id(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = hand()
        with records_stub() as stub:
            make_system(stub.address)
            with monkeypatch.context() as patch:
                patch.setattr(sending, "_keep_answer", _killed)
                with pytest.raises(KeyboardInterrupt):
                    send_hand_offs(now=HANDED)
            assert send_hand_offs(now=HANDED + timedelta(seconds=30)) == 0
            run_until_done(made)
        assert made.standing is HandOffState.SENT
        assert (len(stub.calls), list(stub.kept)) == (2, [made.key])


def _killed(*_args: Any, **_kwargs: Any) -> None:
    raise KeyboardInterrupt


class TestNumbers:
    def answer(self, made: HandOff, number: str) -> bool:
        system = records_system(made.realm_id) or make_system()
        return take_number(system=system, key=made.key, number=number, now=HANDED)

    def test_the_same_number_twice_is_kept_once(self) -> None:
        made = hand()
        assert self.answer(made, "04/1/26") is True
        assert self.answer(made, "04/1/26") is False
        entries = [row.kind for row in incident_entries(made.incident)]
        assert entries.count(EntryKind.NUMBERED.value) == 1

    def test_another_number_is_refused(self) -> None:
        made = hand()
        self.answer(made, "04/1/26")
        with pytest.raises(AnotherNumber):
            self.answer(made, "04/2/26")
        assert Incident.objects.get().crime_number == "04/1/26"

    def test_a_number_that_a_person_wrote_is_not_overwritten(self) -> None:
        made = hand()
        Incident.objects.update(crime_number="A/9")
        self.answer(made, "04/1/26")
        made.refresh_from_db()
        assert (Incident.objects.get().crime_number, made.number) == ("A/9", "04/1/26")

    def test_a_number_that_comes_while_the_call_is_under_way_stays(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = hand()
        make_system()

        def answered_first(*_args: Any, **_kwargs: Any) -> bytes:
            self.answer(made, "04/1/26")
            return b"{}"

        monkeypatch.setattr(sending, "send_call", answered_first)
        send_hand_offs(now=HANDED)
        made.refresh_from_db()
        assert (made.standing, made.number) == (HandOffState.ACKNOWLEDGED, "04/1/26")

    def test_what_was_never_handed_over_gets_no_number(self) -> None:
        with pytest.raises(NotNow):
            take_number(system=make_system(), key="none", number="04/1/26", now=HANDED)


class TestTakenBack:
    def test_what_a_reporter_takes_back_never_leaves(self) -> None:
        assert calls_after_taking_back() == 0

    def test_sabotage_a_sweep_that_asks_nobody_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from commonbeat.casework.models.hand_off import HandOffQuerySet

        monkeypatch.setattr(HandOffQuerySet, "whole", lambda rows: rows)
        assert calls_after_taking_back() == 1

    def test_what_is_erased_leaves_no_copy(self) -> None:
        report, other = make_report(), make_report()
        incident = incident_of(report)
        put_in(incident, other)
        made = hand(incident, depth=HandedDepth.WORDS)
        erase(report)
        made.refresh_from_db()
        assert (made.copy, made.reason) == (None, "")
        assert made.standing is HandOffState.WITHDRAWN

    def test_what_left_already_stays_sent_without_its_copy(self) -> None:
        report = make_report()
        made = hand(incident_of(report))
        HandOff.objects.update(state=HandOffState.SENT.value)
        erase(report)
        made.refresh_from_db()
        assert (made.copy, made.standing) == (None, HandOffState.SENT)

    def test_a_report_that_came_later_touches_no_copy(self) -> None:
        made = hand()
        other = make_report()
        link = put_in(made.incident, other)
        type(link).objects.filter(pk=link.pk).update(added_at=HANDED + timedelta(hours=1))
        forget_hand_offs(report=other)
        made.refresh_from_db()
        assert made.copy is not None

    def test_after_that_the_rest_can_be_handed_over_anew(self) -> None:
        report, other = make_report(), make_report()
        incident = incident_of(report)
        put_in(incident, other)
        hand(incident)
        withdraw_report(report=report, now=HANDED)
        send_hand_offs(now=HANDED)
        again = hand(incident, now=HANDED + timedelta(minutes=1))
        assert again.rows == 1
        assert json.dumps(again.copy).count(report.reference) == 0


def erase(report: Report) -> None:
    withdraw_report(report=report, now=HANDED)
    report.refresh_from_db()
    erase_report(report=report, actor=SYSTEM, expected_version=report.version, now=HANDED)


def calls_after_taking_back() -> int:
    """Hand a report over that is taken back before the worker comes; return what was called."""
    report = make_report()
    hand(incident_of(report))
    withdraw_report(report=report, now=HANDED)
    with records_stub() as stub:
        make_system(stub.address)
        send_hand_offs(now=HANDED)
        return stub.connections
