"""The public home page, beside a bare page of twenty rows: fresh each time, and kept."""

import os
from collections.abc import Iterator
from itertools import count

from bench import bare, visitors
from bench.results import Result, at_least
from bench.servers import bare_site, our_site
from bench.visitors import reader

PAGES_A_VISIT = 20
_numbers = count()


def measure(scale: float) -> Iterator[Result]:
    """Measure with four visitors; a query string of its own makes each page fresh."""
    bare.make_tables()
    seconds = max(1.0, 5 * scale)
    with our_site() as ours_at, bare_site() as floor_at:
        floor = visitors.visits_a_second(
            reader(lambda: "/page"), floor_at, visitors=4, seconds=seconds
        )
        for name, path, share in (
            ("home page, made fresh", lambda: f"/?fresh={os.getpid()}-{next(_numbers)}", 0.5),
            ("home page, kept", lambda: "/", 5.0),
        ):
            ours = visitors.visits_a_second(reader(path), ours_at, visitors=4, seconds=seconds)
            yield at_least(
                name,
                ours=ours * PAGES_A_VISIT,
                floor=floor * PAGES_A_VISIT,
                unit="pages/s",
                share=share,
            )
