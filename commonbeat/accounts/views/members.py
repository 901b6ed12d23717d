"""The administrators' pages: who acts for the police and the partners, and in which role."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from commonbeat.accounts import actions, queries
from commonbeat.accounts.forms import InviteForm, ReasonForm, RoleForm
from commonbeat.accounts.models import Role, User
from commonbeat.accounts.permissions import MemberRequest, fresh, roles
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError


@roles(Role.ADMINISTRATOR)
@require_GET
def members(request: MemberRequest) -> HttpResponse:
    """List everybody who acts for the police or a partner."""
    return render(request, "accounts/members.html", {"members": queries.members()})


def _link(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


@roles(Role.ADMINISTRATOR)
@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: MemberRequest) -> HttpResponse:
    """Make an account for somebody, and show the link for their passkey once."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            made = actions.invite(
                name=asked["name"],
                email=asked["email"],
                role=asked["role"],
                organisation=asked["organisation"],
                by=request.user,
                reason=asked["reason"],
                now=clock.now(),
            )
        except CommonbeatError as error:
            form.add_error("email", str(error))
        else:
            context = {"person": made.user, "link": _link(made.path)}
            return render(request, "accounts/invited.html", context)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/invite.html", {"form": form}, status=status)


@roles(Role.ADMINISTRATOR)
@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: MemberRequest, key: str) -> HttpResponse:
    """Show one person, and change their role, disable them or send them a new link."""
    person = get_object_or_404(queries.members(), key=key)
    asked = request.POST.get("do", "")
    role_form = RoleForm(request.POST if asked == "role" else None, member=person)
    reason_form = ReasonForm(request.POST if asked in _CHANGES else None)
    form: Form | None = role_form if asked == "role" else reason_form if asked else None
    if form is not None and form.is_valid():
        try:
            return _change(request, person, asked, form)
        except CommonbeatError as error:
            form.add_error(None, str(error))
    context = {
        "person": person,
        "is_me": person.pk == request.user.pk,
        "role_form": role_form,
        "reason_form": reason_form,
        "asked": asked,
    }
    status = 422 if form is not None else 200
    return render(request, "accounts/member.html", context, status=status)


def _disable(person: User, by: User, reason: str, now: datetime) -> str:
    actions.disable(user=person, by=by, reason=reason, now=now)
    return _("%s can't sign in any more.") % person.display_name


def _enable(person: User, by: User, reason: str, now: datetime) -> str:
    actions.enable(user=person, by=by, reason=reason, now=now)
    return _("%s can sign in again.") % person.display_name


_CHANGES: dict[str, Callable[[User, User, str, datetime], str]] = {
    "disable": _disable,
    "enable": _enable,
    "renew": lambda *_args: "",
}


def _change(request: MemberRequest, person: User, asked: str, form: Form) -> HttpResponse:
    now, reason = clock.now(), form.cleaned_data["reason"]
    if asked == "renew":
        made = actions.renew_invitation(user=person, by=request.user, reason=reason, now=now)
        context = {"person": person, "link": _link(made.path), "again": True}
        return render(request, "accounts/invited.html", context)
    if asked == "role":
        actions.change_role(
            user=person,
            role=form.cleaned_data["role"],
            organisation=form.cleaned_data["organisation"],
            by=request.user,
            reason=reason,
            now=now,
        )
        said = _("%(name)s is now: %(role)s. They must sign in again.") % {
            "name": person.display_name,
            "role": Role(person.role).label,
        }
    else:
        said = _CHANGES[asked](person, request.user, reason, now)
    messages.success(request, said)
    return redirect("accounts:member", key=person.key)
