"""How often a test of the catalogue repeats: few times every day, at length in the full run."""

import os

FULL = os.environ.get("COMMONBEAT_ASSURANCE") == "full"


def figure(every_day: int, full: int) -> int:
    """Return the number of repetitions of this run."""
    return full if FULL else every_day
