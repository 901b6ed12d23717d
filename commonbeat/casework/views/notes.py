"""Noting what happened in a case, and what a victim is owed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.casework import actions
from commonbeat.casework.forms import NoteForm
from commonbeat.casework.permissions import QUEUE_WORKERS
from commonbeat.casework.presenters import address
from commonbeat.casework.views.case import Tried, attempt, found_report, show_again
from commonbeat.casework.views.queue import tab_of
from commonbeat.core import clock


@roles(*QUEUE_WORKERS)
@require_POST
def note(request: MemberRequest, reference: str) -> HttpResponse:
    """Note something; whatever goes wrong, what was typed stays in the page."""
    found = found_report(request, reference)
    now = clock.now()
    form = NoteForm(request.POST)
    done = attempt(
        form,
        lambda: actions.note(
            report=found,
            note=form.note(),
            user=request.user,
            expected=form.cleaned_data["stamp"],
            now=now,
        ),
    )
    if isinstance(done, Tried):
        return show_again(request, found, done, now=now)
    messages.success(request, _("%(reference)s: noted.") % {"reference": found.reference})
    return redirect(address(found.reference, tab_of(request)))
