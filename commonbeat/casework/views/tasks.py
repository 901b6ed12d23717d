"""Tasks: the list, one of them, and everything that is done about one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from commonbeat.accounts.permissions import MemberRequest, background, roles
from commonbeat.casework import actions, presenters, queries
from commonbeat.casework.forms import TASK_FORMS, TaskForm, blank_task_forms
from commonbeat.casework.models import Task
from commonbeat.casework.permissions import TASK_READERS, TASK_WORKERS, can_work_on_tasks
from commonbeat.casework.queries import Place, TaskTab
from commonbeat.core import clock
from commonbeat.core.errors import CommonbeatError, Conflict


@roles(*TASK_READERS)
@require_safe
def tasks(request: MemberRequest) -> HttpResponse:
    """Show tasks, what is due first on top."""
    now, realm_id, user = clock.now(), request.realm_id, request.user
    wanted = request.GET.get("tab", "")
    first = TaskTab.MINE if can_work_on_tasks(user) else TaskTab.ALL
    tab = TaskTab(wanted) if wanted in set(TaskTab) else first
    page = queries.task_page(
        queries.tasks_of(realm_id=realm_id, tab=tab, user=user, now=now),
        tab=tab,
        after=Place.read(request.GET.get("after", "")),
    )
    counts = queries.task_counts(realm_id=realm_id, user=user, now=now)
    context = {
        "tab": tab.value,
        "tabs": [(t.value, words, counts[t]) for t, words in presenters.TASK_TAB_WORDS.items()],
        "rows": [presenters.task_row(row, user=user, now=now) for row in page.tasks],
        "after": page.after,
    }
    return render(request, "staff/tasks.html", context)


@roles(*TASK_WORKERS)
@background
@require_GET
def task_count(request: MemberRequest) -> HttpResponse:
    """Say how many tasks somebody has, for a page that heard of a change."""
    mine = queries.tasks_of(
        realm_id=request.realm_id, tab=TaskTab.MINE, user=request.user, now=clock.now()
    )
    return JsonResponse({"mine": str(queries.count_tasks(mine))})


@roles(*TASK_READERS)
@require_safe
def task(request: MemberRequest, reference: str) -> HttpResponse:
    """Show one task; reading it is written down."""
    return _page(request, _found(request, reference))


@roles(*TASK_WORKERS)
@require_POST
def task_act(request: MemberRequest, reference: str) -> HttpResponse:
    """Do something about a task; whatever goes wrong, what was typed stays in the page."""
    found = _found(request, reference)
    form_class = TASK_FORMS.get(request.POST.get("do", ""))
    if form_class is None:
        raise Http404
    form = form_class(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        _act(request, found, form)
    except CommonbeatError as error:
        form.add_error(None, str(error))
        return _page(request, found, form, status=409 if isinstance(error, Conflict) else 422)
    messages.success(request, _("%(reference)s: done.") % {"reference": found.reference})
    return redirect(presenters.task_address(found))


def _act(request: MemberRequest, found: Task, form: TaskForm) -> None:
    facts: dict[str, Any] = {
        "task": found,
        "expected_version": form.cleaned_data["version"],
        "user": request.user,
        "now": clock.now(),
    }
    if form.name == "accept":
        actions.accept_task(**facts)
    elif form.name == "finish":
        actions.finish_task(result=form.said(), **facts)
    elif form.name == "give-up":
        actions.give_up_task(reason=form.said(), **facts)
    elif form.name == "withdraw":
        actions.withdraw_task(reason=form.said(), **facts)
    else:
        actions.hand_on_task(of=form.cleaned_data["whom"], reason=form.said(), **facts)


def _found(request: MemberRequest, reference: str) -> Task:
    found = queries.task_by_reference(
        realm_id=request.realm_id, text=reference, reader=request.user
    )
    if found is None:
        raise Http404
    return found


def _page(
    request: MemberRequest, found: Task, failed: TaskForm | None = None, *, status: int = 200
) -> HttpResponse:
    """Show a task, with the form that was not taken and all that was typed in it."""
    now = clock.now()
    found = _found(request, found.reference)
    actions.open_task(task=found, user=request.user, now=now)
    forms = blank_task_forms(found)
    if failed is not None:
        # What it was based on is on the page now; sending again is about that.
        failed.data = {**dict(failed.data.items()), "version": str(found.version)}
        forms[failed.name] = failed
    entries = queries.task_entries([found])
    context = {
        "task": found,
        "view": presenters.task_view(found, user=request.user, entries=entries, now=now),
        "forms": {name.replace("-", "_"): form for name, form in forms.items()},
        "tried": failed.name if failed else "",
        "failed": failed,
    }
    return render(request, "staff/task.html", context, status=status)
