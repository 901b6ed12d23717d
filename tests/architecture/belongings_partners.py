"""What belongs to one organisation, and what is shared: rows of the table in ``belongings.py``."""

from commonbeat.accounts.models import Role
from commonbeat.core import clock
from commonbeat.partners.tests.factories import make_draft, make_shared_with, make_waiting
from commonbeat.reports.tests.factories import make_partner_report, make_received_for
from tests.architecture.owned import (
    REFUSED,
    Asker,
    Owned,
    no_reference,
    of_realm,
    report_of_realm,
    somebody_elses,
)


def _organisations_report(asker: Asker) -> object:
    return make_partner_report(asker.user, now=clock.now()).key


def _received(asker: Asker) -> object:
    return make_received_for(asker.user, now=clock.now()).report.key


def _shared_with(asker: Asker) -> object:
    return make_shared_with(asker.user).key


def _agreement(realm_id: int) -> object:
    return make_draft(realm_id=realm_id).key


def _share(realm_id: int) -> object:
    return make_waiting(realm_id=realm_id).key


OWNED = (
    Owned(
        "reports:partner_thread",
        "key",
        _organisations_report,
        somebody_elses(_organisations_report),
        role=Role.PARTNER_MEMBER,
    ),
    *(
        Owned(
            name,
            "key",
            make,
            somebody_elses(make),
            role=Role.PARTNER_MEMBER,
            method=method,
            opens=frozenset({200, 422}),
        )
        for name, make in (("reports:received_one", _received), ("partners:shared", _shared_with))
        for method in ("get", "post")
    ),
    *(
        of_realm(name, make, method=method, opens=REFUSED)
        for name, make, method in (
            ("partners:agreement", _agreement, "get"),
            ("partners:put_in_force", _agreement, "post"),
            ("partners:end_agreement", _agreement, "post"),
            ("partners:share", _share, "get"),
            ("partners:answer_share", _share, "post"),
            ("partners:recall", _share, "post"),
        )
    ),
    of_realm("partners:share_report", report_of_realm, part="reference", missing=no_reference),
    of_realm(
        "partners:share_report",
        report_of_realm,
        part="reference",
        missing=no_reference,
        method="post",
    ),
)
