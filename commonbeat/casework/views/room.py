"""Who is here, and the stream that keeps the queue live."""

from functools import partial
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from commonbeat.accounts.models import SignIn
from commonbeat.accounts.permissions import MemberRequest, background, roles
from commonbeat.accounts.queries import open_sign_ins
from commonbeat.casework import actions, queries
from commonbeat.casework.permissions import QUEUE_READERS, can_see_queue
from commonbeat.casework.queries import Person
from commonbeat.core import clock, live


@roles(*QUEUE_READERS)
@background
@require_POST
def here(request: MemberRequest) -> HttpResponse:
    """Note that a page is open (or was closed), and say who else is here."""
    now = clock.now()
    report_key = request.POST.get("report", "")
    known = partial(queries.is_report_key, realm_id=request.realm_id, reader=request.user)
    if report_key and not known(key=report_key):
        return HttpResponse(status=404)
    say = actions.say_gone if request.POST.get("gone") else actions.say_here
    say(user=request.user, realm_id=request.realm_id, report_key=report_key, now=now)
    room = queries.who_is_here(realm_id=request.realm_id, now=now)
    people = {key: [_shown(person) for person in them] for key, them in room.by_report.items()}
    return JsonResponse(
        {"me": request.user.key, "people": [_shown(p) for p in room.people], "reports": people}
    )


def _shown(person: Person) -> dict[str, Any]:
    return {
        "key": person.key,
        "name": person.name,
        "initials": person.initials,
        "tone": person.tone,
    }


@roles(*QUEUE_READERS)
@background
@require_GET
def live_queue(request: MemberRequest) -> Any:
    """Keep a page told of what changes in the queue; ids and states only."""
    return live.stream(
        request,
        [f"queue:{request.realm_id}"],
        still_allowed=partial(_may_still_listen, request.sign_in.pk),
    )


def _may_still_listen(sign_in_id: int) -> bool:
    sign_in = SignIn.objects.select_related("user").filter(pk=sign_in_id).first()
    if sign_in is None or not can_see_queue(sign_in.user):
        return False
    return sign_in in open_sign_ins(sign_in.user, now=clock.now())
