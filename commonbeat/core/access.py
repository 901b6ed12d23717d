"""Each view states who may open it; a test reads the statement from every address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required

type View = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open a view: everybody, everybody signed in, or some roles."""

    everybody: bool = False
    roles: frozenset[str] | None = None  # None: any role


PUBLIC = Access(everybody=True)


def state_access[V: View](view: V, access: Access) -> V:
    """Write the statement on the view."""
    view.access = access  # type: ignore[attr-defined]
    return view


def public[V: View](view: V) -> V:
    """Open a view to everybody, with or without an account."""
    return state_access(login_not_required(view), PUBLIC)
