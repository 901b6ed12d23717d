"""What the force says of the organisations beside it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from commonbeat.accounts.models import Organisation
from commonbeat.audit import actions as audit
from commonbeat.core.actors import SYSTEM
from commonbeat.core.errors import NotAllowed
from commonbeat.core.models import LIVE_REALM_ID


@transaction.atomic
def take_reports(
    *, organisation: Organisation, takes: bool, called: Mapping[str, str], now: datetime
) -> Organisation:
    """Say whether people may send reports to an organisation, and what they call it by language.

    It still reads and answers what it has when it takes no more. Raises ``NotAllowed`` for the
    police, who take every report that is sent to them, and for one without a name to choose it by.
    """
    if organisation.kind == Organisation.Kind.POLICE:
        raise NotAllowed("The police take reports by themselves.")
    if takes and not called.get("en"):
        raise NotAllowed("Say what people call it, in English at least: the university.")
    organisation.takes_reports = takes
    organisation.called = dict(called) or organisation.called
    organisation.save(update_fields=["takes_reports", "called"])
    audit.record(
        event="organisation.takes-reports",
        actor=SYSTEM,
        realm_id=LIVE_REALM_ID,
        subject=f"organisation:{organisation.pk}",
        details={"takes": takes},
        now=now,
    )
    return organisation
