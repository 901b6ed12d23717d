"""A receipt is too strong to guess, and wrong ones are told apart by nothing: not even by time.

COMMONBEAT_ASSURANCE=full guesses a million times, and measures twice ten thousand answers.
"""

import hashlib
import secrets
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from math import sqrt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonbeat.core import crypto
from commonbeat.core.ids import ALPHABET
from commonbeat.reports import queries
from commonbeat.reports.forms import Draft
from commonbeat.reports.models import Report
from commonbeat.reports.queries import report_by_receipt
from commonbeat.reports.rules import RECEIPT_LENGTH
from commonbeat.reports.rules.limiter import STOPPED_AT, Limiter
from commonbeat.reports.tests.factories import NOON, make_receipt, make_report
from tests.assurance.figures import FULL, figure

pytestmark = [pytest.mark.assurance, pytest.mark.django_db]

GUESSES = figure(500, 1_000_000)
MEASURED = figure(400, 10_000)
# Beyond this the two kinds of answer differ: the figure of the dudect project.
T_LIMIT = 4.5


def test_a_receipt_holds_more_than_eighty_bits_from_the_systems_own_chance() -> None:
    assert RECEIPT_LENGTH * (len(ALPHABET) - 1).bit_length() >= 112
    made = {Draft.new().receipt for _ in range(1_000)}
    assert len(made) == 1_000
    letters = "".join(made)
    expected = len(letters) / len(ALPHABET)
    # Chi-squared with 31 degrees of freedom: beyond 80 once in a hundred thousand fair runs.
    unfair = sum((letters.count(letter) - expected) ** 2 / expected for letter in ALPHABET)
    assert unfair < 80


def keeps_what_opens(code: str) -> list[str]:
    """Return the columns of the report's row that hold its receipt, or an unkeyed digest of it."""
    import hashlib

    plain = [
        code.encode(),
        hashlib.sha256(code.encode()).digest(),
        hashlib.sha1(code.encode()).digest(),
    ]
    row = Report.objects.values().get()
    return [
        name for name, value in row.items() if any(needle in _as_bytes(value) for needle in plain)
    ]


def _as_bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_a_stolen_database_opens_no_receipt() -> None:
    """A receipt of 120 bits is past what a password hash is asked for below 112 (ASVS 6.5.2)."""
    code = make_receipt()
    make_report(receipt=code)
    assert keeps_what_opens(code) == []


def test_sabotage_a_receipt_kept_under_a_digest_without_a_key_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = make_receipt()
    monkeypatch.setattr(
        crypto, "keyed_digest", lambda _purpose, text: hashlib.sha256(text.encode()).digest()
    )
    make_report(receipt=code)
    assert keeps_what_opens(code) == ["receipt_digest"]


def hits_of(guesses: Iterator[str]) -> int:
    """Return how many guesses opened a report, asked of the look-up itself, past every limit."""
    return sum(report_by_receipt(guess) is not None for guess in guesses)


def random_guesses(number: int) -> Iterator[str]:
    return (make_receipt() for _ in range(number))


def test_random_guesses_open_nothing() -> None:
    for _ in range(50):
        make_report()
    assert hits_of(random_guesses(GUESSES)) == 0


def test_sabotage_a_short_receipt_is_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    digests = queries.reports.receipt_digests
    monkeypatch.setattr(
        "commonbeat.reports.queries.reports.receipt_digests", lambda code: digests(code[:2])
    )
    monkeypatch.setattr(
        "commonbeat.reports.actions.submit.crypto.keyed_digest",
        lambda purpose, code, plain=crypto.keyed_digest: plain(purpose, code[:2]),
    )
    for _ in range(50):
        make_report()
    assert hits_of(random_guesses(300)) > 0


def guesses_judged(tries: int) -> int:
    """Guess through the page as fast as it goes; return how many guesses were judged at all."""
    client = Client()
    answers = [client.post("/receipt/", {"receipt": make_receipt()}) for _ in range(tries)]
    return sum(answer.status_code != 429 for answer in answers)


def test_the_page_stops_judging_by_the_tenth_guess() -> None:
    assert guesses_judged(STOPPED_AT + 5) < STOPPED_AT


def test_sabotage_a_page_that_judges_every_guess_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Limiter, "wait", lambda *_a, **_k: timedelta(0))
    assert guesses_judged(STOPPED_AT + 5) == STOPPED_AT + 5


# What tells a wrong receipt that somebody once had from one that nobody had, if anything does.
def near_miss(code: str) -> str:
    """Return a receipt that differs from a real one in its last letter."""
    return code[:-1] + next(letter for letter in ALPHABET if letter != code[-1])


def statements(receipt: str) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        report_by_receipt(receipt)
    return [query["sql"].partition("WHERE")[0] for query in asked.captured_queries]


def test_a_near_miss_asks_what_any_wrong_receipt_asks() -> None:
    code = make_receipt()
    make_report(receipt=code)
    assert statements(near_miss(code)) == statements(make_receipt()) == statements("QZQZ")
    assert len(statements(code)) == 1


def welch(one: list[float], other: list[float]) -> float:
    """Return Welch's t of two samples, without the slowest twentieth, which the machine made."""
    one, other = (sorted(each)[: len(each) * 19 // 20] for each in (one, other))
    spread = statistics.variance(one) / len(one) + statistics.variance(other) / len(other)
    return abs(statistics.fmean(one) - statistics.fmean(other)) / sqrt(spread)


def t_of(
    first: Callable[[], object],
    second: Callable[[], object],
    number: int,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """Measure two kinds of call in random turns by a clock; return Welch's t."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(number * 2):
        kind = secrets.randbelow(2)
        started = clock()
        (first, second)[kind]()
        taken[kind].append(clock() - started)
    return welch(*taken)


@pytest.mark.skipif(not FULL, reason="a clock is too coarse a judge on a busy machine")
def test_time_does_not_tell_a_near_miss_from_any_wrong_receipt() -> None:
    codes = [make_receipt() for _ in range(50)]
    for code in codes:
        make_report(receipt=code)

    def one_nearly_right() -> None:
        report_by_receipt(near_miss(secrets.choice(codes)))

    def one_unknown() -> None:
        secrets.choice(codes)
        report_by_receipt(make_receipt_like(codes))

    assert t_of(one_nearly_right, one_unknown, MEASURED) < T_LIMIT


def make_receipt_like(codes: list[str]) -> str:
    """Return an unknown receipt, with the same work before it as a near miss takes."""
    near_miss(codes[0])
    return _UNKNOWN[secrets.randbelow(len(_UNKNOWN))]


_UNKNOWN = [make_receipt() for _ in range(50)]


def test_sabotage_a_lookup_that_takes_longer_over_a_known_start_is_noticed() -> None:
    code = make_receipt()
    make_report(receipt=code, now=NOON)

    def careless(receipt: str) -> None:
        if receipt[:4] == code[:4]:
            sum(range(200_000))
        report_by_receipt(receipt)

    unknown = make_receipt()
    # By the time that this thread itself worked, whatever else the machine does.
    nearly, other = partial(careless, near_miss(code)), partial(careless, unknown)
    assert t_of(nearly, other, 60, time.thread_time) > T_LIMIT
