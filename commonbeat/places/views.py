"""Where is this? Answered without keeping what was asked."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from commonbeat.core.access import public
from commonbeat.core.errors import CommonbeatError
from commonbeat.places import queries
from commonbeat.places.forms import PointForm, sent_point
from commonbeat.places.rules.cells import cell_text


@public
@require_POST
def snap(request: HttpRequest) -> JsonResponse:
    """Turn a point into the cell around it; the point is neither kept nor written down."""
    form = PointForm(sent_point(request))
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        return JsonResponse({"error": str(first)}, status=400)
    try:
        snapped = queries.snap(**form.cleaned_data)
    except CommonbeatError as error:
        return JsonResponse({"error": str(error)}, status=400)
    frame = queries.Frame.of_cell(snapped.cell9).token
    cell = cell_text(snapped.cell9)
    return JsonResponse(
        {"cell": cell, "label": snapped.label, "area": snapped.area.name, "frame": frame}
    )


@public
@require_GET
def search(request: HttpRequest) -> JsonResponse:
    """Find places by name: the same answers as a page without scripts shows."""
    found = queries.search_places(request.GET.get("q", ""))
    answers = [
        {"label": place.label, "cell": cell_text(place.cell9), "kind": place.kind}
        for place in found
    ]
    return JsonResponse({"places": answers})
