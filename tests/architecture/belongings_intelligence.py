"""What of intelligence belongs to somebody: rows of the table in ``belongings.py``."""

from commonbeat.accounts.models import Role
from commonbeat.intelligence.tests.factories import (
    make_copy,
    make_draft,
    make_given,
    make_graded,
    make_held,
)
from tests.architecture.owned import REFUSED, Asker, Owned, of_realm, somebody_elses


def _report(realm_id: int) -> object:
    return make_draft(realm_id=realm_id).reference


def _copy(realm_id: int) -> object:
    return make_copy(make_graded(realm_id=realm_id)).key


def _held(realm_id: int) -> object:
    return make_held(report=make_graded(realm_id=realm_id)).key


def _given(asker: Asker) -> object:
    return make_given(asker.user).key


def no_intelligence() -> object:
    return "IR-26-999999"


OWNED = (
    *(
        of_realm(
            name,
            _report,
            part="reference",
            missing=no_intelligence,
            method=method,
            role=Role.INTELLIGENCE_OFFICER,
            opens=REFUSED,
        )
        for name, method in (
            ("intelligence:report", "get"),
            ("intelligence:source", "post"),
            ("intelligence:move", "post"),
            ("intelligence:sanitise", "get"),
            ("intelligence:sanitise", "post"),
            ("intelligence:add_item", "get"),
            ("intelligence:add_item", "post"),
        )
    ),
    *(
        of_realm(name, _copy, method=method, role=Role.INTELLIGENCE_OFFICER, opens=REFUSED)
        for name, method in (
            ("intelligence:copy", "get"),
            ("intelligence:copy", "post"),
            ("intelligence:give", "post"),
        )
    ),
    of_realm("intelligence:agree", _held),
    of_realm("intelligence:agree", _held, method="post", opens=REFUSED),
    *(
        Owned(
            "intelligence:given",
            "key",
            _given,
            somebody_elses(_given),
            role=Role.NEIGHBOURHOOD_OFFICER,
            method=method,
        )
        for method in ("get", "post")
    ),
)
