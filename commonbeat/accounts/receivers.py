"""What we note when allauth says that a passkey, a password or a proof changed."""

from typing import Any

from allauth.account.signals import (
    authentication_step_completed,
    password_changed,
    password_reset,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from commonbeat.accounts import actions
from commonbeat.accounts.models import SignIn, User
from commonbeat.accounts.rules import Proof
from commonbeat.core import clock


@receiver(authentication_step_completed)
def renew(request: HttpRequest, user: User, method: str, **extra: Any) -> None:
    """Take a proof that somebody signed in shows again; their session gets a new name for it."""
    sign_in: SignIn | None = getattr(request, "sign_in", None)
    if sign_in is None or sign_in.user_id != user.pk:
        return  # not signed in yet: the stay begins when they are
    if method == "mfa" and extra.get("type") == Authenticator.Type.WEBAUTHN:
        proof = Proof.PASSKEY
    elif method == "password":
        proof = Proof.PASSWORD
    else:
        return
    actions.renew_proof(sign_in=sign_in, proof=proof, now=clock.now())
    request.session.cycle_key()


@receiver(user_logged_out)
def leave(request: HttpRequest | None, **_more: Any) -> None:
    """End the stay of whoever signs out."""
    sign_in: SignIn | None = getattr(request, "sign_in", None)
    if sign_in is not None:
        actions.end_sign_in(sign_in=sign_in, now=clock.now())


@receiver(authenticator_added)
def note_added(user: User, authenticator: Authenticator, **_more: Any) -> None:
    """Record a new passkey, or new codes."""
    is_passkey = authenticator.type == Authenticator.Type.WEBAUTHN
    event = "account.passkey-added" if is_passkey else "account.codes-made"
    actions.note_event(user=user, event=event, now=clock.now())


@receiver(authenticator_removed)
def note_removed(user: User, authenticator: Authenticator, **_more: Any) -> None:
    """Record that a passkey was removed."""
    if authenticator.type == Authenticator.Type.WEBAUTHN:
        actions.note_event(user=user, event="account.passkey-removed", now=clock.now())


@receiver(authenticator_reset)
def note_codes(user: User, **_more: Any) -> None:
    """Record new recovery codes."""
    actions.note_event(user=user, event="account.codes-made", now=clock.now())


@receiver([password_changed, password_reset])
def note_password(request: HttpRequest, user: User, **_more: Any) -> None:
    """Record a new password, and end every other stay: whoever knew the old one is out."""
    now = clock.now()
    actions.note_event(user=user, event="account.password-changed", now=now)
    actions.end_every_sign_in(user=user, but=getattr(request, "sign_in", None), now=now)
