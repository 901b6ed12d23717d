"""How allauth speaks with our accounts: our outbox, our sign-ins, our seal, no addresses."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from commonbeat.accounts import actions
from commonbeat.accounts.models import User
from commonbeat.accounts.permissions import home_address, prove_address
from commonbeat.accounts.rules import SESSION_KEY, Proof
from commonbeat.core import clock, crypto
from commonbeat.core.callers import is_made_up
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.delivery import actions as delivery

# What we say of what allauth reports; the rest of its messages only repeats the page.
_SAID = {
    "account/messages/logged_out.txt": _("You are signed out."),
    "account/messages/password_changed.txt": _("Your new password is set."),
    "account/messages/email_confirmed.txt": _("Your address is confirmed. Welcome."),
    "mfa/messages/webauthn_added.txt": _("Your new passkey is ready."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
}
_WRONG = {
    "email_password_mismatch": _("The address or the password is not right. Check both."),
    "incorrect_password": _("That is not your password. Try again."),
    "enter_current_password": _("That is not your password. Try again."),
    "incorrect_code": _("That code is not right. Check it, or ask for a new one."),
    "too_many_login_attempts": _("That was too many tries. Wait 15 minutes, then try again."),
    "rate_limited": _("We sent a code just now. Wait a moment before you ask for another."),
}
# Whoever comes with a real address, past the door, shares one limit with everybody who does.
EVERYBODY = "everybody"


class AccountAdapter(DefaultAccountAdapter):
    """Our accounts: a sign-in is a row, a letter goes through the outbox, nobody's address is read.

    Sign-in pages are limited by account, and by the address that the door made up for a visitor:
    it lasts ten minutes, leads back to nobody, and is counted in the cache alone.
    """

    error_messages = {**DefaultAccountAdapter.error_messages, **_WRONG}

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: Any = None,
    ) -> None:
        """Say it in our words, or not at all."""
        said = message or _SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, said, extra_tags=extra_tags)

    def get_client_ip(self, request: HttpRequest) -> str:
        address = request.META.get("REMOTE_ADDR", "")
        return address if is_made_up(address) else EVERYBODY

    def get_http_user_agent(self, request: HttpRequest) -> str:
        return ""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.display_name = form.cleaned_data["display_name"]
        user = super().save_user(request, user, form, commit=False)
        return actions.open_account(user=user, now=clock.now()) if commit else user

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, and write down how it was proved; the middleware judges the proof."""
        records = get_authentication_records(request, user)
        used = next((r for r in records if r.get("type") == Authenticator.Type.WEBAUTHN), None)
        super().login(request, user)
        sign_in = actions.begin_sign_in(
            user=user,
            proof=Proof.PASSKEY if used else Proof.PASSWORD,
            passkey_name=_name_of(used["id"]) if used else "",
            now=clock.now(),
        )
        request.session[SESSION_KEY] = sign_in.pk

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead staff to their work and residents to their own page."""
        user = request.user
        return home_address(user) if isinstance(user, User) else "/"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Leave it to ``permissions.fresh``, which guards these views, so that one rule holds."""
        return False

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Offer the one way that counts for this person; a recovery code is never one."""
        if not user.is_authenticated:
            return []
        url = prove_address(user)
        return [{"id": url, "description": _("Show that it is you"), "url": url}]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the letter into the outbox: its first line is the subject, the rest the body.

        Written in the transaction of the view, so that a code is sent if and only if it is kept.
        """
        text = render_to_string(
            f"{template_prefix}.txt",
            {**context, "force_name": settings.FORCE_NAME, "site_address": settings.BASE_URL},
        ).strip()
        subject, _rest, body = text.partition("\n")
        delivery.send_to_address(
            realm_id=LIVE_REALM_ID,
            address=email,
            language=get_language() or settings.LANGUAGE_CODE,
            subject=subject,
            body=body.strip(),
            now=clock.now(),
        )

    def send_account_already_exists_mail(self, email: str) -> None:
        self.send_mail("account/email/account_already_exists", email, {})


def _name_of(authenticator_id: int) -> str:
    authenticator = Authenticator.objects.filter(pk=authenticator_id).first()
    return str(authenticator)[:100] if authenticator else ""


class MFAAdapter(DefaultMFAAdapter):
    """Passkeys belong to the one address of this site; the seed of recovery codes is sealed."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That did not work. Check the code, or try your passkey again."),
        "cannot_generate_recovery_codes": _("Make a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        return crypto.seal(text).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.unseal(encrypted_text.encode())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the site by its own setting, whatever host a request claims."""
        name = f"Commonbeat {settings.TOWN_NAME}"
        return {"id": urlsplit(settings.BASE_URL).hostname or "localhost", "name": name}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.display_name, "name": user.email}

    def generate_authenticator_name(self, user: User, type: str) -> str:
        return gettext("Passkey")
