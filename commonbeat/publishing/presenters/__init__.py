"""What the pages of publishing show."""

from commonbeat.publishing.presenters.near import NearQuestion, near_view
from commonbeat.publishing.presenters.public import (
    TILES,
    alert_map,
    alert_view,
    news_view,
    promise_views,
    shown_total,
    time_words,
    update_views,
)
from commonbeat.publishing.presenters.staff import (
    PreviewView,
    news_row,
    preview_of,
    reach_view,
    shown_state,
    warning_row,
)

__all__ = [
    "TILES",
    "NearQuestion",
    "PreviewView",
    "alert_map",
    "alert_view",
    "near_view",
    "news_row",
    "news_view",
    "preview_of",
    "promise_views",
    "reach_view",
    "shown_state",
    "shown_total",
    "time_words",
    "update_views",
    "warning_row",
]
