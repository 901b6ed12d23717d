"""The drawn town: neighbourhoods, names and lines for the map, and a month of invented crime."""

from datetime import datetime, timedelta
from pathlib import Path

from commonbeat.places.actions import invent_crimes, lay_out_town

TOWN = Path(__file__).with_name("town.json")


def lay_out_places(now: datetime) -> None:
    """Bring in the town, and last month's recorded crime (invented, and it says so)."""
    lay_out_town(path=TOWN, now=now)
    last_month = (now.replace(day=1) - timedelta(days=1)).date().replace(day=1)
    invent_crimes(month=last_month, now=now)
