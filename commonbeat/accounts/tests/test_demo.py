"""Links into a demonstration: once, for a day, and nowhere else."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from commonbeat.accounts.actions import NobodyInRole, make_demo_link
from commonbeat.accounts.models import Role, SignIn
from commonbeat.accounts.tests.conftest import Move
from commonbeat.accounts.tests.factories import make_user
from commonbeat.core import clock
from commonbeat.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(settings: Settings) -> str:
    """Return a link for the auditor of a demonstration."""
    settings.DEMO = True
    make_user(Role.AUDITOR)
    return make_demo_link(role=Role.AUDITOR, now=clock.now())


def test_looking_at_a_link_signs_nobody_in(client: Client, link: str) -> None:
    assert client.get(link).status_code == 200
    assert client.get("/me/").status_code == 302


def test_a_link_lets_its_person_in_once(client: Client, link: str) -> None:
    assert client.post(link)["Location"] == "/staff/audit/"
    assert client.get("/me/").status_code == 200
    other = Client()
    assert other.post(link).status_code == 404
    assert other.get("/me/").status_code == 302
    assert SignIn.objects.count() == 1


def test_a_link_lasts_a_day(client: Client, link: str, move_clock: Move) -> None:
    move_clock(timedelta(hours=24))
    assert client.post(link).status_code == 404


def test_several_links_work_side_by_side(client: Client, link: str) -> None:
    make_demo_link(role=Role.AUDITOR, now=clock.now())
    assert client.get(link).status_code == 200


def test_outside_a_demonstration_there_is_no_such_page_and_no_such_link(
    client: Client, link: str, settings: Settings
) -> None:
    settings.DEMO = False
    assert client.get(link).status_code == 404
    assert client.post(link).status_code == 404
    with pytest.raises(NotAllowed):
        make_demo_link(role=Role.AUDITOR, now=clock.now())


def test_the_mark_of_a_demonstration_is_worth_nothing_anywhere_else(
    client: Client, link: str, settings: Settings
) -> None:
    client.post(link)
    settings.DEMO = False
    assert client.get("/me/").status_code == 403
    settings.DEMO = True
    assert client.get("/me/").status_code == 302, "and its session is gone"


def test_a_link_needs_somebody_in_the_role(link: str) -> None:
    with pytest.raises(NobodyInRole):
        make_demo_link(role=Role.TRAINER, now=clock.now())
