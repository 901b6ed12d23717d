"""D7: what takes two people is never done by one, in whatever role they come back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.alerts.models import Broadcast
from commonbeat.casework.actions import answer_unlock
from commonbeat.casework.queries import stamp_of
from commonbeat.casework.tests.unlocks import make_asked
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError
from commonbeat.intelligence.tests.factories import agree, check, make_copy, make_held
from commonbeat.partners.actions import agree_to_share, put_in_force
from commonbeat.partners.tests.factories import make_draft, make_waiting
from commonbeat.publishing.actions import approve, ask_for_approval
from commonbeat.publishing.tests.factories import make_warning

pytestmark = pytest.mark.django_db
WHY = "It is needed for the work on this"


@dataclass(frozen=True, slots=True)
class Deed:
    """What one person begins, and another must finish."""

    begins: Role
    ends: Role
    begin: Callable[[User], Any]
    finish: Callable[[Any, User], object]
    # Where it is kept who began.
    remembers: tuple[str, ...]


def _ask_for_a_warning(writer: User) -> Any:
    draft = make_warning(writer=writer, now=clock.now())
    return ask_for_approval(
        publication=draft, writer=writer, expected_revision=draft.revision, now=clock.now()
    )


def _send_a_warning(asked: Any, user: User) -> object:
    return approve(
        publication=asked, approver=user, expected_revision=asked.revision, now=clock.now()
    )


def _unlock(wish: Any, user: User) -> object:
    return answer_unlock(unlock=wish, user=user, agrees=True, reason=WHY, now=clock.now())


def _share_with_few(share: Any, user: User) -> object:
    share.report.refresh_from_db()
    return agree_to_share(
        share=share, user=user, reason=WHY, expected=stamp_of(share.report), now=clock.now()
    )


DEEDS = {
    "a sealed name": Deed(
        Role.TRIAGE_OPERATOR,
        Role.SUPERVISOR,
        lambda user: make_asked(asker=user),
        _unlock,
        ("asker",),
    ),
    "a mass warning": Deed(
        Role.ENGAGEMENT_OFFICER,
        Role.SUPERVISOR,
        _ask_for_a_warning,
        _send_a_warning,
        ("started_by", "asked_by"),
    ),
    "an agreement": Deed(
        Role.SUPERVISOR,
        Role.ADMINISTRATOR,
        lambda user: make_draft(maker=user),
        lambda draft, user: put_in_force(agreement=draft, user=user, now=clock.now()),
        ("made_by",),
    ),
    "a share that few could know": Deed(
        Role.TRIAGE_OPERATOR,
        Role.SUPERVISOR,
        lambda user: make_waiting(user=user),
        _share_with_few,
        ("asked_by",),
    ),
    "a sanitised copy": Deed(
        Role.INTELLIGENCE_OFFICER,
        Role.INTELLIGENCE_OFFICER,
        lambda user: make_copy(user=user),
        check,
        ("written_by",),
    ),
    "a copy that few could know": Deed(
        Role.INTELLIGENCE_OFFICER,
        Role.SUPERVISOR,
        lambda user: make_held(user=user),
        agree,
        ("written_by",),
    ),
}


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _forget_who_began(deed: Deed, begun: Any) -> None:
    """Let the row say that somebody else began."""
    other = make_user(deed.begins)
    rows = type(begun).objects.filter(pk=begun.pk)
    rows.update(**dict.fromkeys(deed.remembers, other))
    begun.refresh_from_db()
    if hasattr(begun, "hands"):
        begun.hands.set([other])


def done_alone(deed: Deed, *, by_another: bool = False, is_forgotten: bool = False) -> list[str]:
    """Begin something and try to finish it in every role; return the roles that could."""
    person = make_user(deed.begins)
    begun = deed.begin(person)
    if is_forgotten:
        _forget_who_began(deed, begun)
    found = []
    for role in Role:
        other = make_user(role) if by_another else person
        other.role = role
        other.save(update_fields=["role"])
        try:
            with _undone():
                deed.finish(begun, other)
                found.append(role.value)
        except CommonbeatError:
            continue
    return found


@pytest.mark.parametrize("name", DEEDS)
def test_one_person_alone_never_does_it_in_any_role(name: str) -> None:
    assert done_alone(DEEDS[name]) == []
    assert not Broadcast.objects.exists()


@pytest.mark.parametrize("name", DEEDS)
def test_two_people_do_it_and_only_in_the_roles_for_it(name: str) -> None:
    allowed = done_alone(DEEDS[name], by_another=True)
    assert DEEDS[name].ends.value in allowed
    assert len(allowed) <= 2


@pytest.mark.parametrize("name", DEEDS)
def test_sabotage_a_row_that_forgets_who_began_is_noticed(name: str) -> None:
    assert DEEDS[name].ends.value in done_alone(DEEDS[name], is_forgotten=True)
