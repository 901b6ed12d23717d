"""Administrators look after the accounts of others, each change with its reason in the log."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from commonbeat.accounts import actions
from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.conftest import enrol, use
from commonbeat.accounts.tests.factories import make_organisation, make_user, sign_in
from commonbeat.audit.models import AuditEntry
from commonbeat.core import clock
from commonbeat.core.errors import NotAllowed
from commonbeat.delivery.models import Content

pytestmark = pytest.mark.django_db
REASON = "Agreed with the inspector"


@pytest.fixture
def admin(client: Client) -> User:
    """Return an administrator, signed in on ``client``."""
    user = make_user(Role.ADMINISTRATOR)
    sign_in(client, user)
    return user


def _last(event: str) -> AuditEntry:
    return AuditEntry.objects.filter(event=event).order_by("-pk")[0]


def test_an_administrator_invites_somebody_and_sees_the_link_once(
    client: Client, admin: User
) -> None:
    asked = {
        "name": "Sam Carter",
        "email": "sam@force.example",
        "role": "supervisor",
        "organisation": "",
        "reason": REASON,
    }
    page = client.post("/staff/members/invite/", asked).content.decode()
    person = User.objects.get(email="sam@force.example")
    assert "/enrol/" in page
    assert not person.has_usable_password()
    assert "/enrol/" in Content.objects.get().body
    assert "/enrol/" not in client.get(f"/staff/members/{person.key}/").content.decode()
    entry = _last("account.invited")
    assert (entry.actor_id, entry.reason) == (f"user:{admin.key}", REASON)


def test_a_partner_acts_for_an_organisation(client: Client, admin: User) -> None:
    asked = {"name": "Lee", "email": "lee@uni.example", "role": "partner-member", "reason": REASON}
    assert client.post("/staff/members/invite/", asked).status_code == 422
    uni = make_organisation()
    client.post("/staff/members/invite/", {**asked, "organisation": uni.pk})
    assert User.objects.get(email="lee@uni.example").organisation == uni


@pytest.mark.parametrize("missing", ["name", "email", "role", "reason"])
def test_an_invitation_says_everything(client: Client, admin: User, missing: str) -> None:
    asked = {"name": "Lee", "email": "lee@force.example", "role": "auditor", "reason": REASON}
    del asked[missing]
    assert client.post("/staff/members/invite/", asked).status_code == 422
    assert User.objects.count() == 1


def test_an_address_belongs_to_one_account(client: Client, admin: User) -> None:
    make_user(email="lee@force.example")
    asked = {"name": "Lee", "email": "LEE@force.example", "role": "auditor", "reason": REASON}
    assert client.post("/staff/members/invite/", asked).status_code == 422


def test_another_role_signs_its_person_out(client: Client, admin: User) -> None:
    person = make_user(Role.SUPERVISOR)
    enrol(person)
    theirs = Client()
    sign_in(theirs, person)
    asked = {"do": "role", "role": "auditor", "organisation": "", "reason": REASON}
    client.post(f"/staff/members/{person.key}/", asked)
    person.refresh_from_db()
    assert person.role == Role.AUDITOR
    assert theirs.get("/me/").status_code == 302
    entry = _last("account.role-changed")
    assert entry.details == {"before": "supervisor", "after": "auditor"}
    assert entry.reason == REASON


def test_a_resident_who_begins_to_work_here_loses_the_password(admin: User) -> None:
    person = make_user()
    actions.change_role(
        user=person,
        role=Role.AUDITOR,
        organisation=None,
        by=admin,
        reason=REASON,
        now=clock.now(),
    )
    person.refresh_from_db()
    assert not person.has_usable_password()
    assert "/enrol/" in Content.objects.get().body


def test_closing_an_account_acts_at_once_and_can_be_taken_back(client: Client, admin: User) -> None:
    person = make_user(Role.SUPERVISOR)
    key = enrol(person)
    theirs = Client()
    assert use(theirs, key) == 200
    path = f"/staff/members/{person.key}/"
    client.post(path, {"do": "disable", "reason": REASON})
    assert theirs.get("/me/").status_code == 302
    assert use(Client(), key) == 302
    client.post(path, {"do": "enable", "reason": REASON})
    assert use(Client(), key) == 200
    assert _last("account.disabled").reason == _last("account.enabled").reason == REASON


def test_a_new_link_ends_the_old_passkeys_at_once(client: Client, admin: User) -> None:
    person = make_user(Role.SUPERVISOR)
    key = enrol(person)
    client.post(f"/staff/members/{person.key}/", {"do": "renew", "reason": REASON})
    assert not Authenticator.objects.filter(user=person).exists()
    assert use(Client(), key) == 302


@pytest.mark.parametrize("do", ["role", "disable"])
def test_nobody_changes_their_own_account(client: Client, admin: User, do: str) -> None:
    asked = {"do": do, "role": "auditor", "organisation": "", "reason": REASON}
    assert client.post(f"/staff/members/{admin.key}/", asked).status_code == 422
    admin.refresh_from_db()
    assert (admin.role, admin.is_active) == (Role.ADMINISTRATOR, True)


def test_residents_are_not_on_the_list(client: Client, admin: User) -> None:
    resident = make_user(display_name="Kim Resident")
    assert "Kim Resident" not in client.get("/staff/members/").content.decode()
    assert client.get(f"/staff/members/{resident.key}/").status_code == 404


def test_only_an_administrator_acts(admin: User) -> None:
    other, now = make_user(Role.SUPERVISOR), clock.now()
    for action in (actions.disable, actions.enable, actions.renew_invitation):
        with pytest.raises(NotAllowed):
            action(user=admin, by=other, reason=REASON, now=now)
    with pytest.raises(NotAllowed):
        actions.invite(
            name="A", email="a@b.example", role=Role.AUDITOR, by=other, reason=REASON, now=now
        )


def test_the_command_makes_the_first_administrator() -> None:
    said = StringIO()
    call_command("invite", "ada@force.example", role="administrator", name="Ada Marsh", stdout=said)
    person = User.objects.get()
    path = "/enrol/" + said.getvalue().split("/enrol/")[1].strip()
    assert person.role == Role.ADMINISTRATOR
    assert Client().get(path).status_code == 200
    assert _last("account.invited").actor_id == "system"
    with pytest.raises(CommandError):
        call_command("invite", "ada@force.example", role="administrator", name="Ada")
