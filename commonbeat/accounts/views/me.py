"""A person's own page: who they are here, how they sign in, and how to leave."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonbeat.accounts import actions, queries
from commonbeat.accounts.forms import DetailsForm, SureForm
from commonbeat.accounts.models import User
from commonbeat.accounts.permissions import MemberRequest, fresh, home_address, signed_in
from commonbeat.core import clock
from commonbeat.core.holds import Held


def _passkeys(user: User) -> tuple[list[Authenticator], Authenticator | None]:
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return [row for row in rows if row.type == Authenticator.Type.WEBAUTHN], codes


def _page(request: MemberRequest, form: DetailsForm, status: int = 200) -> HttpResponse:
    passkeys, codes = _passkeys(request.user)
    context: dict[str, Any] = {
        "form": form,
        "work": home_address(request.user),
        "passkeys": passkeys,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "sign_ins": queries.open_sign_ins(request.user, now=clock.now()),
        "this_sign_in": request.sign_in,
    }
    return render(request, "accounts/me.html", context, status=status)


@signed_in
@require_GET
def me(request: MemberRequest) -> HttpResponse:
    """Show what we hold about a person's account, and what they can do with it."""
    user = request.user
    language = user.language or translation.get_language() or settings.LANGUAGE_CODE
    initial = {"display_name": user.display_name, "language": language}
    return _page(request, DetailsForm(initial=initial))


@signed_in
@require_POST
def details(request: MemberRequest) -> HttpResponse:
    """Keep the name and the language that a person chose."""
    form = DetailsForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    language = form.cleaned_data["language"]
    actions.save_details(
        user=request.user,
        display_name=form.cleaned_data["display_name"],
        language=language,
        now=clock.now(),
    )
    with translation.override(language):
        messages.success(request, _("Saved."))
    response = redirect("accounts:me")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response


@signed_in
@require_POST
def sign_out_everywhere(request: MemberRequest) -> HttpResponse:
    """End every other stay of this person."""
    number = actions.sign_out_elsewhere(user=request.user, but=request.sign_in, now=clock.now())
    if number:
        messages.success(request, _("You are signed out everywhere else."))
    else:
        messages.info(request, _("You were signed in nowhere else."))
    return redirect("accounts:me")


@signed_in
@require_POST
def end_sign_in(request: MemberRequest, key: str) -> HttpResponse:
    """End one other stay of this person."""
    stay = get_object_or_404(request.user.sign_ins, key=key, ended_at__isnull=True)
    if stay.pk == request.sign_in.pk:
        raise Http404
    actions.end_sign_in(sign_in=stay, now=clock.now())
    messages.success(request, _("Signed out there."))
    return redirect("accounts:me")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def delete(request: MemberRequest) -> HttpResponse:
    """Say what deleting an account means, and do it."""
    form = SureForm(request.POST if request.method == "POST" else None)
    if request.user.is_trusted:
        return render(request, "accounts/delete_work.html", status=403)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "accounts/delete.html", {"form": form}, status=status)
    user = User.objects.get(pk=request.user.pk)
    try:
        actions.delete_account(user=user, now=clock.now())
    except Held as error:
        form.add_error(None, str(error))
        return render(request, "accounts/delete.html", {"form": form}, status=422)
    logout(request)
    return render(request, "accounts/deleted.html", {"has_session": False})
