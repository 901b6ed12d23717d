"""``{% hex_map map %}``: a drawn map of cells, the same on every page."""

from typing import Any

from django import template

from commonbeat.places.queries import MapView

register = template.Library()


@register.inclusion_tag("places/map.html")
def hex_map(view: MapView) -> dict[str, Any]:
    """Render a map made by ``draw_map`` or ``choose_on_map``; the page adds the list beside it."""
    return {"map": view}
