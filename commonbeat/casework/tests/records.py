"""A records system for tests: set up through the actions, and answering as one would."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils.timezone import localdate

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user
from commonbeat.casework.actions import (
    SystemSettings,
    ask_for_file,
    hand_over,
    keep_records_system,
)
from commonbeat.casework.models import HandOff, Incident, RecordsFile, RecordsSystem
from commonbeat.casework.rules import HandedDepth
from commonbeat.casework.tests.incidents import incident_of
from commonbeat.core import clock
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.delivery.channels.webhook.signature import signed_headers
from commonbeat.reports.tests.factories import NOON, make_report

WHY = "The owner wants a crime number"
ADDRESS = "https://records.example.org/in"
HANDED = NOON + timedelta(hours=3)


def make_system(
    address: str = ADDRESS, *, is_on: bool = True, realm_id: int = LIVE_REALM_ID
) -> RecordsSystem:
    """Set the records system of a realm up, or change where it is."""
    there = RecordsSystem.objects.in_realm(realm_id).first()
    return keep_records_system(
        wanted=SystemSettings("Niche", address, is_on),
        expected_version=there.version if there else 0,
        realm_id=realm_id,
        user=make_user(Role.ADMINISTRATOR),
        now=NOON,
    )


def hand(
    incident: Incident | None = None,
    *,
    depth: HandedDepth = HandedDepth.FACTS,
    user: User | None = None,
    now: datetime = HANDED,
) -> HandOff:
    """Hand an incident over, as it stands."""
    incident = incident or incident_of(make_report())
    incident.refresh_from_db()
    return hand_over(
        incident=incident,
        depth=depth,
        expected_version=incident.version,
        reason=WHY,
        user=user or make_user(Role.TRIAGE_OPERATOR),
        now=now,
    )


def make_records_file(*, realm_id: int = LIVE_REALM_ID) -> RecordsFile:
    """Return a small file that a supervisor asked for today."""
    now = clock.now()
    hand(incident_of(make_report(realm_id=realm_id, now=now), now=now), now=now)
    today = localdate(now)
    return ask_for_file(
        first_day=today,
        last_day=today,
        purpose="For the weekly load",
        realm_id=realm_id,
        user=make_user(Role.SUPERVISOR),
        now=now,
    )


def call_back(
    system: RecordsSystem,
    hand_off: HandOff,
    number: Any = "04/556677/26",
    *,
    signed_at: datetime = HANDED,
    secret: str = "",
    kind: str = "incident.recorded",
    **changes: str,
) -> Any:
    """Call back as the records system does; ``changes`` are headers put wrong."""
    said = {"type": kind, "data": {"id": hand_off.key, "number": number}}
    body = json.dumps(said).encode()
    headers = signed_headers(
        [secret or system.secrets[0]], call_id="answer-1", body=body, now=signed_at
    )
    return Client().post(
        f"/in/records/{system.key}/",
        body,
        content_type="application/json",
        headers={**headers, **changes},
    )
