"""Making a passkey with a link that works once, and asking for such a link after losing a key."""

import json

from allauth.core import ratelimit
from allauth.mfa.webauthn.internal import auth as ceremony
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonbeat.accounts import actions, queries
from commonbeat.accounts.forms import PasskeyForm, RecoverForm
from commonbeat.accounts.models import OneTimeLink, User
from commonbeat.accounts.rules import LinkKind
from commonbeat.core import clock
from commonbeat.core.access import public
from commonbeat.core.http import Request

_KINDS = frozenset({LinkKind.ENROL, LinkKind.RECOVER})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: Request, token: str) -> HttpResponse:
    """Make a passkey for the person whom the link was sent to; nobody is signed in by it."""
    link = queries.usable_link(token, kinds=_KINDS, now=clock.now())
    if link is None:
        return render(request, "accounts/link_used.html", status=404)
    user = link.user
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        problem = _make_passkey(request, form, link=link)
        if problem is None:
            return redirect(f"{reverse('account_login')}?work=1")
        form.add_error(None, problem)
    options = json.dumps(ceremony.begin_registration(user, True), cls=DjangoJSONEncoder)
    context = {"form": form, "person": user, "kind": link.kind, "options": options}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/enrol.html", context, status=status)


def _make_passkey(request: Request, form: PasskeyForm, *, link: OneTimeLink) -> str | None:
    """Check what the browser made and keep it; return what is wrong with it, or None."""
    credential = form.cleaned_data["credential"]
    try:
        ceremony.parse_registration_response(credential)
        made = ceremony.complete_registration(credential)
    except ValidationError:
        return _("We could not check that passkey. Try again.")
    if not made.is_user_verified():
        return _("Unlock your passkey with your face, your finger or its PIN, then try again.")
    if isinstance(request.user, User):
        logout(request)  # whoever was signed in here before
    actions.enrol_passkey(
        link=link,
        name=form.cleaned_data["name"] or _("Passkey"),
        credential=credential,
        now=clock.now(),
    )
    messages.success(request, _("Your passkey is ready. Sign in with it now."))
    return None


@public
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: Request) -> HttpResponse:
    """Take a recovery code and answer the same whether it was right or not."""
    form = RecoverForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "accounts/recover.html", {"form": form}, status=status)
    email = form.cleaned_data["email"].strip().lower()
    if not ratelimit.consume(request, action="recover_passkey", key=email):
        form.add_error(None, _("That was too many tries. Wait 15 minutes, then try again."))
        return render(request, "accounts/recover.html", {"form": form}, status=429)
    actions.recover_passkey(email=email, code=form.cleaned_data["code"], now=clock.now())
    return render(request, "accounts/recover_sent.html")
