"""What of keeping belongs to somebody: rows of the table in ``belongings.py``."""

from commonbeat.core import clock
from commonbeat.keeping.tests.factories import ask, make_finished, make_record
from tests.architecture.owned import REFUSED, no_reference, of_realm


def _asked_to_erase(realm_id: int) -> object:
    now = clock.now()
    finished = make_finished(realm_id=realm_id, now=now)
    return ask(make_record(finished, now=now), now=now).record.reference


OWNED = tuple(
    of_realm(
        name, _asked_to_erase, part="reference", missing=no_reference, method=method, opens=REFUSED
    )
    for name in ("keeping:record", "keeping:answer")
    for method in ("get", "post")
)
