"""The guard of the report door: floods pay or wait, people notice nothing, nobody is kept out."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import altcha
import pytest
from django.test import Client

from commonbeat.core.callers import caller_of
from commonbeat.reports.actions import Effort, admit_sender, guard, offer_effort
from commonbeat.reports.models import Report
from commonbeat.reports.rules import pace, puzzle, tickets
from commonbeat.reports.rules.puzzle import ProofFault, new_challenge, proof_fault
from commonbeat.reports.rules.tickets import TicketKind, read_ticket, write_ticket
from commonbeat.reports.tests.factories import NOON, make_receipt
from commonbeat.reports.tests.test_flow import all_at_once
from commonbeat.reports.tests.walking import Walk, walk_to_receipt

SECRET = b"a secret of the tests, 32 letters"
CALLER = caller_of("203.0.113.9")
BOTS = 300


@pytest.fixture(autouse=True)
def guarded(settings: Any) -> Iterator[None]:
    """Turn the guard on as a real site has it, with nothing counted yet."""
    settings.REPORT_GUARD = True
    guard.counts.cache_clear()
    yield
    guard.counts.cache_clear()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Return a way to let seconds pass for the pages of the report."""
    gone = [0.0]
    monkeypatch.setattr("commonbeat.core.clock.now", lambda: NOON + timedelta(seconds=gone[0]))

    def later(seconds: float) -> None:
        gone[0] += seconds

    return later


def solved(challenge: str) -> str:
    """Do the work, as the worker in a browser does."""
    puzzle = altcha.Challenge.from_dict(json.loads(challenge))
    found = altcha.solve_challenge(puzzle)
    assert found
    return altcha.Payload(puzzle, found).to_base64()


def puzzle_for(receipt: str, *, cost: int = 10) -> str:
    return new_challenge(secret=SECRET, receipt=receipt, cost=cost, now=NOON)


def fault(text: str, receipt: str, *, after: timedelta = timedelta(0)) -> ProofFault | None:
    return proof_fault(text, secret=SECRET, receipt=receipt, now=NOON + after)


class TestProof:
    def test_work_counts_for_the_receipt_that_it_was_done_for(self) -> None:
        assert fault(solved(puzzle_for("MINE")), "MINE") is None

    def test_the_same_report_may_be_sent_again_with_the_same_work(self) -> None:
        done = solved(puzzle_for("MINE"))
        assert [fault(done, "MINE") for _ in range(3)] == [None] * 3

    def test_one_work_is_not_good_for_two_reports(self) -> None:
        done = solved(puzzle_for("MINE"))
        assert fault(done, "YOURS") is ProofFault.OTHER_REPORT

    def test_sabotage_work_for_any_report_is_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(puzzle, "_mark", lambda _secret, _receipt: "everybody")
        assert fault(solved(puzzle_for("MINE")), "YOURS") is None

    def test_work_is_worth_nothing_after_six_hours(self) -> None:
        done = solved(puzzle_for("MINE"))
        assert fault(done, "MINE", after=timedelta(hours=5, minutes=59)) is None
        assert fault(done, "MINE", after=puzzle.LIFE) is ProofFault.EXPIRED

    def test_sabotage_work_that_never_ends_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(puzzle, "LIFE", timedelta(days=400))
        done = solved(puzzle_for("MINE"))
        assert fault(done, "MINE", after=timedelta(hours=6)) is None

    def test_a_puzzle_that_we_did_not_set_costs_us_nothing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        own = json.loads(puzzle_for("MINE"))
        own["parameters"]["cost"] = 1
        cheap = solved(json.dumps(own))
        assert fault(cheap, "MINE") is ProofFault.NOT_OURS
        tries: list[object] = []

        def derive(*each: object) -> bytes:
            tries.append(each)
            return b""

        monkeypatch.setattr(altcha.v2, "derive_key_pbkdf2", derive)
        assert fault(cheap, "MINE") is ProofFault.NOT_OURS
        assert not tries

    def test_a_guess_is_not_a_solution(self) -> None:
        puzzle = altcha.Challenge.from_dict(json.loads(puzzle_for("MINE")))
        guess = altcha.Payload(puzzle, altcha.Solution(counter=5, derived_key="00" * 32))
        assert fault(guess.to_base64(), "MINE") is ProofFault.WRONG

    @pytest.mark.parametrize(
        "junk",
        [
            "x",
            "é" * 50,
            "A" * 5_000,
            base64.b64encode(b"[1]").decode(),
            base64.b64encode(b'{"challenge":1,"solution":2}').decode(),
            base64.b64encode(b"[" * 2_000).decode(),
            base64.b64encode(
                b'{"challenge":{"parameters":{"algorithm":1,"nonce":1,"salt":1,"cost":1,'
                b'"data":{"for":1,"until":"x"}}},"solution":{"counter":1,"derivedKey":1}}'
            ).decode(),
        ],
    )
    def test_junk_is_no_proof_and_no_fault_of_ours(self, junk: str) -> None:
        assert fault(junk, "MINE") is ProofFault.NOT_OURS
        assert fault("", "MINE") is ProofFault.MISSING

    def test_the_page_holds_the_receipt_in_no_puzzle_and_no_ticket(self) -> None:
        receipt = make_receipt()
        offered = offer_effort(Effort(), receipt=receipt, now=NOON)
        assert receipt not in offered.challenge + offered.ticket

    def test_a_report_costs_a_bot_a_hundred_times_what_it_costs_us(self, settings: Any) -> None:
        """Both are measured with the same library in one process: no clock of another machine."""
        receipts = [f"R{n}" for n in range(12)]
        puzzles = [puzzle_for(each, cost=settings.REPORT_PROOF_COST) for each in receipts]
        started = time.process_time()
        works = [solved(each) for each in puzzles]
        paid = time.process_time() - started
        # The quickest of a few rounds is what it costs: whatever else a machine does only adds.
        cost = min(self._cost(receipts, works) for _round in range(5))
        tries = [altcha.Payload.from_base64(work).solution.counter + 1 for work in works]
        # As the mean of all puzzles would have it: a dozen may be lucky by a half.
        fair = paid / sum(tries) * puzzle.MEAN_TRIES * len(works)
        assert fair / cost >= 100, f"{fair / cost:.0f} times"

    def _cost(self, receipts: list[str], works: list[str]) -> float:
        started = time.process_time()
        for receipt, work in zip(receipts, works, strict=True):
            assert fault(work, receipt) is None
        return time.process_time() - started


class TestTickets:
    def test_a_ticket_is_good_for_its_own_receipt_and_for_a_day(self) -> None:
        text = write_ticket(TicketKind.PLACE, secret=SECRET, receipt="MINE", ready_at=NOON)
        found = read_ticket(text, secret=SECRET, receipt="MINE", now=NOON)
        assert found == tickets.Ticket(TicketKind.PLACE, NOON)
        assert read_ticket(text, secret=SECRET, receipt="YOURS", now=NOON) is None
        assert read_ticket(text, secret=b"other", receipt="MINE", now=NOON) is None
        late = NOON + tickets.LIFE
        assert read_ticket(text, secret=SECRET, receipt="MINE", now=late) is None

    def test_nobody_writes_a_better_one(self) -> None:
        begun = write_ticket(TicketKind.BEGUN, secret=SECRET, receipt="MINE", ready_at=NOON)
        for text in (
            begun.replace("begun", "place"),
            begun[:-1] + ("0" if begun[-1] != "0" else "1"),
            begun.replace("begun.", "begun.1"),
            "place.0x1.",
            "place.١.x",
            "place",
            "",
            "é.é.é",
        ):
            assert read_ticket(text, secret=SECRET, receipt="MINE", now=NOON) is None

    def test_sabotage_a_ticket_for_any_receipt_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tickets, "_seal", lambda *_each: "sealed")
        text = write_ticket(TicketKind.PLACE, secret=SECRET, receipt="MINE", ready_at=NOON)
        assert read_ticket(text, secret=SECRET, receipt="YOURS", now=NOON)

    def test_it_tells_no_moment_finer_than_five_seconds(self) -> None:
        texts = {
            write_ticket(
                TicketKind.BEGUN,
                secret=SECRET,
                receipt="MINE",
                ready_at=NOON + timedelta(milliseconds=n * 490),
            )
            for n in range(10)
        }
        assert len(texts) == 1


def admitted(receipt: str, seconds: float, effort: Effort | None = None) -> guard.Admission:
    moment = NOON + timedelta(seconds=seconds)
    return admit_sender(effort or Effort(), receipt=receipt, caller=CALLER, now=moment)


class TestAdmission:
    def test_who_brings_nothing_waits_seconds_and_is_then_taken(self, settings: Any) -> None:
        first = admitted("MINE", 0)
        assert 0 < first.seconds <= settings.REPORT_LEAST_SECONDS + tickets.STEP_SECONDS
        place = Effort(ticket=first.ticket)
        assert admitted("MINE", first.seconds - 1, place).seconds == 1
        assert admitted("MINE", first.seconds, place).is_open
        assert not admitted("YOURS", first.seconds, place).is_open

    def test_a_flood_without_proof_is_slowed_down_and_one_with_proof_is_not_held_up_by_it(
        self,
    ) -> None:
        waits = [admitted(f"R{n}", 0).seconds for n in range(BOTS)]
        longest = pace.LONGEST_WAIT.total_seconds() + tickets.STEP_SECONDS
        assert max(waits) > 50, "three hundred at once have to wait"
        assert max(waits) <= longest, "nobody waits longer than a minute"
        offered = offer_effort(Effort(), receipt="HONEST", now=NOON)
        honest = Effort(proof=solved(offered.challenge))
        assert admitted("HONEST", 0, honest).is_open

    def test_in_a_flood_everybody_without_javascript_arrives_within_a_minute(self) -> None:
        """A hundred honest people among three hundred bots: all of them get in."""
        places = []
        for n in range(BOTS):
            admitted(f"BOT{n}", n / 10)
            if n % 3 == 0:
                places.append((f"HONEST{n}", n / 10, admitted(f"HONEST{n}", n / 10)))
        arrived = [
            admitted(receipt, asked + given.seconds, Effort(ticket=given.ticket)).is_open
            for receipt, asked, given in places
        ]
        assert len(arrived) == 100
        assert all(arrived)

    def test_sabotage_a_line_that_forgets_its_places_is_noticed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(guard, "read_ticket", lambda *_a, **_k: None)
        first = admitted("MINE", 0)
        later = admitted("MINE", first.seconds, Effort(ticket=first.ticket))
        assert not later.is_open

    def test_very_many_from_one_address_wait_whatever_they_prove(self, settings: Any) -> None:
        settings.REPORT_PROOF_COST = 10
        many = settings.REPORT_MANY_FROM_ONE
        opened = []
        for n in range(many + 1):
            offered = offer_effort(Effort(), receipt=f"R{n}", now=NOON)
            opened.append(admitted(f"R{n}", 0, Effort(proof=solved(offered.challenge))))
        assert [each.is_open for each in opened] == [True] * many + [False]
        place = Effort(ticket=opened[-1].ticket)
        assert admitted(f"R{many}", opened[-1].seconds, place).is_open

    def test_no_address_is_kept_to_count_by(self) -> None:
        offered = offer_effort(Effort(), receipt="MINE", now=NOON)
        assert admitted("MINE", 0, Effort(proof=solved(offered.challenge))).is_open
        held = repr(vars(guard.counts().callers)) + repr(vars(guard.counts().unproven))
        assert guard.counts().callers._tries
        assert "203.0.113" not in held and "MINE" not in held


@pytest.mark.django_db
class TestPages:
    def test_who_types_like_a_person_notices_nothing(
        self, client: Client, later: Callable[[float], None]
    ) -> None:
        walk = walk_to_receipt(client)
        later(15)
        sent = walk.send(go="send")
        assert sent.status_code == 200
        assert Report.objects.count() == 1

    def test_what_comes_at_once_is_kept_in_the_page_and_taken_a_little_later(
        self, client: Client, later: Callable[[float], None]
    ) -> None:
        walk = walk_to_receipt(client)
        first = walk.fields
        page = walk.send(go="send")
        assert page.status_code == 429
        seconds = int(page.headers["Retry-After"])
        assert f"We will take your report in {seconds} seconds" in page.content.decode()
        assert walk.fields["description"] == "My blue bike is gone."
        assert walk.fields["receipt"] == first["receipt"]
        assert not Report.objects.exists()
        walk.send(go="send")
        assert not Report.objects.exists()
        later(seconds)
        assert walk.send(go="send").status_code == 200
        assert Report.objects.count() == 1

    def test_one_post_with_everything_waits_too(
        self, client: Client, later: Callable[[float], None]
    ) -> None:
        answers = all_at_once()
        walk = Walk(client)
        page = walk.send(**answers)
        later(int(page.headers["Retry-After"]))
        assert walk.send(go="send").status_code == 200
        assert Report.objects.count() == 1

    def test_work_done_while_typing_opens_the_door_at_once(self, client: Client) -> None:
        walk = walk_to_receipt(client)
        sent = walk.send(go="send", proof=solved(walk.fields["challenge"]))
        assert sent.status_code == 200
        assert Report.objects.count() == 1

    def test_a_puzzle_is_set_once_and_goes_from_page_to_page(self, client: Client) -> None:
        walk = Walk(client)
        assert "challenge" not in walk.fields, "the receipt may still change on the first page"
        walk.send(danger="no")
        puzzle, ticket = walk.fields["challenge"], walk.fields["ticket"]
        walk.send(topic="bike-taken", proof="done")
        assert (walk.fields["challenge"], walk.fields["ticket"]) == (puzzle, ticket)
        assert walk.fields["proof"] == "done"

    def test_sending_again_after_a_lost_answer_is_no_second_effort(self, client: Client) -> None:
        walk = walk_to_receipt(client)
        everything = walk.fields | {"go": "send", "proof": solved(walk.fields["challenge"])}
        pages = [client.post("/report/", everything) for _ in range(3)]
        assert [page.status_code for page in pages] == [200] * 3
        assert Report.objects.count() == 1

    def test_sabotage_a_door_without_a_guard_is_noticed(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            "commonbeat.reports.views.flow.admit_sender", lambda *_a, **_k: guard.Admission()
        )
        client.post("/report/", all_at_once())
        assert Report.objects.exists()
