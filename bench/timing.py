"""Clocks and the little statistics that rows need."""

import statistics
from collections.abc import Callable
from time import perf_counter


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    started = perf_counter()
    work()
    return perf_counter() - started


def in_turns(
    ours: Callable[[], object], floor: Callable[[], object], rounds: int = 7
) -> tuple[float, float]:
    """Return the median seconds of both, measured in turns so that both meet the same weather."""
    ours()
    floor()
    pairs = [(seconds(ours), seconds(floor)) for _ in range(rounds)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def p95(times: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]
