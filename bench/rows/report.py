"""An anonymous report through the real form, beside three rows in a bare Django view."""

from collections.abc import Iterator

from bench import bare, visitors
from bench.results import Result, at_least
from bench.servers import bare_site, our_site

ROUNDS = 2


def measure(scale: float) -> Iterator[Result]:
    """Measure with one visitor and with four, in turns."""
    bare.make_tables()
    seconds = max(1.0, 6 * scale)
    with our_site() as ours_at, bare_site() as floor_at:
        for count in (1, 4):
            ours = floor = 0.0
            for _ in range(ROUNDS):
                ours += visitors.visits_a_second(
                    visitors.report, ours_at, visitors=count, seconds=seconds
                )
                floor += visitors.visits_a_second(
                    visitors.report, floor_at, visitors=count, seconds=seconds
                )
            yield at_least(
                f"anonymous report, {count} at once",
                ours=ours / ROUNDS,
                floor=floor / ROUNDS,
                unit="reports/s",
                share=0.6,
            )
