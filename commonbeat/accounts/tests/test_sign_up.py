"""A resident's account: opened, confirmed, used, mended and left."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from commonbeat.accounts import actions
from commonbeat.accounts.models import Role, SignIn, User
from commonbeat.accounts.tests.factories import PASSWORD, make_user, sign_in
from commonbeat.audit.models import AuditEntry
from commonbeat.core import clock
from commonbeat.delivery.models import Content, OutboxMessage

pytestmark = pytest.mark.django_db
NEW = {"display_name": "Kim", "email": "Kim@People.example", "password1": PASSWORD}


def last_code() -> str:
    """Return the code of the last letter."""
    found = re.search(r"^([A-Z0-9-]{6,})$", Content.objects.order_by("-pk")[0].body, re.MULTILINE)
    assert found
    return found[1]


def test_somebody_opens_an_account_and_confirms_the_address(client: Client) -> None:
    client.post("/accounts/signup/", NEW)
    assert client.get("/me/").status_code == 302, "not before the address is confirmed"
    client.post("/accounts/confirm-email/", {"code": last_code()})
    assert client.get("/me/").status_code == 200
    user = User.objects.get()
    assert (user.email, user.display_name, user.role) == ("kim@people.example", "Kim", "resident")
    events = set(AuditEntry.objects.values_list("event", flat=True))
    assert events == {"account.opened", "account.signed-in"}


def test_letters_go_through_the_outbox_and_nowhere_else(client: Client) -> None:
    client.post("/accounts/signup/", NEW)
    assert OutboxMessage.objects.count() == 1
    assert mail.outbox == []


def test_no_letter_leaves_for_an_account_that_was_not_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commonbeat.delivery import actions as delivery

    kept = delivery.send_to_address

    def send_then_fail(**letter: object) -> None:
        kept(**letter)  # type: ignore[arg-type]
        raise RuntimeError("the power went")

    monkeypatch.setattr(delivery, "send_to_address", send_then_fail)
    client.raise_request_exception = False
    assert client.post("/accounts/signup/", NEW).status_code == 500
    assert (User.objects.count(), OutboxMessage.objects.count()) == (0, 0)


def test_guessing_a_password_is_stopped_by_the_sixth_try(client: Client) -> None:
    user = make_user()
    for _try in range(5):
        client.post("/accounts/login/", {"login": user.email, "password": "wrong"})
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert client.get("/me/").status_code == 302
    other = make_user()
    client.post("/accounts/login/", {"login": other.email, "password": PASSWORD})
    assert client.get("/me/").status_code == 200, "nobody else is locked out"


def test_a_forgotten_password_is_replaced_with_a_code_and_ends_every_stay(client: Client) -> None:
    user = make_user()
    elsewhere = Client()
    sign_in(elsewhere, user)
    client.post("/accounts/password/reset/", {"email": user.email})
    client.post("/accounts/password/reset/confirm/", {"code": last_code()})
    new = "another-harbour-lantern"
    client.post("/accounts/password/reset/complete/", {"password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)
    assert elsewhere.get("/me/").status_code == 302


def test_a_work_account_gets_no_code_for_a_password(client: Client) -> None:
    officer = make_user(Role.AUDITOR)
    client.post("/accounts/password/reset/", {"email": officer.email})
    letter = Content.objects.get()
    assert "passkey" in letter.body
    assert not re.search(r"^[A-Z0-9-]{6,}$", letter.body, re.MULTILINE)


def test_a_person_changes_their_name_and_their_language(client: Client) -> None:
    user = make_user()
    sign_in(client, user)
    answer = client.post("/me/details/", {"display_name": "Kim", "language": "zh-hans"})
    assert answer.cookies["cb_language"].value == "zh-hans"
    user.refresh_from_db()
    assert (user.display_name, user.language) == ("Kim", "zh-hans")


def test_signing_out_everywhere_spares_this_stay_only(client: Client) -> None:
    user = make_user()
    elsewhere = Client()
    sign_in(elsewhere, user)
    sign_in(client, user)
    client.post("/me/sign-out-everywhere/")
    assert client.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302


def test_one_other_stay_can_be_ended_but_not_that_of_another_person(client: Client) -> None:
    user = make_user()
    mine = sign_in(Client(), user)
    theirs = sign_in(Client(), make_user())
    sign_in(client, user)
    assert client.post(f"/me/sign-ins/{mine.key}/end/").status_code == 302
    assert client.post(f"/me/sign-ins/{theirs.key}/end/").status_code == 404
    ended = dict(SignIn.objects.values_list("pk", "ended_at"))
    assert ended[mine.pk]
    assert not ended[theirs.pk]


def test_deleting_an_account_erases_its_person(client: Client) -> None:
    user = make_user(display_name="Kimberley", email="kimberley@people.example")
    sign_in(client, user)
    assert client.post("/me/delete/").status_code == 422, "not without a yes"
    assert client.post("/me/delete/", {"sure": "on"}).status_code == 200
    assert not User.objects.exists()
    last = AuditEntry.objects.order_by("-pk")[0]
    assert (last.event, last.actor_label) == ("account.deleted", "Resident")
    everything = str(list(AuditEntry.objects.values()))
    assert "Kimberley" not in everything
    assert "kimberley@" not in everything


def test_a_work_account_cannot_be_deleted_by_its_person(client: Client) -> None:
    sign_in(client, make_user(Role.AUDITOR))
    assert client.post("/me/delete/", {"sure": "on"}).status_code == 403
    assert User.objects.count() == 1


def test_an_address_never_confirmed_is_given_back_after_three_days(client: Client) -> None:
    client.post("/accounts/signup/", NEW)
    make_user()
    now = clock.now()
    actions.forget_old(now=now + timedelta(days=2))
    assert User.objects.count() == 2
    actions.forget_old(now=now + timedelta(days=4))
    assert User.objects.count() == 1
