"""Making and using passkeys, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from fido2.server import Fido2Server
from pytest_django import Settings

from commonbeat.accounts.actions import invite, make_link
from commonbeat.accounts.models import OneTimeLink, Role, SignIn, User
from commonbeat.accounts.rules import LinkKind, Proof
from commonbeat.accounts.tests.conftest import Move, challenge, enrol, enrolment_options, use
from commonbeat.accounts.tests.factories import PASSWORD, make_user, sign_in
from commonbeat.accounts.tests.passkeys import SoftPasskey
from commonbeat.audit.models import AuditEntry
from commonbeat.core import clock
from commonbeat.delivery.models import Content

pytestmark = pytest.mark.django_db


def test_an_invited_person_makes_a_passkey_and_signs_in_with_it(client: Client) -> None:
    made = invite(
        name="Sam Carter",
        email="sam@force.example",
        role=Role.AUDITOR,
        by=None,
        reason="First day at work",
        now=clock.now(),
    )
    key = SoftPasskey()
    answer = client.post(
        made.path, {"credential": key.create(enrolment_options(client, made.path))}
    )
    assert answer["Location"] == "/accounts/login/?work=1"
    assert client.get("/me/").status_code == 302, "making a passkey signs nobody in"
    assert use(client, key) == 200
    stay = SignIn.objects.get()
    assert (stay.proof, stay.passkey_name) == (Proof.PASSKEY, "Passkey")
    events = list(AuditEntry.objects.order_by("pk").values_list("event", flat=True))
    assert events == ["account.invited", "account.passkey-added", "account.signed-in"]


def test_an_enrolment_link_works_once(client: Client) -> None:
    user = make_user(Role.AUDITOR)
    path = make_link(user=user, kind=LinkKind.ENROL, now=clock.now())
    first = SoftPasskey().create(enrolment_options(client, path))
    assert client.post(path, {"credential": first}).status_code == 302
    assert client.get(path).status_code == 404
    assert client.post(path, {"credential": first}).status_code == 404
    assert Authenticator.objects.count() == 1


def test_a_link_dies_after_its_days_and_when_a_newer_one_is_made(
    client: Client, move_clock: Move
) -> None:
    user = make_user(Role.AUDITOR)
    older = make_link(user=user, kind=LinkKind.ENROL, now=clock.now())
    newer = make_link(user=user, kind=LinkKind.ENROL, now=clock.now())
    assert client.get(older).status_code == 404
    assert client.get(newer).status_code == 200
    move_clock(timedelta(days=7))
    assert client.get(newer).status_code == 404


def test_a_stolen_database_holds_no_link_that_works() -> None:
    make_user(Role.AUDITOR, email="sam@force.example")
    made = invite(
        name="Kim",
        email="kim@force.example",
        role=Role.AUDITOR,
        by=None,
        reason="First day",
        now=clock.now(),
    )
    token = made.path.split("/")[2]
    assert token.encode() not in bytes(OneTimeLink.objects.get().token_digest)
    letter = Content.objects.get()
    assert token in letter.body
    assert token not in letter.link_path
    assert not any(
        token in str(value) for value in Content.objects.values_list("label", "link_path").get()
    )


def test_a_passkey_that_its_person_did_not_unlock_is_not_kept(client: Client) -> None:
    path = make_link(user=make_user(Role.AUDITOR), kind=LinkKind.ENROL, now=clock.now())
    locked = SoftPasskey(verifies=False).create(enrolment_options(client, path))
    assert client.post(path, {"credential": locked}).status_code == 422
    assert not Authenticator.objects.exists()


def test_a_passkey_that_its_person_did_not_unlock_signs_nobody_in(client: Client) -> None:
    key = enrol(make_user(Role.AUDITOR))
    key.verifies = False
    assert use(client, key) == 302
    assert not SignIn.objects.exists()


def false_answers_accepted(kind: str, key: SoftPasskey, tries: int = 100) -> int:
    """Count how many false answers sign somebody in; stop at the first."""
    recorded = key.get(challenge(Client()))
    thief = Client()
    for number in range(tries):
        fresh_challenge = challenge(thief)
        key.origin = f"http://localhost.evil-{number}.example"
        answer = recorded if kind == "replay" else key.get(fresh_challenge)
        thief.post("/accounts/passkeys/login/", {"credential": answer})
        if SignIn.objects.exists():
            return 1
    return 0


@pytest.mark.parametrize("kind", ["wrong origin", "replay"])
def test_a_hundred_false_answers_sign_nobody_in(kind: str) -> None:
    assert false_answers_accepted(kind, enrol(make_user(Role.AUDITOR))) == 0


def test_an_answer_works_once_in_its_own_session(client: Client) -> None:
    key = enrol(make_user(Role.AUDITOR))
    answer = key.get(challenge(client))
    client.post("/accounts/passkeys/login/", {"credential": answer})
    assert SignIn.objects.count() == 1
    client.post("/accounts/logout/")
    client.post("/accounts/passkeys/login/", {"credential": answer})
    assert SignIn.objects.count() == 1


def test_sabotage_a_site_that_takes_any_origin_is_found_out(settings: Settings) -> None:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    assert false_answers_accepted("wrong origin", enrol(make_user(Role.AUDITOR))) == 1


def test_sabotage_a_site_that_keeps_one_challenge_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = enrol(make_user(Role.AUDITOR))
    begin = Fido2Server.authenticate_begin

    def predictable(self: Any, *args: Any, **more: Any) -> Any:
        return begin(self, *args, **{**more, "challenge": bytes(32)})

    monkeypatch.setattr(Fido2Server, "authenticate_begin", predictable)
    assert false_answers_accepted("replay", key) == 1


def test_only_fresh_people_add_a_passkey(client: Client, move_clock: Move) -> None:
    user = make_user()
    sign_in(client, user)
    move_clock(timedelta(minutes=5))
    assert client.get("/accounts/passkeys/add/")["Location"].startswith(
        "/accounts/reauthenticate/?next="
    )
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get("/accounts/passkeys/add/").status_code == 200


def test_nobody_removes_the_only_key_to_a_work_account(client: Client) -> None:
    user = make_user(Role.AUDITOR)
    key = enrol(user)
    use(client, key)
    only = Authenticator.objects.get(type="webauthn")
    client.post(f"/accounts/passkeys/{only.pk}/remove/")
    assert Authenticator.objects.filter(pk=only.pk).exists()


def test_the_passkey_of_another_person_is_not_there(client: Client) -> None:
    other = make_user(Role.AUDITOR)
    enrol(other)
    theirs = Authenticator.objects.get(user=other)
    sign_in(client, make_user(Role.AUDITOR))
    assert client.get(f"/accounts/passkeys/{theirs.pk}/rename/").status_code == 404
    assert client.post(f"/accounts/passkeys/{theirs.pk}/remove/").status_code == 404


class TestALostKey:
    def _codes(self, user: User) -> list[str]:
        codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
        return codes

    def test_a_code_sends_a_link_to_the_work_address_and_tells_the_administrators(
        self, client: Client
    ) -> None:
        make_user(Role.ADMINISTRATOR)
        user = make_user(Role.AUDITOR)
        old = enrol(user)
        code = self._codes(user)[0]
        sign_in(Client(), user)
        client.post("/lost-key/", {"email": user.email.upper(), "code": code})
        letters = list(Content.objects.order_by("pk"))
        assert len(letters) == 2
        path = "/enrol/" + letters[0].body.split("/enrol/")[1].split()[0]
        assert client.get("/me/").status_code == 302, "a code signs nobody in"
        new = SoftPasskey()
        client.post(path, {"credential": new.create(enrolment_options(client, path))})
        assert use(Client(), old) == 302, "what was lost opens nothing"
        assert SignIn.objects.filter(ended_at__isnull=True).count() == 0
        assert use(Client(), new) == 200

    def test_a_code_works_once(self, client: Client) -> None:
        user = make_user(Role.AUDITOR)
        enrol(user)
        code = self._codes(user)[0]
        for _try in range(2):
            client.post("/lost-key/", {"email": user.email, "code": code})
        assert Content.objects.count() == 1

    def test_the_page_says_the_same_whoever_asks(self, client: Client) -> None:
        user = make_user(Role.AUDITOR)
        enrol(user)
        code = self._codes(user)[0]
        answers = {
            client.post("/lost-key/", {"email": email, "code": code}).content
            for email in ("nobody@force.example", make_user().email, user.email)
        }
        assert len(answers) == 1
        assert Content.objects.count() == 1

    def test_guessing_is_stopped_by_the_sixth_try(self, client: Client) -> None:
        user = make_user(Role.AUDITOR)
        enrol(user)
        right = self._codes(user)[0]
        answers = [
            client.post("/lost-key/", {"email": user.email, "code": f"{n:016}"}).status_code
            for n in range(5)
        ]
        assert answers == [200] * 5
        again = client.post("/lost-key/", {"email": user.email, "code": right})
        assert again.status_code == 429
        assert not Content.objects.exists()
        assert AuditEntry.objects.filter(event="account.refused").count() == 5

    def test_the_codes_are_sealed_in_the_database(self) -> None:
        user = make_user(Role.AUDITOR)
        codes = self._codes(user)
        kept = str(Authenticator.objects.get(user=user).data)
        assert len(codes) == 10
        assert all(len(code) == 16 for code in codes)
        assert "gAAAA" in kept
        assert not any(code in kept for code in codes)
