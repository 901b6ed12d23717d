"""What a row of ``belongings.py`` says: whose an object is, and how it is asked for.

Each row makes the object for whoever asks, and the same of somebody else: of another person, of
another realm (an exercise), or of nobody yet (what is not published).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.core import clock
from commonbeat.core.ids import new_key
from commonbeat.core.models import LIVE_REALM_ID, Realm
from commonbeat.reports.tests.factories import make_report

NUMBERS = count(1)


@dataclass(slots=True)
class Asker:
    """Somebody at a browser."""

    role: Role
    client: Client = field(default_factory=Client)
    user: User = field(init=False)

    def __post_init__(self) -> None:
        self.user = make_user(self.role)
        sign_in(self.client, self.user)


type Maker = Callable[[Asker], object]


@dataclass(frozen=True, slots=True)
class Owned:
    """An address below which objects belong to somebody; ``part`` may be a field of its form."""

    name: str
    part: str
    mine: Maker
    theirs: Maker
    missing: Callable[[], object] = new_key
    method: str = "get"
    role: Role = Role.RESIDENT
    in_form: bool = False
    opens: frozenset[int] = frozenset({200, 302})
    # Makes one in any realm, where it is of a realm.
    of_any_realm: Callable[[int], object] | None = None

    def ask(self, client: Client, value: object) -> HttpResponse:
        """Ask for one object."""
        parts = {self.part: value}
        path = reverse(self.name, kwargs={} if self.in_form else parts)
        answer: HttpResponse = getattr(client, self.method)(path, parts if self.in_form else None)
        return answer

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


# The object is there; the empty form is what is wrong.
REFUSED = frozenset({200, 302, 422})


def no_number() -> object:
    return 4_000_000_000


def no_reference() -> object:
    return "PR-26-999999"


def somebody_elses(make: Maker) -> Maker:
    """Return the maker of the same object for another person of the same role."""
    return lambda asker: make(Asker(asker.role))


def an_exercise() -> int:
    name = f"Exercise {next(NUMBERS)}"
    return Realm.objects.create(kind=Realm.Kind.EXERCISE, name=name, opened_at=clock.now()).pk


def report_of_realm(realm_id: int) -> object:
    return make_report(realm_id=realm_id, now=clock.now()).reference


def of_person(name: str, part: str, make: Maker, *, method: str = "get") -> Owned:
    missing = no_number if part == "pk" else new_key
    return Owned(name, part, make, somebody_elses(make), missing, method)


def of_realm(
    name: str,
    make: Callable[[int], object],
    *,
    part: str = "key",
    method: str = "get",
    role: Role = Role.SUPERVISOR,
    missing: Callable[[], object] = new_key,
    in_form: bool = False,
    opens: frozenset[int] = frozenset({200, 302}),
) -> Owned:
    return Owned(
        name,
        part,
        lambda _asker: make(LIVE_REALM_ID),
        lambda _asker: make(an_exercise()),
        missing,
        method,
        role,
        in_form,
        opens,
        make,
    )
