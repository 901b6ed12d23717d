"""The list of agreements, one agreement, making one, putting it in force and ending it."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonbeat.accounts.permissions import MemberRequest, fresh, roles
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError
from commonbeat.partners import actions, queries
from commonbeat.partners.forms import AgreementForm, EndForm
from commonbeat.partners.models import SharingAgreement
from commonbeat.partners.permissions import AGREEMENT_KEEPERS, can_put_in_force, can_share
from commonbeat.partners.rules import AgreementState


@roles(*AGREEMENT_KEEPERS)
@require_safe
def agreements(request: MemberRequest) -> HttpResponse:
    """List the agreements, and for those who decide the shares that wait for a supervisor."""
    user = request.user
    waits = (
        queries.waiting_shares(realm_id=request.realm_id, reader=user) if can_share(user) else []
    )
    context = {
        "agreements": list(queries.agreements(realm_id=request.realm_id)),
        "waiting": waits,
        "today": localdate(clock.now()),
    }
    return render(request, "partners/staff/agreements.html", context)


@roles(*AGREEMENT_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_agreement(request: MemberRequest) -> HttpResponse:
    """Write an agreement down; whatever goes wrong, what was typed stays in the page."""
    now = clock.now()
    if request.method != "POST":
        chosen = request.GET.get("with", "")
        body = next(
            (row for row in queries.organisations_to_agree_with() if str(row.pk) == chosen), None
        )
        form = AgreementForm.blank(localdate(now), body)
        return _form(request, form)
    form = AgreementForm(request.POST, today=localdate(now))
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        made = actions.make_agreement(
            terms=form.terms(), user=request.user, realm_id=request.realm_id, now=now
        )
    except CommonbeatError as error:
        form.add_error(None, str(error))
        return _form(request, form, status=422)
    messages.success(request, _("It is written down. Another person must put it in force."))
    return redirect("partners:agreement", key=made.key)


def _form(request: MemberRequest, form: AgreementForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "bodies": list(queries.organisations_to_agree_with())}
    return render(request, "partners/staff/agreement_form.html", context, status=status)


@roles(*AGREEMENT_KEEPERS)
@require_safe
def agreement(request: MemberRequest, key: str) -> HttpResponse:
    """Show one agreement, and what this person can do about it."""
    return _page(request, _found(request, key), now=clock.now())


@roles(*AGREEMENT_KEEPERS)
@require_POST
@fresh
def put_in_force(request: MemberRequest, key: str) -> HttpResponse:
    """Put it in force as somebody who did not make it, after showing the passkey again."""
    found = _found(request, key)
    try:
        actions.put_in_force(agreement=found, user=request.user, now=clock.now())
    except CommonbeatError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is in force. Reports can be shared under it."))
    return redirect("partners:agreement", key=key)


@roles(*AGREEMENT_KEEPERS)
@require_POST
def end_agreement(request: MemberRequest, key: str) -> HttpResponse:
    """End it with a reason; what is shared under it ends with it."""
    found, now = _found(request, key), clock.now()
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            actions.end_agreement(
                agreement=found, user=request.user, reason=form.cleaned_data["reason"], now=now
            )
        except CommonbeatError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is over. Nothing is shared under it any more."))
            return redirect("partners:agreement", key=key)
    return _page(request, found, now=now, end=form)


def _found(request: MemberRequest, key: str) -> SharingAgreement:
    found = queries.agreement_by_key(key, realm_id=request.realm_id)
    if found is None:
        raise Http404
    return found


def _page(
    request: MemberRequest, found: SharingAgreement, *, now: datetime, end: EndForm | None = None
) -> HttpResponse:
    waits = found.standing is AgreementState.DRAFT
    context = {
        "agreement": found,
        "may_put_in_force": waits and can_put_in_force(request.user, found),
        "waits": waits,
        "can_end": waits or found.standing is AgreementState.IN_FORCE,
        "end": end or EndForm(),
        "failed": end is not None,
        "today": localdate(now),
    }
    status = 422 if end is not None else 200
    return render(request, "partners/staff/agreement.html", context, status=status)
