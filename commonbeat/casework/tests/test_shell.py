"""The frame of every staff page: each role's own doors, and an exercise that cannot be missed."""

import pytest
from django.test import Client

from commonbeat.accounts.models import Role
from commonbeat.casework.tests.factories import at_desk
from commonbeat.core.middleware import RealmMiddleware
from commonbeat.core.models import Realm
from commonbeat.reports.tests.factories import NOON, make_report

pytestmark = pytest.mark.django_db
FIRST_PAGE = {
    Role.TRIAGE_OPERATOR: "/staff/queue/",
    Role.SUPERVISOR: "/staff/queue/",
    Role.NEIGHBOURHOOD_OFFICER: "/staff/queue/",
    Role.INTELLIGENCE_OFFICER: "/staff/queue/",
    Role.AUDITOR: "/staff/audit/",
}


def doors(client: Client, address: str) -> list[str]:
    page = client.get(address)
    return [item.name for item in page.wsgi_request.staff_shell.nav]  # type: ignore[attr-defined]


def test_each_role_finds_the_doors_that_open_to_it() -> None:
    found = {role: doors(at_desk(role)[0], page) for role, page in FIRST_PAGE.items()}
    assert found[Role.TRIAGE_OPERATOR] == [
        *("queue", "search", "incidents", "tasks", "hand-over", "take")
    ]
    assert found[Role.INTELLIGENCE_OFFICER] == ["queue", "search", "intelligence", "keeping"]
    others = [doors for role, doors in found.items() if role != Role.INTELLIGENCE_OFFICER]
    assert not any("intelligence" in doors for doors in others)
    assert found[Role.AUDITOR] == ["audit", "tasks", "hand-over"]
    assert "queue" in found[Role.SUPERVISOR]


@pytest.mark.parametrize("role", list(FIRST_PAGE))
def test_every_door_that_is_shown_opens(role: Role) -> None:
    client, _user = at_desk(role)
    page = client.get(FIRST_PAGE[role])
    for item in page.wsgi_request.staff_shell.nav:  # type: ignore[attr-defined]
        assert client.get(item.url).status_code == 200, item.name


def test_an_open_report_belongs_to_the_queue() -> None:
    client, _user = at_desk()
    page = client.get(f"/staff/reports/{make_report().reference}/")
    current = [item.name for item in page.wsgi_request.staff_shell.nav if item.current]  # type: ignore[attr-defined]
    assert current == ["queue"]


@pytest.mark.parametrize("address", ["/staff/queue/", "/staff/search/", "/staff/audit/"])
def test_a_page_carries_no_inline_style_or_script(address: str) -> None:
    role = Role.AUDITOR if "audit" in address else Role.TRIAGE_OPERATOR
    client, _user = at_desk(role)
    page = client.get(address).content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert all("src=" in part.split(">")[0] for part in page.split("<script")[1:])


@pytest.fixture
def exercise(monkeypatch: pytest.MonkeyPatch) -> Realm:
    """Put every request into an exercise."""
    realm = Realm.objects.create(kind="exercise", name="Lantern Night", opened_at=NOON)

    def enter(self: RealmMiddleware, request: object) -> object:
        request.realm_id = realm.pk  # type: ignore[attr-defined]
        return self.get_response(request)  # type: ignore[arg-type]

    monkeypatch.setattr(RealmMiddleware, "__call__", enter)
    return realm


def test_an_exercise_is_written_all_over_the_page(exercise: Realm) -> None:
    client, _user = at_desk()
    page = client.get("/staff/queue/").content.decode()
    assert "<title>EXERCISE: " in page
    assert "cb-exercise" in page
    assert "EXERCISE: Lantern Night" in page


def test_an_exercise_has_its_own_queue_and_no_live_report_in_it(exercise: Realm) -> None:
    live, played = make_report(), make_report(realm_id=exercise.pk)
    client, _user = at_desk()
    page = client.get("/staff/queue/").content.decode()
    assert played.reference in page
    assert live.reference not in page
    assert client.get(f"/staff/reports/{live.reference}/").status_code == 404
