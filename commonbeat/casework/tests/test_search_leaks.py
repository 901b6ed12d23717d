"""No search tells of a report that whoever searches could not open, in results or in numbers."""

import random
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.casework import queries
from commonbeat.casework.queries import Narrowing, search_words
from commonbeat.casework.tests.factories import at_desk
from commonbeat.core import clock
from commonbeat.core.actors import SYSTEM
from commonbeat.core.models import LIVE_REALM_ID, Realm
from commonbeat.reports.actions import erase_report, keep_from, say_as_reporter, withdraw_report
from commonbeat.reports.models import Identity, Report, ReportWord, Status
from commonbeat.reports.queries import digests_of, report_by_reference
from commonbeat.reports.rules.conflicts import Ground
from commonbeat.reports.tests.factories import NOON, make_receiver, make_report, make_sent

pytestmark = pytest.mark.django_db

VOCABULARY = ("knife", "canal", "bridge", "lantern", "otter", "自行车", "سكين", "ab12cde")
ROUNDS = 60


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def reader() -> User:
    return make_user(Role.SUPERVISOR)


def erased(**told: Any) -> Report:
    report = make_report(**told)
    withdraw_report(report=report, now=NOON)
    erase_report(report=report, actor=SYSTEM, expected_version=report.version, now=NOON)
    return report


def in_exercise(**told: Any) -> Report:
    exercise, _new = Realm.objects.get_or_create(
        kind=Realm.Kind.EXERCISE, name="Flood", defaults={"opened_at": NOON}
    )
    return make_report(realm_id=exercise.pk, **told)


def taken_back(**told: Any) -> Report:
    report = make_report(**told)
    return withdraw_report(report=report, now=NOON)


def kept_from_reader(reader: User, **told: Any) -> Report:
    report = make_report(**told)
    keep_from(report=report, member=reader, ground=Ground.NAMED, actor=SYSTEM, now=NOON)
    return report


def elsewhere(**told: Any) -> Report:
    body = make_receiver()
    report = make_sent(body, **told).report
    say_as_reporter(report=report, body=told["description"], now=NOON)
    return report


MAKERS: tuple[Callable[..., Report], ...] = (
    make_report,
    make_report,
    taken_back,
    elsewhere,
    erased,
    in_exercise,
    lambda **told: make_report(identity=Identity.COUNTED, **told),
    lambda **told: make_sent(make_receiver(), to_police=True, **told).report,
)


def town(dice: random.Random, reader: User) -> dict[int, set[str]]:
    """Make reports of every kind; return the words of each, by its id."""
    told = {}
    makers: tuple[Callable[..., Report], ...] = (*MAKERS, partial(kept_from_reader, reader))
    for maker in makers * 2:
        words = dice.sample(VOCABULARY, 3)
        told[maker(description=" ".join(words), place="").pk] = set(words)
    return told


def can_open(report: Report, reader: User) -> bool:
    """Say whether the page of a report opens: as it decides that itself."""
    found = report_by_reference(realm_id=LIVE_REALM_ID, reference=report.reference, reader=reader)
    return found is not None and found.state is not Status.ERASED


def leaks(told: dict[int, set[str]], dice: random.Random, reader: User) -> list[str]:
    """Search for all sorts of words; return where it finds other than it may."""
    reports = {report.pk: report for report in Report.objects.filter(pk__in=told)}
    open_ids = {pk for pk, report in reports.items() if can_open(report, reader)}
    wrong = []
    for _ in range(ROUNDS):
        words = set(dice.sample(VOCABULARY, dice.randint(1, 3)))
        page = search_words(
            realm_id=LIVE_REALM_ID,
            reader=reader,
            text=" ".join(words),
            narrowing=Narrowing(),
            after=None,
        )
        right = sorted((pk for pk in open_ids if words <= told[pk]), reverse=True)
        if [report.pk for report in page.reports] != right or page.after is not None:
            wrong.append(f"{words}: {[str(report) for report in page.reports]}")
    return wrong


def file_everything(told: dict[int, set[str]]) -> None:
    """File even what must not be: the second guard is tried without the first."""
    for report in Report.objects.filter(pk__in=told):
        live = Report(pk=report.pk, realm_id=LIVE_REALM_ID)
        for digest in digests_of(live, [" ".join(told[report.pk])]):
            ReportWord.objects.get_or_create(report=report, digest=digest)


@pytest.mark.parametrize("seed", range(3))
def test_a_search_finds_what_can_be_opened_and_nothing_else(seed: int, reader: User) -> None:
    dice = random.Random(seed)
    assert leaks(town(dice, reader), dice, reader) == []


def test_even_what_was_filed_by_mistake_is_not_found(reader: User) -> None:
    dice = random.Random(7)
    told = town(dice, reader)
    file_everything(told)
    assert leaks(told, dice, reader) == []


def test_sabotage_a_search_that_does_not_ask_what_can_be_opened_is_noticed(
    monkeypatch: pytest.MonkeyPatch, reader: User
) -> None:
    dice = random.Random(7)
    told = town(dice, reader)
    file_everything(told)
    everything = Report.objects.all
    monkeypatch.setattr(queries.searching, "openable", lambda *_who: everything())
    assert leaks(told, dice, reader) != []


def test_a_page_says_the_same_whether_a_hidden_report_is_there_or_not() -> None:
    client, user = at_desk(Role.SUPERVISOR)
    make_report(description="knife canal")

    def page() -> str:
        answer: Any = client.post("/staff/search/", {"words": "knife canal"}, follow=True)
        text = answer.content.decode()
        return re.sub(r"[0-9A-Za-z]{64}|s=\w{8}|value=\"\w{8}\"", "", text)

    before = page()
    for maker in (elsewhere, erased, in_exercise, MAKERS[6], partial(kept_from_reader, user)):
        maker(description="knife canal lantern")
    assert page() == before
