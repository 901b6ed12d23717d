"""Files of what was handed over: two people for a large one, and cells that run nothing."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.audit.models import AuditEntry
from commonbeat.casework import rules
from commonbeat.casework.actions import (
    NotNow,
    ReasonMissing,
    SomebodyWasFirst,
    answer_file,
    ask_for_file,
    forget_records_files,
    take_file,
)
from commonbeat.casework.actions import records_files as actions
from commonbeat.casework.models import HandOff, RecordsFile
from commonbeat.casework.rules import (
    COLUMNS,
    MOST_ALONE,
    HandedDepth,
    HandOffState,
    file_text,
    records_files,
    safe_cell,
)
from commonbeat.casework.tests.factories import at_desk
from commonbeat.casework.tests.incidents import incident_of
from commonbeat.casework.tests.records import HANDED, hand, make_system
from commonbeat.casework.tests.test_interests import TOLD
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError, NotAllowed
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.reports.actions import withdraw_report
from commonbeat.reports.tests.factories import make_report

pytestmark = pytest.mark.django_db
DAY = HANDED.date()
FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "\uff1d1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://x.example")',
    "\0=1",
)


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: HANDED)


def ask(user: User, *, first: date = DAY, last: date = DAY, **fields: Any) -> RecordsFile:
    given = {"purpose": "For the weekly load", "now": HANDED, **fields}
    return ask_for_file(first_day=first, last_day=last, realm_id=LIVE_REALM_ID, user=user, **given)


def many(rows: int) -> None:
    """Hand so many rows over in one incident."""
    made = hand()
    copy = made.copy
    copy["reports"] = copy["reports"] * rows
    made.copy, made.rows = copy, rows
    made.save(update_fields=["copy", "rows"])


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def formulas_that_run(text: str) -> list[str]:
    """Return the cells that a spreadsheet would take for a formula."""
    signs = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
    found = [cell for row in cells(text) for cell in row if cell]
    return [cell for cell in found if cell[0] in signs or cell.lstrip()[:1] in tuple(signs)]


class TestCells:
    def test_no_formula_runs(self) -> None:
        text = file_text([dict.fromkeys(COLUMNS, formula) for formula in FORMULAS])
        assert formulas_that_run(text) == []

    def test_sabotage_a_file_that_trusts_its_cells_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(records_files, "safe_cell", str)
        text = file_text([dict.fromkeys(COLUMNS, formula) for formula in FORMULAS])
        assert formulas_that_run(text) != []

    @given(st.text())
    def test_no_text_at_all_runs_or_leaves_its_cell(self, text: str) -> None:
        written = file_text([dict.fromkeys(COLUMNS, text.replace("\ud800", ""))])
        assert formulas_that_run(written) == []
        assert {len(row) for row in cells(written)} == {len(COLUMNS)}

    def test_ordinary_words_stay_as_they_are(self) -> None:
        assert safe_cell("A bike, “blue”") == "A bike, “blue”"
        assert safe_cell(None) == ""


class TestTwoPeople:
    def test_a_small_file_is_taken_alone_once(self) -> None:
        hand()
        user = make_user(Role.SUPERVISOR)
        wish = ask(user)
        rows = cells(take_file(wish=wish, user=user, now=HANDED))
        assert len(rows) == 2
        with pytest.raises(NotNow):
            take_file(wish=wish, user=user, now=HANDED)

    def test_nobody_takes_a_large_file_alone(self) -> None:
        assert taken_alone() == 0

    def test_sabotage_a_limit_that_is_not_asked_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rules, "needs_second_person", lambda _rows, taken_before: False)
        assert taken_alone() > 0

    def test_sabotage_an_asker_who_may_agree_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(actions, "check_can_answer_records_file", lambda _user, _wish: None)
        # The database refuses what the action let through.
        with pytest.raises(Exception, match="casework_recordsfile_two_people"):
            taken_alone()

    def test_another_supervisor_agrees_and_then_it_can_be_taken(self) -> None:
        many(MOST_ALONE + 1)
        asker = make_user(Role.SUPERVISOR)
        wish = ask(asker)
        answer_file(wish=wish, agrees=True, user=make_user(Role.SUPERVISOR), now=HANDED)
        rows = cells(take_file(wish=wish, user=asker, now=HANDED))
        assert len(rows) == MOST_ALONE + 2

    def test_only_who_asked_takes_it(self) -> None:
        many(MOST_ALONE + 1)
        wish, other = ask(make_user(Role.SUPERVISOR)), make_user(Role.SUPERVISOR)
        answer_file(wish=wish, agrees=True, user=other, now=HANDED)
        with pytest.raises(NotNow):
            take_file(wish=wish, user=other, now=HANDED)

    def test_what_was_refused_is_not_taken(self) -> None:
        many(MOST_ALONE + 1)
        asker, other = make_user(Role.SUPERVISOR), make_user(Role.SUPERVISOR)
        wish = ask(asker)
        answer_file(wish=wish, agrees=False, user=other, now=HANDED)
        with pytest.raises(SomebodyWasFirst):
            answer_file(wish=wish, agrees=True, user=other, now=HANDED)
        with pytest.raises(NotNow):
            take_file(wish=wish, user=asker, now=HANDED)

    def test_a_file_that_grew_is_asked_for_again(self) -> None:
        hand()
        user = make_user(Role.SUPERVISOR)
        wish = ask(user)
        hand(incident_of(make_report()))
        with pytest.raises(NotNow):
            take_file(wish=wish, user=user, now=HANDED)

    def test_after_a_day_it_is_too_late(self) -> None:
        hand()
        user = make_user(Role.SUPERVISOR)
        wish = ask(user)
        with pytest.raises(NotNow):
            take_file(wish=wish, user=user, now=HANDED + timedelta(hours=24))

    def test_others_take_nothing(self) -> None:
        hand()
        for role in (Role.TRIAGE_OPERATOR, Role.ADMINISTRATOR, Role.AUDITOR):
            with pytest.raises(NotAllowed):
                ask(make_user(role))

    def test_it_asks_what_for(self) -> None:
        hand()
        with pytest.raises(ReasonMissing):
            ask(make_user(Role.SUPERVISOR), purpose="x")


def taken_alone() -> int:
    """Try every way to a large file that one person has; return how many rows they got."""
    many(MOST_ALONE + 1)
    user = make_user(Role.SUPERVISOR)
    wish = ask(user)
    got = 0
    ways: list[Any] = [
        lambda: take_file(wish=wish, user=user, now=HANDED),
        lambda: answer_file(wish=wish, agrees=True, user=user, now=HANDED),
        lambda: take_file(wish=wish, user=user, now=HANDED),
    ]
    for way in ways:
        try:
            got += len(cells(way() or ""))
        except CommonbeatError:
            continue
    # Many small files are one large one.
    HandOff.objects.update(rows=1)
    for _ in range(MOST_ALONE + 3):
        small = ask(user)
        try:
            take_file(wish=small, user=user, now=HANDED)
        except CommonbeatError:
            continue
    return got + max(0, RecordsFile.objects.filter(taken_at__isnull=False).count() - MOST_ALONE)


class TestWhatIsInIt:
    def test_it_says_what_was_handed_over_and_nothing_else(self) -> None:
        made = hand(incident_of(make_report()), depth=HandedDepth.WORDS)
        user = make_user(Role.SUPERVISOR)
        head, row = cells(take_file(wish=ask(user), user=user, now=HANDED))
        said = dict(zip(head, row, strict=True))
        assert said["incident"] == made.incident.reference
        assert said["words"].startswith("My blue bike")
        assert (said["name"], said["contact"]) == ("", "")
        assert said["handed over"].endswith(":00:00+00:00")

    def test_who_is_kept_from_a_report_gets_nothing_of_it(self) -> None:
        _client, named = at_desk(Role.SUPERVISOR, display_name="Dan Okafor")
        hand(incident_of(make_report(description=TOLD)))
        with pytest.raises(NotNow):
            ask(named)

    def test_who_is_kept_from_something_in_it_learns_of_no_wish_for_it(self) -> None:
        client, _named = at_desk(Role.SUPERVISOR, display_name="Dan Okafor")
        hand(incident_of(make_report(description=TOLD)))
        wish = ask(make_user(Role.SUPERVISOR))
        RecordsFile.objects.update(state="asked")
        assert wish.key not in client.get("/staff/files/").content.decode()
        assert client.post(f"/staff/files/{wish.key}/answer/").status_code == 404

    def test_what_was_taken_back_is_not_in_it(self) -> None:
        report = make_report()
        hand(incident_of(report))
        user = make_user(Role.SUPERVISOR)
        wish = ask(user)
        withdraw_report(report=report, now=HANDED)
        assert len(cells(take_file(wish=wish, user=user, now=HANDED))) == 1

    def test_what_no_system_took_counts_as_handed_over_by_it(self) -> None:
        made, user = hand(), make_user(Role.SUPERVISOR)
        take_file(wish=ask(user), user=user, now=HANDED)
        made.refresh_from_db()
        assert made.standing is HandOffState.IN_FILE

    def test_what_a_system_takes_by_itself_still_leaves(self) -> None:
        make_system()
        made, user = hand(), make_user(Role.SUPERVISOR)
        take_file(wish=ask(user), user=user, now=HANDED)
        made.refresh_from_db()
        assert made.standing is HandOffState.WAITING

    def test_each_step_is_in_the_log(self) -> None:
        hand()
        user = make_user(Role.SUPERVISOR)
        take_file(wish=ask(user), user=user, now=HANDED)
        events = set(AuditEntry.objects.values_list("event", flat=True))
        assert {"records-file.asked", "records-file.taken"} <= events

    def test_after_a_year_it_is_forgotten_who_asked(self) -> None:
        hand()
        ask(make_user(Role.SUPERVISOR))
        assert forget_records_files(now=HANDED + timedelta(days=364)) == 0
        assert forget_records_files(now=HANDED + timedelta(days=365)) == 1
        assert AuditEntry.objects.get(event="records-file.asked").payload is None
