"""What the operations room works on: rows of the table in ``belongings.py``."""

from commonbeat.accounts.models import Role
from commonbeat.casework.tests.asked import make_handover, make_task
from commonbeat.casework.tests.factories import make_answer, make_open_alarm
from commonbeat.casework.tests.incidents import incident_of
from commonbeat.casework.tests.queue_parts import make_part
from commonbeat.casework.tests.unlocks import make_asked, make_confidential
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.reports.tests.factories import make_receiver, make_report, make_sent
from tests.architecture.owned import (
    REFUSED,
    Asker,
    Owned,
    no_reference,
    of_realm,
    report_of_realm,
    somebody_elses,
)


def _elsewhere(_asker: Asker) -> object:
    """Return the reference of a report that the police were not sent."""
    return make_sent(make_receiver(), now=clock.now()).report.reference


def no_incident() -> object:
    return "IN-26-999999"


def _incident(realm_id: int) -> object:
    now = clock.now()
    return incident_of(make_report(realm_id=realm_id, now=now), now=now).reference


def no_task() -> object:
    return "TA-26-999999"


def _task(realm_id: int) -> object:
    now = clock.now()
    return make_task(make_report(realm_id=realm_id, now=now), now=now).reference


def _handover(realm_id: int) -> object:
    return make_handover(realm_id=realm_id, now=clock.now()).key


def _confidential(realm_id: int) -> object:
    return make_confidential(realm_id=realm_id).reference


def _asked(realm_id: int) -> object:
    return make_asked(realm_id=realm_id).report.reference


def _alarm(realm_id: int) -> object:
    return make_open_alarm(realm_id=realm_id).key


def _answer(realm_id: int) -> object:
    return make_answer(realm_id=realm_id).key


def _report_key(realm_id: int) -> object:
    return make_report(realm_id=realm_id, now=clock.now()).key


def _part(asker: Asker) -> object:
    return make_part(asker.user).key


OWNED = (
    *(
        Owned(
            name,
            "key",
            _part,
            somebody_elses(_part),
            method=method,
            role=Role.TRIAGE_OPERATOR,
            opens=frozenset({200, 302, 422}),
        )
        for name, method in (
            ("casework:part", "get"),
            ("casework:part", "post"),
            ("casework:remove_part", "post"),
        )
    ),
    of_realm("casework:report", report_of_realm, part="reference", missing=no_reference),
    of_realm(
        "casework:report", report_of_realm, part="reference", missing=no_reference, method="post"
    ),
    of_realm(
        "casework:note", report_of_realm, part="reference", missing=no_reference, method="post"
    ),
    of_realm(
        "reports:translate_case",
        report_of_realm,
        part="reference",
        missing=no_reference,
        method="post",
    ),
    *(
        of_realm(name, make, part="reference", missing=no_reference, method=method, opens=REFUSED)
        for name, make, method in (
            ("casework:unlock", _confidential, "get"),
            ("casework:unlock_ask", _confidential, "post"),
            ("casework:unlock_answer", _asked, "post"),
            ("casework:unlock_end", _asked, "post"),
            ("casework:unlock_look", _asked, "post"),
        )
    ),
    *(
        of_realm(
            "casework:interests", report_of_realm, part="reference", missing=no_reference, **how
        )
        for how in ({}, {"method": "post", "opens": REFUSED})
    ),
    of_realm("casework:alarm", _alarm),
    of_realm("casework:alarm_acknowledge", _alarm, method="post"),
    of_realm("casework:alarm_close", _alarm, method="post", opens=REFUSED),
    of_realm("casework:alarm_take_back", _alarm, method="post", opens=REFUSED),
    of_realm("casework:incident", _incident, part="reference", missing=no_incident),
    of_realm("casework:merge", _incident, part="reference", missing=no_incident),
    of_realm("casework:merge", _incident, part="reference", missing=no_incident, method="post"),
    of_realm(
        "casework:outcome",
        _incident,
        part="reference",
        missing=no_incident,
        method="post",
        opens=REFUSED,
    ),
    of_realm(
        "casework:join", report_of_realm, part="reference", missing=no_reference, method="post"
    ),
    *(
        of_realm(
            "casework:ask_report", report_of_realm, part="reference", missing=no_reference, **how
        )
        for how in ({}, {"method": "post", "opens": REFUSED})
    ),
    *(
        of_realm("casework:ask_incident", _incident, part="reference", missing=no_incident, **how)
        for how in ({}, {"method": "post", "opens": REFUSED})
    ),
    of_realm("casework:task", _task, part="reference", missing=no_task),
    of_realm("casework:hand_over_kept", _handover),
    of_realm("casework:hand_over_take", _handover, method="post", opens=frozenset({302, 409, 422})),
    of_realm("casework:answer", _answer),
    of_realm("casework:answer", _answer, method="post", opens=REFUSED),
    of_realm("casework:here", _report_key, part="report", method="post", in_form=True),
    # What its reporter sent to an organisation alone is not there for the police.
    *(
        Owned(
            name,
            "reference",
            lambda _asker: report_of_realm(LIVE_REALM_ID),
            _elsewhere,
            no_reference,
            method,
            Role.SUPERVISOR,
        )
        for name, method in (
            ("casework:report", "get"),
            ("casework:report", "post"),
            ("casework:note", "post"),
            ("casework:join", "post"),
            ("partners:share_report", "get"),
            ("reports:translate_case", "post"),
        )
    ),
)
