"""How often we looked: a page for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonbeat.audit import presenters, queries
from commonbeat.core.access import public

_QUARTERS = 8


@public
@require_safe
def looked(request: HttpRequest) -> HttpResponse:
    """Say how often the people who work here looked at what, by quarter."""
    context = {
        "quarters": presenters.quarter_views(queries.quarters(most=_QUARTERS)),
        "seal": presenters.seal_text(queries.latest_checkpoint()),
    }
    return render(request, "audit/looked.html", context)
