"""Whose tasks and hand-overs are: rows of the table in ``belongings``."""

from commonbeat.casework.tests.asked import make_handover, make_task
from commonbeat.core import clock
from commonbeat.reports.tests.factories import make_report
from tests.architecture.belongings import (
    _REFUSED,
    _incident,
    _kept_from,
    _realm,
    _reference,
    no_incident,
    no_reference,
)


def no_task() -> object:
    return "TA-26-999999"


def _task(realm_id: int) -> object:
    now = clock.now()
    return make_task(make_report(realm_id=realm_id, now=now), now=now).reference


def _handover(realm_id: int) -> object:
    return make_handover(realm_id=realm_id, now=clock.now()).key


_OF_REPORTS = (
    *(
        _realm("casework:ask_report", _reference, part="reference", missing=no_reference, **how)
        for how in ({}, {"method": "post", "opens": _REFUSED})
    ),
    *(
        _realm("casework:ask_incident", _incident, part="reference", missing=no_incident, **how)
        for how in ({}, {"method": "post", "opens": _REFUSED})
    ),
    _realm("casework:task", _task, part="reference", missing=no_task),
)
OWNED = (
    *_OF_REPORTS,
    _realm("casework:hand_over_kept", _handover),
    _realm("casework:hand_over_take", _handover, method="post", opens=frozenset({302, 409, 422})),
)
# A hand-over is about no report.
KEPT_FROM = tuple(_kept_from(owned) for owned in _OF_REPORTS)
