"""allauth's pages, only those that we use, each with its access statement and our rules."""

import json
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth as ceremony
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import RedirectView

from commonbeat.accounts.permissions import MemberRequest, fresh, signed_in
from commonbeat.core.access import public
from commonbeat.core.http import Request


def atomic_post(view: Any) -> Any:
    """Keep what a form writes and the letter about it in one transaction.

    Not for signing in: hashing a password takes a tenth of a second, and nobody else could write
    to SQLite meanwhile.
    """

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return checked


def as_json(options: Any) -> str:
    """Return the options of a ceremony as the script reads them from the page."""
    return json.dumps(options, cls=DjangoJSONEncoder)


class LoginView(account.LoginView):
    """Passkey first; an address and a password for residents, on another page than work."""

    def get_template_names(self) -> list[str]:
        asked = self.request.GET
        for_work = "work" in asked or asked.get("next", "").startswith("/staff/")
        return ["account/login_work.html" if for_work else "account/login.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "ended": "ended" in self.request.GET}


class PasskeyLoginView(webauthn.LoginWebAuthnView):
    """Hand out a challenge, and take the answer of a passkey."""

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return a challenge for the script of the sign-in page."""
        return JsonResponse({"request_options": ceremony.begin_authentication(user=None)})

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(
            self.request,
            _("We could not check that passkey. Try again, or use another one."),
        )
        return redirect("account_login")


class AddPasskeyView(webauthn.AddWebAuthnView):
    """Another passkey for somebody signed in: it must be unlocked by its person."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["options"] = as_json(ceremony.begin_registration(self.request.user, True))
        return context

    def get_success_url(self) -> str:
        if self.did_generate_recovery_codes:
            return reverse("mfa_view_recovery_codes")
        return reverse("accounts:me")


class RemovePasskeyView(webauthn.RemoveWebAuthnView):
    """Remove a passkey, but never the last one of somebody who can sign in no other way."""

    def form_valid(self, form: Any) -> HttpResponse:
        user = self.request.user
        last = self.get_queryset().count() == 1
        if last and (user.is_trusted or not user.has_usable_password()):
            messages.error(self.request, _("Make another passkey first: this is your only one."))
            return redirect("accounts:me")
        response: HttpResponse = super().form_valid(form)
        return response

    def get_success_url(self) -> str:
        return reverse("accounts:me")


class ProvePasskeyView(webauthn.ReauthenticateWebAuthnView):
    """The passkey once more, before something that cannot be undone."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "options": as_json(context["js_data"]["request_options"])}

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, _("We could not check that passkey. Try again."))
        return HttpResponseRedirect(self.request.get_full_path())


class SecondStepView(mfa.AuthenticateView):
    """After the password of somebody who has a passkey: the passkey, or a recovery code."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "options": as_json(context["js_data"]["request_options"])}


class ChangePasswordView(account.PasswordChangeView):
    """A new password; work accounts have none."""

    def dispatch(self, request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_trusted or not request.user.has_usable_password():
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_default_success_url(self) -> str:
        return reverse("accounts:me")


class MyPageView(RedirectView):
    """Where allauth wants a page that we keep on “my details”."""

    pattern_name = "accounts:me"


login = public(LoginView.as_view())
logout = public(account.LogoutView.as_view())
signup = public(atomic_post(account.SignupView.as_view()))
inactive = public(account.AccountInactiveView.as_view())
confirm_email = public(atomic_post(account.ConfirmEmailVerificationCodeView.as_view()))
reset_password = public(atomic_post(account.PasswordResetView.as_view()))
reset_code = public(atomic_post(account.ConfirmPasswordResetCodeView.as_view()))
new_password = public(atomic_post(account.CompletePasswordResetView.as_view()))
reset_done = public(account.PasswordResetFromKeyDoneView.as_view())
passkey_login = public(PasskeyLoginView.as_view())
second_step = public(SecondStepView.as_view())

prove_password = signed_in(account.ReauthenticateView.as_view())
prove_passkey = signed_in(ProvePasskeyView.as_view())
change_password = signed_in(atomic_post(ChangePasswordView.as_view()))
add_passkey = signed_in(fresh(atomic_post(AddPasskeyView.as_view())))
remove_passkey = signed_in(fresh(atomic_post(RemovePasskeyView.as_view())))
rename_passkey = signed_in(atomic_post(webauthn.EditWebAuthnView.as_view()))
view_codes = signed_in(fresh(codes.ViewRecoveryCodesView.as_view()))
make_codes = signed_in(fresh(atomic_post(codes.GenerateRecoveryCodesView.as_view())))
my_page = signed_in(MyPageView.as_view())
