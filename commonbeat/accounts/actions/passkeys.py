"""Making a passkey with a one-time link, and asking for one after losing a key."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from commonbeat.accounts import queries
from commonbeat.accounts.actions.links import make_link, use_link
from commonbeat.accounts.actions.sign_ins import end_every_sign_in
from commonbeat.accounts.models import OneTimeLink, User
from commonbeat.accounts.rules import LinkKind
from commonbeat.audit import actions as audit
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.delivery import actions as delivery


def _note(event: str, user: User, now: datetime) -> None:
    audit.record(
        event=event,
        actor=user.actor,
        realm_id=LIVE_REALM_ID,
        subject=f"user:{user.key}",
        now=now,
    )


@transaction.atomic
def enrol_passkey(
    *, link: OneTimeLink, name: str, credential: dict[str, Any], now: datetime
) -> None:
    """Keep a passkey that was made with a link, and use the link up; signs nobody in.

    The ceremony must have been checked. A link for recovery removes every older passkey and ends
    every stay: what was lost may have been found by somebody. Raises ``LinkNotUsable``.
    """
    user = link.user
    use_link(link=link, now=now)
    if link.kind == LinkKind.RECOVER:
        Authenticator.objects.filter(user=user).delete()
        end_every_sign_in(user=user, now=now)
        _note("account.passkey-removed", user, now)
    WebAuthn.add(user, name, credential)
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    _note("account.passkey-added", user, now)


@transaction.atomic
def recover_passkey(*, email: str, code: str, now: datetime) -> None:
    """Send a link for a new passkey to somebody who gave one of their recovery codes.

    ASVS 6.4.4 asks that a lost factor is proved anew as strictly as at enrolment. At enrolment an
    administrator who knows the person has a link sent to their work address. A recovery code alone
    would be weaker: it is a text that can be copied or phished. So a code never signs anybody in.
    It only makes us send a link to the same work address, good for an hour; to use it somebody
    needs the code, which was shown once after a passkey, and the mailbox. Using it removes every
    older passkey and ends every stay, so that the owner notices, and each administrator is told at
    once. Without codes, only an administrator sends a link, as at enrolment.

    A wrong code, an unknown address and a resident's address do nothing, silently: the page says
    the same in each case. A resident signs in with a password and uses codes in their second step.
    """
    user = User.objects.filter(email=email, is_active=True).first()
    if user is None or not user.is_trusted:
        return
    codes = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    if codes is None or not codes.wrap().validate_code(code):
        _note("account.refused", user, now)
        return
    path = make_link(user=user, kind=LinkKind.RECOVER, now=now)
    _note("account.recovery-asked", user, now)
    _write(
        user,
        subject=_("Make a new passkey for Commonbeat"),
        body=_(
            "Hello %(name)s.\n\nSomebody used one of your recovery codes. If it was you, open this "
            "link within an hour, on the device that you work with:\n\n%(link)s\n\n"
            "Your old passkeys stop working when you make the new one. If it was not you, do not "
            "open the link, and tell an administrator now."
        )
        % {"name": user.display_name, "link": f"{settings.BASE_URL}{path}"},
        now=now,
    )
    for administrator in queries.administrators().exclude(pk=user.pk):
        _write(
            administrator,
            subject=_("A colleague asked for a new passkey"),
            body=_(
                "%(name)s used a recovery code to make a new passkey. Ask them, in person or by "
                "phone, whether it was them. If not, disable their account."
            )
            % {"name": user.display_name},
            now=now,
        )


def _write(user: User, *, subject: str, body: str, now: datetime) -> None:
    delivery.send_to_address(
        realm_id=LIVE_REALM_ID,
        address=user.email,
        language=user.language or translation.get_language() or settings.LANGUAGE_CODE,
        subject=subject,
        body=body,
        now=now,
    )
