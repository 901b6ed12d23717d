"""Every address × every role: opened to those in the table, closed to everybody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.test import Client
from django.urls import reverse

from commonbeat.accounts import queries
from commonbeat.accounts.models import TRUSTED_ROLES, Role
from commonbeat.accounts.rules import Proof
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.core.access import Access
from tests.architecture.access_table import ANONYMOUS, EVERYONE, TABLE, Row
from tests.architecture.addresses import Address, addresses
from tests.architecture.asking import problems
from tests.architecture.objects import MAKERS

pytestmark = pytest.mark.django_db
ADDRESSES = addresses()
CLOSED = sorted(name for name, row in TABLE.items() if row.who != EVERYONE and name in ADDRESSES)


def unstated(found: dict[str, Address]) -> list[str]:
    """Return the addresses whose view does not say who may open it."""
    return sorted(name for name, address in found.items() if address.access is None)


def differing(found: dict[str, Address]) -> list[str]:
    """Return the addresses whose statement is not what the table says."""
    return [
        name
        for name, address in sorted(found.items())
        if name in TABLE and address.access and _who(address.access) != TABLE[name].who
    ]


def _who(access: Access) -> frozenset[str]:
    if access.everybody:
        return EVERYONE
    return access.roles if access.roles is not None else EVERYONE - {ANONYMOUS}


def test_every_address_states_who_may_open_it() -> None:
    assert unstated(ADDRESSES) == []


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(ADDRESSES) == sorted(TABLE)


def test_every_statement_is_what_the_table_says() -> None:
    assert differing(ADDRESSES) == []


def test_every_name_is_given_once() -> None:
    assert len({address.pattern for address in ADDRESSES.values()}) == len(ADDRESSES)


@pytest.mark.parametrize("name", sorted(set(TABLE) & set(ADDRESSES)))
def test_it_opens_to_those_in_the_table_and_to_nobody_else(name: str) -> None:
    assert problems(name, TABLE[name]) == []


def test_sabotage_a_view_without_a_statement_is_found() -> None:
    def silent(_request: Any) -> None: ...

    pattern = type("Pattern", (), {"callback": staticmethod(silent)})()
    assert unstated({"core:new": Address("core:new", pattern)}) == ["core:new"]


def test_sabotage_a_statement_that_the_table_does_not_know_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view = ADDRESSES["accounts:members"].pattern.callback
    monkeypatch.setattr(view, "access", Access())
    assert differing(ADDRESSES) == ["accounts:members"]


def _naked(view: Callable[..., Any]) -> Callable[..., Any]:
    """Return the view as if nobody had ever guarded it."""
    while getattr(view, "access", None) is not None and hasattr(view, "__wrapped__"):
        view = view.__wrapped__

    def open_to_all(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    return login_not_required(open_to_all)


# allauth refuses by itself too when our guard is gone, so taking ours away changes no answer.
LOCKED_TWICE = frozenset(name for name in CLOSED if name.startswith("mfa_"))


@pytest.mark.parametrize("name", [name for name in CLOSED if name not in LOCKED_TWICE])
def test_sabotage_taking_the_guard_from_a_view_is_noticed(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pattern = ADDRESSES[name].pattern
    monkeypatch.setattr(pattern, "callback", _naked(pattern.callback))
    outsider = Role.RESIDENT.value if ADDRESSES[name].is_for_some_roles else ANONYMOUS
    assert problems(name, TABLE[name], frozenset({outsider})) != []


class TestAPasswordAlone:
    """Staff addresses that a person of a trusted role reaches without a passkey: none."""

    def _reached(self, proof: Proof) -> list[str]:
        reached = []
        for name in CLOSED:
            row = TABLE[name]
            for role in sorted(row.who & {role.value for role in TRUSTED_ROLES}):
                client = Client(raise_request_exception=False)
                user = make_user(Role(role))
                sign_in(client, user, proof=proof)
                if not self._is_refused(client, name, row, user):
                    reached.append(f"{role} {name}")
        return reached

    def _is_refused(self, client: Client, name: str, row: Row, user: Any) -> bool:
        path = reverse(name, kwargs=MAKERS[row.make](user) if row.make else {})
        answer = getattr(client, row.method)(path)
        words = b"" if answer.streaming else answer.content
        return answer.status_code == 403 and b"A password is not enough here" in words

    def test_opens_nothing(self) -> None:
        assert self._reached(Proof.PASSWORD) == []

    def test_nor_does_a_demonstration_link_outside_a_demonstration(self) -> None:
        assert self._reached(Proof.DEMO) == []

    def test_sabotage_a_rule_that_takes_passwords_is_found(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(queries, "proof_counts_for", lambda _user, _proof: True)
        assert len(self._reached(Proof.PASSWORD)) > len(CLOSED)
