"""Which way one place lies from another."""

import math
from enum import Enum


class Direction(Enum):
    """The eight winds, clockwise from north."""

    NORTH = 0
    NORTH_EAST = 1
    EAST = 2
    SOUTH_EAST = 3
    SOUTH = 4
    SOUTH_WEST = 5
    WEST = 6
    NORTH_WEST = 7


def direction(start: tuple[float, float], end: tuple[float, float]) -> Direction:
    """Return which way ``end`` lies from ``start``, both (longitude, latitude) and near."""
    east = (end[0] - start[0]) * math.cos(math.radians(start[1]))
    north = end[1] - start[1]
    return Direction(round(math.degrees(math.atan2(east, north)) / 45) % 8)
