"""Intelligence as pages show it."""

from commonbeat.intelligence.presenters.copies import copy_view, given_views, read_copy
from commonbeat.intelligence.presenters.reports import (
    ERASE,
    KEEP,
    item_views,
    report_view,
    rows,
)

__all__ = [
    "ERASE",
    "KEEP",
    "copy_view",
    "given_views",
    "item_views",
    "read_copy",
    "report_view",
    "rows",
]
