"""No word of an original, of its source or of a judgement about it is in a sanitised copy.

Every place from which a copy is written carries marks of its own: what the reporter wrote, the
items, who told them, the people named in them, and the reasons and conditions of their grades.
Whatever others than intelligence officers can read is searched for all of them.
COMMONBEAT_ASSURANCE=full plants a thousand.
"""

import random
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonbeat.accounts.models import Organisation, Role, User
from commonbeat.accounts.tests.factories import make_organisation, make_user, sign_in
from commonbeat.core import clock
from commonbeat.intelligence import actions
from commonbeat.intelligence.actions import copying
from commonbeat.intelligence.models import CopyRecipient, IntelligenceReport, SanitisedCopy
from commonbeat.intelligence.queries import given_to, items_of, shared_copy
from commonbeat.intelligence.rules import (
    Crowd,
    Grade,
    Handling,
    Information,
    PersonRole,
    Source,
    takes_along,
)
from commonbeat.intelligence.rules import State as ReportState
from commonbeat.intelligence.tests import factories
from commonbeat.reports.tests.factories import make_report
from tests.assurance.figures import figure

pytestmark = [pytest.mark.assurance, pytest.mark.django_db]

# Eight marks each.
REPORTS = figure(5, 125)
PARTS = ("report", "item", "other", "source", "person", "reason", "conditions", "moved")
ACCEPT = "Ring the desk before anything is done about it"


@dataclass
class Marks:
    """What only this intelligence report carries, by where it stands."""

    one: str = field(default_factory=lambda: secrets.token_hex(6))

    def of(self, part: str) -> str:
        return f"{part}{self.one}"


@dataclass
class Desk:
    """Everybody who has to do with a copy."""

    officer: User
    supervisor: User
    reader: User
    member: User
    body: Organisation


def make_desk() -> Desk:
    body = make_organisation()
    return Desk(
        officer=factories.make_officer(),
        supervisor=make_user(Role.SUPERVISOR),
        reader=make_user(Role.NEIGHBOURHOOD_OFFICER),
        member=make_user(Role.PARTNER_MEMBER, organisation=body),
        body=body,
    )


def make_marked(desk: Desk, marks: Marks) -> IntelligenceReport:
    """Make a graded report with a mark wherever somebody can write."""
    made = factories.make_submitted(
        desk.officer,
        report=make_report(description=f"I saw {marks.of('report')} there"),
        words=f"He keeps {marks.of('item')} behind the third door on the left",
        source=f"{marks.of('source')} who lives next door",
    )
    now = clock.now()
    actions.name_subject(
        item=items_of(made)[0],
        name=marks.of("person"),
        role=PersonRole.SUSPECT,
        user=desk.officer,
        expected=made.version,
        now=now,
    )
    for item in items_of(made):
        made.refresh_from_db()
        bound = f"Conditions {marks.of('conditions')}"
        actions.grade_item(
            item=item,
            grade=Grade(
                Source.UNTESTED, Information.NOT_KNOWN, Handling.CONDITIONS, conditions=bound
            ),
            reason=f"Because of {marks.of('reason')}",
            user=desk.officer,
            expected=made.version,
            now=now,
        )
    made.refresh_from_db()
    return actions.move_report(
        report=made,
        after=ReportState.GRADED,
        reason=f"Finished {marks.of('moved')}",
        user=desk.officer,
        expected=made.version,
        now=now,
    )


def read_all(desk: Desk) -> Iterator[str]:
    """Write, agree to, check and give a copy of each report; yield all that others can read."""
    pages = {user.pk: Client() for user in (desk.supervisor, desk.reader)}
    sign_in(pages[desk.supervisor.pk], desk.supervisor)
    sign_in(pages[desk.reader.pk], desk.reader)
    for report in IntelligenceReport.objects.order_by("pk"):
        copy = factories.make_copy(report, user=desk.officer, crowd=Crowd.FEW, conditions=ACCEPT)
        yield _page(pages[desk.supervisor.pk], "agree", copy.key)
        factories.agree(copy, desk.supervisor)
        copy.refresh_from_db()
        factories.check(copy)
        for given in _give(copy, desk):
            reader = given.member or desk.member
            actions.accept_conditions(given=given, user=reader, now=clock.now())
            given.refresh_from_db()
            yield repr(actions.open_given_copy(given=given, user=reader, now=clock.now()))
            if given.member:
                yield _page(pages[reader.pk], "given", given.key)
        yield repr(shared_copy(copy))
    for person in (desk.reader, desk.member):
        yield repr([str(row.copy) for row in given_to(person, realm_id=1)])


def _give(copy: SanitisedCopy, desk: Desk) -> list[CopyRecipient]:
    return [
        actions.give_copy(
            copy=copy, to=to, reason=factories.WHY, user=desk.officer, now=clock.now()
        )
        for to in (desk.reader, desk.body)
    ]


def _page(client: Client, name: str, key: str) -> str:
    answer = client.get(reverse(f"intelligence:{name}", kwargs={"key": key}))
    assert answer.status_code == 200, name
    return answer.content.decode()


def leaks() -> set[str]:
    """Return where the marks came from that others could read."""
    desk = make_desk()
    planted = [Marks() for _report in range(REPORTS)]
    for marks in planted:
        make_marked(desk, marks)
    known = {marks.of(part): part for marks in planted for part in PARTS}
    told, found, read = re.compile("|".join(known)), set(), 0
    for text in read_all(desk):
        found |= {known[mark] for mark in told.findall(text)}
        read += factories.SAFE in text
    assert read == REPORTS * 5, "every copy was read in every way"
    return found


def test_no_mark_of_an_original_is_in_any_copy() -> None:
    assert leaks() == set()


def _from_the_item(copy: SanitisedCopy, item: Any, words: str) -> None:
    honest(copy, item, f"{words} {item.words}")


honest: Callable[..., None] = copying._copy_item


def test_sabotage_a_copy_that_takes_its_item_along_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(f"{__name__}.REPORTS", 1)
    monkeypatch.setattr(copying, "_copy_item", _from_the_item)
    assert leaks() == {"item"}


def test_sabotage_a_page_that_shows_what_is_behind_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(f"{__name__}.REPORTS", 1)
    monkeypatch.setattr(
        SanitisedCopy, "reference", property(lambda copy: copy.report.source_detail.words)
    )
    assert leaks() == {"source"}


def test_six_words_in_a_row_are_found_wherever_they_are_put() -> None:
    chance = random.Random(7)
    vocabulary = [f"word{number}" for number in range(400)]
    for _copy in range(figure(100, 1_000)):
        original = chance.sample(vocabulary[:200], 30)
        own = chance.sample(vocabulary[200:], 30)
        at, to = chance.randrange(25), chance.randrange(30)
        taken = own[:to] + [word.upper() for word in original[at : at + 6]] + own[to:]
        assert takes_along(", ".join(taken), " ".join(original))
        fewer = own[:to] + original[at : at + 5] + own[to:]
        assert not takes_along(" ".join(fewer), " ".join(original))
