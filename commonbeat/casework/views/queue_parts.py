"""Parts of the queue that people name for themselves."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.casework import actions, queries
from commonbeat.casework.forms import QueuePartForm, filled_from
from commonbeat.casework.models import QueuePart
from commonbeat.casework.permissions import QUEUE_READERS, can_change_part, can_share_part
from commonbeat.casework.presenters import part_rows, queue_address
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError


@roles(*QUEUE_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: MemberRequest) -> HttpResponse:
    """List the tabs that somebody has over the queue, and make a new one."""
    form = QueuePartForm(
        request.POST if request.method == "POST" else None, may_share=can_share_part(request.user)
    )
    if form.is_bound and (saved := _saved(request, form, None)):
        return redirect(queue_address(saved))
    return _page(request, form, None)


@roles(*QUEUE_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: MemberRequest, key: str) -> HttpResponse:
    """Change one tab."""
    found = _found(request, key)
    form = QueuePartForm(
        request.POST if request.method == "POST" else None,
        initial=filled_from(found),
        may_share=can_share_part(request.user),
    )
    if form.is_bound and (saved := _saved(request, form, found)):
        return redirect(queue_address(saved))
    return _page(request, form, found)


@roles(*QUEUE_READERS)
@require_POST
def remove_part(request: MemberRequest, key: str) -> HttpResponse:
    """Take one tab away."""
    found = _found(request, key)
    actions.remove_part(part=found, user=request.user, now=clock.now())
    messages.success(request, _("The tab “%(name)s” is gone.") % {"name": found.name})
    return redirect("casework:parts")


def _found(request: MemberRequest, key: str) -> QueuePart:
    found = queries.part_by_key(realm_id=request.realm_id, key=key, user=request.user)
    if found is None or not can_change_part(request.user, found):
        raise Http404
    return found


def _saved(
    request: MemberRequest, form: QueuePartForm, before: QueuePart | None
) -> QueuePart | None:
    if not form.is_valid():
        return None
    try:
        return actions.save_part(
            realm_id=request.realm_id,
            name=" ".join(form.cleaned_data["name"].split()),
            wanted=form.wanted(),
            is_shared=form.cleaned_data.get("is_shared", before.is_shared if before else False),
            user=request.user,
            now=clock.now(),
            part=before,
        )
    except CommonbeatError as error:
        form.add_error(None, str(error))
        return None


def _page(request: MemberRequest, form: QueuePartForm, changed: QueuePart | None) -> HttpResponse:
    known = queries.parts_for(realm_id=request.realm_id, user=request.user)
    context = {
        "form": form,
        "changed": changed,
        "rows": part_rows(known, user=request.user),
        "wrong": form.is_bound,
    }
    return render(request, "staff/queue_parts.html", context, status=422 if form.is_bound else 200)
