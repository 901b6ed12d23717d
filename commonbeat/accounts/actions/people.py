"""Opening, changing and closing accounts."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonbeat.accounts.actions.links import make_link
from commonbeat.accounts.actions.sign_ins import end_every_sign_in
from commonbeat.accounts.models import TRUSTED_ROLES, Organisation, Role, User
from commonbeat.accounts.permissions import check_can_manage_members
from commonbeat.accounts.rules import LinkKind
from commonbeat.accounts.signals import account_deleted
from commonbeat.audit import actions as audit
from commonbeat.core.actors import SYSTEM
from commonbeat.core.errors import CommonbeatError, NotAllowed
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.delivery import actions as delivery


class AddressTaken(CommonbeatError):
    """Somebody has an account with this address already."""


class OwnAccount(CommonbeatError):
    """Nobody changes their own role or disables themselves."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A new account and the link with which its person makes a passkey, to be shown once."""

    user: User
    path: str


def _record(event: str, *, user: User, by: User | None, now: datetime, **more: Any) -> None:
    audit.record(
        event=event,
        actor=SYSTEM if by is None else by.actor,
        realm_id=LIVE_REALM_ID,
        subject=f"user:{user.key}",
        now=now,
        **more,
    )


@transaction.atomic
def open_account(*, user: User, now: datetime) -> User:
    """Save the account that a resident opens for themselves."""
    user.joined_at = now
    user.language = get_language() or ""
    user.save()
    _record("account.opened", user=user, by=user, now=now)
    return user


def _send_enrolment(user: User, *, now: datetime) -> str:
    path = make_link(user=user, kind=LinkKind.ENROL, now=now)
    # In the body, which is sealed: a stolen database must not hold a link that works.
    delivery.send_to_address(
        realm_id=LIVE_REALM_ID,
        address=user.email,
        language=user.language or settings.LANGUAGE_CODE,
        subject=_("Your account on Commonbeat"),
        body=_(
            "Hello %(name)s.\n\n"
            "You have an account on Commonbeat as: %(role)s. Make your passkey to sign in. "
            "Open this link on the device that you work with:\n\n"
            "%(link)s\n\n"
            "The link works once, for seven days. If you did not expect it, tell an administrator "
            "and do not open it."
        )
        % {
            "name": user.display_name,
            "role": Role(user.role).label,
            "link": f"{settings.BASE_URL}{path}",
        },
        now=now,
    )
    return path


def _check_manages(by: User | None) -> None:
    if by is not None:
        check_can_manage_members(by)


@transaction.atomic
def invite(
    *,
    name: str,
    email: str,
    role: Role,
    organisation: Organisation | None = None,
    by: User | None,
    reason: str,
    now: datetime,
) -> Invitation:
    """Make an account for somebody who acts for the police or a partner, and write to them.

    ``by`` is an administrator, or None for whoever runs the command on the server. The account has
    no password: the link in the letter makes a passkey. Raises ``NotAllowed``, ``AddressTaken``.
    """
    _check_manages(by)
    if role not in TRUSTED_ROLES:
        raise NotAllowed(_("Residents open their accounts themselves."))
    address = email.strip().lower()
    if User.objects.filter(email=address).exists():
        raise AddressTaken(_("There is an account with this email address already."))
    user = User.objects.create_user(
        address,
        display_name=name.strip(),
        role=role,
        organisation=organisation,
        language=get_language() or "",
        joined_at=now,
    )
    # An administrator vouches for the address, and the link that goes there is the proof of it.
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    details = {"role": str(role)}
    _record("account.invited", user=user, by=by, reason=reason, details=details, now=now)
    return Invitation(user=user, path=_send_enrolment(user, now=now))


def _drop_passkeys(user: User) -> int:
    _count, deleted = Authenticator.objects.filter(user=user).delete()
    return int(deleted.get("mfa.Authenticator", 0))


@transaction.atomic
def renew_invitation(*, user: User, by: User | None, reason: str, now: datetime) -> Invitation:
    """Send somebody a new link to make a passkey; passkeys that they had stop working at once.

    For an invitation that ran out and for a key that was lost: the administrator knows the person,
    as when they were invited. Raises ``NotAllowed``.
    """
    _check_manages(by)
    if not user.is_trusted or not user.is_active:
        raise NotAllowed(_("This account cannot be invited again."))
    dropped = _drop_passkeys(user)
    end_every_sign_in(user=user, now=now)
    details = {"passkeys_removed": dropped}
    _record("account.invited", user=user, by=by, reason=reason, details=details, now=now)
    return Invitation(user=user, path=_send_enrolment(user, now=now))


def _check_other(user: User, by: User | None) -> None:
    if by is not None and by.pk == user.pk:
        raise OwnAccount(_("Ask another administrator: you cannot do this to your own account."))


@transaction.atomic
def change_role(
    *,
    user: User,
    role: Role,
    organisation: Organisation | None,
    by: User | None,
    reason: str,
    now: datetime,
) -> None:
    """Give somebody another role; they are signed out everywhere and start anew with it.

    A person who begins to act for the police loses their password, and is sent a link to make a
    passkey if they have none. Raises ``NotAllowed`` and ``OwnAccount``.
    """
    _check_manages(by)
    _check_other(user, by)
    details = {"before": user.role, "after": str(role)}
    user.role, user.organisation = role, organisation
    if user.is_trusted:
        user.set_unusable_password()
    user.save(update_fields=["role", "organisation", "password"])
    end_every_sign_in(user=user, now=now)
    _record("account.role-changed", user=user, by=by, reason=reason, details=details, now=now)
    passkeys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    if user.is_trusted and user.is_active and not passkeys.exists():
        _send_enrolment(user, now=now)


@transaction.atomic
def disable(*, user: User, by: User | None, reason: str, now: datetime) -> None:
    """Close an account to its person from their next request on; what they did stays.

    Raises ``NotAllowed`` and ``OwnAccount``.
    """
    _check_manages(by)
    _check_other(user, by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_every_sign_in(user=user, now=now)
    user.one_time_links.filter(used_at__isnull=True).delete()
    _record("account.disabled", user=user, by=by, reason=reason, now=now)


@transaction.atomic
def enable(*, user: User, by: User | None, reason: str, now: datetime) -> None:
    """Open a disabled account again; raises ``NotAllowed``."""
    _check_manages(by)
    user.is_active = True
    user.save(update_fields=["is_active"])
    _record("account.enabled", user=user, by=by, reason=reason, now=now)


@transaction.atomic
def save_details(*, user: User, display_name: str, language: str, now: datetime) -> None:
    """Keep the name and the language that a person chose."""
    if (user.display_name, user.language) == (display_name, language):
        return
    user.display_name, user.language = display_name, language
    user.save(update_fields=["display_name", "language"])
    _record("account.details-changed", user=user, by=user, now=now)


@transaction.atomic
def delete_account(*, user: User, now: datetime) -> None:
    """Erase a resident's account; reports stay without their name.

    Staff and partners cannot: who decided something must stay known. An administrator disables
    them. Raises ``NotAllowed``.
    """
    if user.is_trusted:
        raise NotAllowed(_("Ask an administrator to close a work account."))
    subject, actor = f"user:{user.key}", user.actor
    gone = partial(account_deleted.send, sender=User, user=user, now=now)
    audit.shred(subject=subject, realm_id=LIVE_REALM_ID, actor=actor, now=now)
    _record("account.deleted", user=user, by=user, now=now)
    user.delete()
    transaction.on_commit(gone)


@transaction.atomic
def note_event(*, user: User, event: str, now: datetime) -> None:
    """Record what a person changed about how they sign in."""
    _record(event, user=user, by=user, now=now)
