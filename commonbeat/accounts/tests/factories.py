"""Invented people for tests, and sessions that the middleware takes for good."""

from datetime import datetime
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client

from commonbeat.accounts.actions import begin_sign_in
from commonbeat.accounts.models import Organisation, Role, SignIn, User
from commonbeat.accounts.rules import SESSION_KEY, Proof
from commonbeat.core import clock

PASSWORD = "three-harbour-lanterns"
_numbers = count(1)


def make_organisation(
    name: str = "", kind: str = Organisation.Kind.UNIVERSITY_SECURITY
) -> Organisation:
    """Make an organisation with a name of its own."""
    return Organisation.objects.create(name=name or f"Organisation {next(_numbers)}", kind=kind)


def make_user(role: Role = Role.RESIDENT, **fields: Any) -> User:
    """Make somebody with a confirmed address; residents have the password ``PASSWORD``."""
    number = next(_numbers)
    password = fields.pop("password", PASSWORD if role == Role.RESIDENT else None)
    email = fields.pop("email", f"{role.value}-{number}@people.example")
    user = User.objects.create_user(
        email,
        password,
        role=role,
        **{"display_name": f"{role.label} {number}", "joined_at": clock.now(), **fields},
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(
    client: Client, user: User, *, proof: Proof | None = None, now: datetime | None = None
) -> SignIn:
    """Sign a person in on a test client: with a passkey if their role needs one."""
    way = proof or (Proof.PASSKEY if user.is_trusted else Proof.PASSWORD)
    client.force_login(user)
    stay = begin_sign_in(user=user, proof=way, now=now or clock.now())
    session = client.session
    session[SESSION_KEY] = stay.pk
    session.save()
    return stay
