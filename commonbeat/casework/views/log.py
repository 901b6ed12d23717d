"""The log, for the auditor."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from commonbeat.accounts.permissions import MemberRequest, roles
from commonbeat.audit.queries import verify
from commonbeat.casework import actions, queries
from commonbeat.casework.forms import LogForm
from commonbeat.casework.permissions import LOG_READERS
from commonbeat.casework.presenters import log_rows
from commonbeat.casework.queries import LogSearch, Place
from commonbeat.core import clock

# More than this takes longer than a page should: `commonbeat audit verify` walks any length.
LONGEST_WALK = 100_000


@roles(*LOG_READERS)
@require_GET
def audit(request: MemberRequest) -> HttpResponse:
    """Show who did what, newest first; reading it is written down too."""
    return _page(request)


@roles(*LOG_READERS)
@require_POST
def check_chain(request: MemberRequest) -> HttpResponse:
    """Walk the whole chain now and say whether anybody rewrote it."""
    state = queries.chain_state()
    too_long = state.entries > LONGEST_WALK
    actions.note_log_read(
        user=request.user, realm_id=request.realm_id, looked_for={"check": "chain"}, now=clock.now()
    )
    return _page(request, found=None if too_long else verify(), too_long=too_long)


def _page(request: MemberRequest, **checked: object) -> HttpResponse:
    form = LogForm(request.GET)
    search = LogSearch()
    if form.is_valid():
        since, until = form.span()
        named = {name: form.cleaned_data[name] for name in ("kind", "event", "actor", "subject")}
        search = LogSearch(**named, since=since, until=until)
    before = Place.read(request.GET.get("before", ""))
    if not checked:
        actions.note_log_read(
            user=request.user,
            realm_id=request.realm_id,
            looked_for={name: request.GET[name] for name in request.GET if request.GET[name]},
            now=clock.now(),
        )
    entries, after = queries.log_page(
        queries.search_log(realm_id=request.realm_id, search=search, reader=request.user),
        before=before,
    )
    known = queries.references(opened.entry for opened in entries)
    address = request.GET.copy()
    address.pop("before", None)
    context = {
        "form": form,
        "rows": log_rows(entries, known) if form.is_valid() else [],
        "after": after,
        "address": address.urlencode(),
        "is_filtered": any(address.values()),
        "chain": queries.chain_state(),
        **checked,
    }
    return render(request, "staff/audit.html", context)
