"""Starts processes that change something and log it, again and again, until they are killed.

Speaks as ``children.serve`` says. ``COMMONBEAT_SABOTAGE`` names a fault to put in first.
"""

import os
from collections.abc import Callable
from time import sleep
from typing import Any

import django

from tests.assurance.children import say, serve

_A_MOMENT = 0.2


def main() -> None:
    """Serve commands until standard input closes."""
    django.setup()
    _warm_up()
    SABOTAGES[os.environ.get("COMMONBEAT_SABOTAGE", "")]()
    say("ready")
    serve(_invite_for_ever)


def _warm_up() -> None:
    """Import everything and make every key once, here and not in each child."""
    from django.db import connections, transaction

    with transaction.atomic():
        _invite()
        transaction.set_rollback(True)
    connections.close_all()


def _invite_for_ever() -> None:
    from commonbeat.audit.actions import chain_unchained

    while True:
        _invite()
        chain_unchained()


def _invite() -> None:
    from commonbeat.accounts.actions import people
    from commonbeat.accounts.models import Role
    from commonbeat.core import clock
    from commonbeat.core.ids import new_key

    people.invite(
        name="Somebody new",
        email=f"{new_key()}@force.example",
        role=Role.AUDITOR,
        by=None,
        reason="First day",
        now=clock.now(),
    )


def _no_sabotage() -> None:
    """Leave everything as it is."""


def _entry_later() -> None:
    """Write the entry a moment after its change has committed."""
    from django.db import transaction

    from commonbeat.accounts.actions import people

    record = people._record

    def late(event: str, **facts: Any) -> None:
        transaction.on_commit(lambda: _write_down(event, facts))

    @transaction.atomic
    def _write_down(event: str, facts: dict[str, Any]) -> None:
        sleep(_A_MOMENT)
        record(event, **facts)

    people._record = late


def _entry_first() -> None:
    """Write the entry a moment before its change: whoever was made goes until then."""
    from django.db import transaction

    from commonbeat.accounts.actions import people
    from commonbeat.accounts.models import User

    record = people._record

    def early(event: str, *, user: User, **facts: Any) -> None:
        with transaction.atomic():
            record(event, user=user, **facts)
            User.objects.filter(pk=user.pk).delete()
        sleep(_A_MOMENT)
        user.save(force_insert=True)

    people._record = early
    people.invite = people.invite.__wrapped__  # type: ignore[attr-defined]


SABOTAGES: dict[str, Callable[[], None]] = {
    "": _no_sabotage,
    "entry-later": _entry_later,
    "entry-first": _entry_first,
}

if __name__ == "__main__":
    main()
