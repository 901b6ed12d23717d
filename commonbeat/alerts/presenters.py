"""What the pages show of a follow."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from commonbeat.alerts.models import TOPIC_LABELS, Follow
from commonbeat.alerts.rules import RESOLUTION
from commonbeat.delivery.rules import Channel
from commonbeat.places.queries import (
    MapView,
    Pick,
    area_by_code,
    choose_on_map,
    frame_from_text,
)


@dataclass(frozen=True, slots=True)
class FollowingView:
    """What somebody follows, in words."""

    topics: str
    places: str
    language: str
    by_email: bool


def following_view(follow: Follow) -> FollowingView:
    """Return what a follow stands for, in words."""
    wish = follow.wish
    return FollowingView(
        topics=", ".join(str(TOPIC_LABELS[topic]) for topic in wish.topics),
        places=_places(follow),
        language=get_language_info(follow.language)["name_local"],
        by_email=follow.endpoint.channel == Channel.EMAIL,
    )


def _places(follow: Follow) -> str:
    wish = follow.wish
    if wish.whole_town:
        return _("The whole of %(town)s") % {"town": settings.TOWN_NAME}
    found = [area_by_code(code) for code in wish.area_codes]
    names = [area.name for area in found if area is not None]
    if wish.cells:
        names.append(
            ngettext("%(number)d shape on the map", "%(number)d shapes on the map", len(wish.cells))
            % {"number": len(wish.cells)}
        )
    return ", ".join(names)


def confirming_view(follow: Follow) -> dict[str, Any]:
    """Return what the page behind a mailed link shows."""
    return {
        "following": following_view(follow),
        "is_confirmed": follow.confirmed_at is not None,
        "yours_token": token_of(follow) if follow.confirmed_at else "",
    }


def token_of(follow: Follow) -> str:
    """Return the key of the page where an address changes what it follows."""
    return follow.endpoint.stop_token


def follow_map(cells: tuple[int, ...], frame: str) -> MapView:
    """Return the map on which people pick shapes."""
    return choose_on_map(
        label=_("Map of the town. Pick the shapes that you want to hear about."),
        pick=Pick("cells", several=True, locate=False),
        chosen=cells,
        frame=frame_from_text(frame),
        resolution=RESOLUTION,
    )
