"""D1: every address × every method × everybody: opened as the table says, and to nobody else.

``test_access.py`` asks each address as each role by the methods of its pages. Here every method is
asked, by everybody of the cast that differs in anything but their role; every day each address is
asked by one method and some of the cast in turn, in full by all.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from commonbeat.accounts.models import Organisation, Role, User
from commonbeat.accounts.tests.factories import make_organisation, make_user, sign_in
from commonbeat.core import clock
from commonbeat.partners.rules.agreements import NO_SINGLE_REPORTS
from commonbeat.reports.models import Identity
from commonbeat.reports.tests.factories import make_receipt, make_report
from tests.architecture.access_table import ANONYMOUS, EVERYONE, TABLE, Row
from tests.architecture.addresses import addresses
from tests.architecture.asking import is_turned_away, path_of
from tests.assurance.figures import FULL

pytestmark = [pytest.mark.django_db, pytest.mark.assurance]
# Every day one of so many in turn.
EACH = 5
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
type Person = tuple[Client, User | None]


def _visitor() -> Person:
    return Client(raise_request_exception=False), None


def _holder(identity: Identity, **answers: object) -> Person:
    """Return a browser that has shown the receipt of a report."""
    client, _nobody = _visitor()
    receipt = make_receipt()
    make_report(receipt=receipt, identity=identity, now=clock.now(), **answers)
    assert client.post("/receipt/", {"receipt": receipt}).status_code == 302
    return client, None


def _signed_in(role: Role, **fields: object) -> Person:
    client, user = _visitor()[0], make_user(role, **fields)
    sign_in(client, user)
    return client, user


def _partner(kind: str) -> Person:
    return _signed_in(Role.PARTNER_MEMBER, organisation=make_organisation(kind=kind))


def _left() -> Person:
    """Return somebody who was signed in when their account was closed."""
    client, user = _signed_in(Role.SUPERVISOR)
    assert user is not None
    user.is_active = False
    user.save(update_fields=["is_active"])
    return client, None


PARTNERS = [kind for kind in Organisation.Kind if kind is not Organisation.Kind.POLICE]
# Everybody, each with the role that the table knows them by.
CAST: dict[str, tuple[str, Callable[[], Person]]] = {
    "a visitor": (ANONYMOUS, _visitor),
    "an anonymous holder of a receipt": (ANONYMOUS, lambda: _holder(Identity.ANONYMOUS)),
    "a holder of a receipt with a name of their own": (
        ANONYMOUS,
        lambda: _holder(Identity.PSEUDONYM, pseudonym="Blue Heron"),
    ),
    "a colleague who left": (ANONYMOUS, _left),
    **{
        str(role.value): (role.value, lambda role=role: _signed_in(role))
        for role in Role
        if role is not Role.PARTNER_MEMBER
    },
    **{
        f"a member of {kind.value}": (
            Role.PARTNER_MEMBER.value,
            lambda kind=kind: _partner(kind),
        )
        for kind in PARTNERS
    },
}
# They get totals and advice: no single report is ever shared with them, so none can be opened.
NOTHING_THERE = {(f"a member of {kind}", "partners:shared") for kind in NO_SINGLE_REPORTS}
# Whom our catalogue of roles names besides, and why there is nobody to ask as.
NOBODY = {
    "community moderator": "there are no communities yet",
    "officer out of area": "officers have no area: who reads reports reads those of the force",
}
# The names of the catalogue, and who of the cast each is.
CATALOGUE = {
    "anonymous": "a visitor",
    "receipt holder": "an anonymous holder of a receipt",
    "pseudonymous": "a holder of a receipt with a name of their own",
    "identified": "resident",
    "call-taker": "triage-operator",
    "officer in area": "neighbourhood-officer",
    "supervisor": "supervisor",
    "intelligence": "intelligence-officer",
    "communications": "engagement-officer",
    "trainer": "trainer",
    "partner 1": "a member of university-security",
    "partner 2": "a member of students-union",
    "partner 3": "a member of council",
    "partner 4": "a member of venue",
    "auditor": "auditor",
    "administrator": "administrator",
}


def wrong(row: Row, role: str, method: str, answer: HttpResponseBase) -> str:
    """Say what is wrong with one answer, or nothing."""
    is_member = role != ANONYMOUS
    turned_away = is_turned_away(answer, is_signed_in=is_member)
    if role not in row.who:
        return "" if turned_away else "should be turned away"
    if answer.status_code >= 500:
        return "makes it fall over"
    if turned_away and answer.status_code not in row.opens:
        return "should not be turned away"
    if method == row.method and answer.status_code not in row.opens:
        return "is answered with another code"
    return ""


def _asked(client: Client, user: User | None, name: str, method: str) -> HttpResponseBase:
    """Ask one address; what the answer did, to the tables and to the browser, is undone."""
    held = {key: morsel.value for key, morsel in client.cookies.items()}
    if user is not None:
        user.refresh_from_db()
    with transaction.atomic():
        answer: HttpResponseBase = getattr(client, method)(path_of(name, TABLE[name], user))
        if answer.streaming:
            answer.close()
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(held)
    return answer


def _turns(*, every: bool) -> Iterator[tuple[str, str, str]]:
    """Yield who asks which address how: everything, or some of it in turn."""
    for number, name in enumerate(sorted(TABLE)):
        for turn, who in enumerate(CAST):
            chosen = METHODS[(number + turn) // EACH % len(METHODS)]
            if every:
                yield from ((who, name, method) for method in METHODS)
            elif (number + turn) % EACH == 0:
                yield who, name, chosen


def problems(turns: Iterable[tuple[str, str, str]]) -> list[str]:
    """Ask; return a line for each answer that the table forbids."""
    people = {who: make() for who, (_role, make) in CAST.items()}
    found = []
    for who, name, method in turns:
        if (who, name) in NOTHING_THERE:
            continue
        answer = _asked(*people[who], name, method)
        if said := wrong(TABLE[name], CAST[who][0], method, answer):
            found.append(f"{who}, {method} {name}: {said}, got {answer.status_code}")
    return found


def test_every_address_opens_to_those_in_the_table_by_every_method() -> None:
    assert problems(_turns(every=FULL)) == []


def test_everybody_of_the_catalogue_is_asked_or_does_not_exist() -> None:
    assert set(CATALOGUE.values()) <= set(CAST)
    assert {role for role, _make in CAST.values()} == EVERYONE
    assert not set(CATALOGUE) & set(NOBODY)


def test_sabotage_a_view_that_guards_pages_and_forgets_other_methods_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pattern = addresses()["casework:queue"].pattern
    guarded = pattern.callback
    naked = guarded.__wrapped__

    def careless(request: Any, **parts: Any) -> Any:
        return naked(request, **parts) if request.method == "DELETE" else guarded(request, **parts)

    monkeypatch.setattr(pattern, "callback", login_not_required(careless))
    turns = [("resident", "casework:queue", method) for method in METHODS]
    assert [line.split(":")[0] for line in problems(turns)] == ["resident, delete casework"]


def test_sabotage_a_view_that_turns_away_whom_it_is_for_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def closed(_request: Any, **_parts: Any) -> Any:
        raise PermissionDenied

    monkeypatch.setattr(addresses()["casework:queue"].pattern, "callback", closed)
    assert problems([("supervisor", "casework:queue", "get")]) != []
