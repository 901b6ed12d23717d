"""Calling the records system: each hand-off once, again when that failed, and its answer."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from commonbeat.casework.actions.errors import AnotherNumber, NotNow
from commonbeat.casework.actions.handing_over import move_hand_off, record_hand_off
from commonbeat.casework.actions.incident_log import change, locked, write
from commonbeat.casework.models import HandOff, RecordsSystem
from commonbeat.casework.queries import records_system
from commonbeat.casework.rules import (
    HAND_OFF_TABLE,
    UNSENT,
    EntryKind,
    HandOffState,
    IncidentState,
    clean_number,
    wait_after,
)
from commonbeat.core import sweeps
from commonbeat.core.actors import SYSTEM, Actor
from commonbeat.delivery.actions import Call, WebhookFailed, send_call

HANDED_OVER = "incident.handed-over"
# Longer than a call can take: until then nobody else makes it.
_LEASE = timedelta(minutes=2)
_BATCH = 10


@dataclass(frozen=True, slots=True)
class _Claim:
    """One hand-off that this worker has for a while, and the call that it makes."""

    hand_off: HandOff
    system: RecordsSystem
    call: Call


def send_hand_offs(*, now: datetime) -> int:
    """Call the records systems with what is due; return how many calls were made.

    A call that a killed worker made, or did not make, is made again under the same id.
    """
    made = withdraw_hand_offs(now=now)
    due = HandOff.objects.due(now).order_by("next_at", "id").values_list("pk", flat=True)
    for pk in list(due[:_BATCH]):
        if sweeps.stopping.is_set():
            break
        claim = _claim(pk, now=now)
        if claim is None:
            continue
        made += 1
        try:
            answer = send_call(claim.call, realm=claim.hand_off.realm, now=now)
        except WebhookFailed as failed:
            _keep_failure(claim, failed, now=now)
        else:
            _keep_answer(claim, answer, now=now)
    return made


def withdraw_hand_offs(*, now: datetime) -> int:
    """Take back what has not left and holds a report that its reporter took back."""
    unsent = HandOff.objects.filter(state__in=sorted(state.value for state in UNSENT))
    broken = unsent.exclude(pk__in=HandOff.objects.whole().values("pk"))
    withdrawn = 0
    for row in broken.defer("copy"):
        with transaction.atomic():
            current = _locked(row.pk)
            if current.standing in UNSENT:
                move_hand_off(current, HandOffState.WITHDRAWN, copy=None, reason="")
                record_hand_off("withdrawn", current, SYSTEM, now=now)
                withdrawn += 1
    return withdrawn


@transaction.atomic
def take_number(*, system: RecordsSystem, key: str, number: str, now: datetime) -> bool:
    """Take the number that the records system gave; return whether it is new to us.

    Raises ``NotNow`` where nothing of this key was handed over or the number is none, and
    ``AnotherNumber`` where we have another one: a person compares the two.
    """
    found = HandOff.objects.in_realm(system.realm_id).filter(key=key).defer("copy").first()
    number = clean_number(number)
    if found is None or not number:
        raise NotNow(_("Nothing of this id was handed over, or the number is none."))
    return _number(_locked(found.pk), system, number, now=now)


def _number(hand_off: HandOff, system: RecordsSystem, number: str, *, now: datetime) -> bool:
    """Keep a number with a locked hand-off, and with its incident where that has none."""
    if hand_off.number == number:
        return False
    if not HAND_OFF_TABLE.allows(hand_off.standing, HandOffState.ACKNOWLEDGED):
        raise AnotherNumber(_("This was answered with another number, or taken back."))
    actor = Actor(id=f"records-system:{system.key}", label=system.name)
    move_hand_off(hand_off, HandOffState.ACKNOWLEDGED, number=number, why="")
    incident = hand_off.incident
    if not incident.crime_number and incident.standing is not IncidentState.MERGED:
        change(incident, crime_number=number)
    write(incident, EntryKind.NUMBERED, actor, words=number, now=now)
    record_hand_off("answered", hand_off, actor, now=now, number=number)
    return True


def _claim(pk: int, *, now: datetime) -> _Claim | None:
    with transaction.atomic():
        rows = HandOff.objects.due(now).whole().filter(pk=pk)
        skips = connection.features.has_select_for_update_skip_locked
        found = rows.select_for_update(of=("self",), skip_locked=skips).first()
        system = records_system(found.realm_id) if found else None
        if found is None or system is None:
            return None
        found.tries, found.tried_at, found.next_at = found.tries + 1, now, now + _LEASE
        found.save(update_fields=["tries", "tried_at", "next_at"])
    return _Claim(found, system, _call(found, system))


def _call(hand_off: HandOff, system: RecordsSystem) -> Call:
    body = {
        "type": HANDED_OVER,
        "timestamp": hand_off.made_at.isoformat(),
        "data": {"id": hand_off.key, **(hand_off.copy or {})},
    }
    data = json.dumps(body, ensure_ascii=False).encode()
    return Call(hand_off.key, system.address, data, tuple(system.secrets))


@transaction.atomic
def _keep_answer(claim: _Claim, answer: bytes, *, now: datetime) -> None:
    current = _locked(claim.hand_off.pk)
    # Its number may have come by another way while the call was under way.
    if current.standing is not HandOffState.WAITING:
        return
    move_hand_off(current, HandOffState.SENT, why="")
    record_hand_off("sent", current, SYSTEM, now=now, system=claim.system.key)
    number = _number_in(answer)
    if number:
        _number(current, claim.system, number, now=now)


@transaction.atomic
def _keep_failure(claim: _Claim, failed: WebhookFailed, *, now: datetime) -> None:
    current = _locked(claim.hand_off.pk)
    if current.standing is not HandOffState.WAITING or current.tries != claim.hand_off.tries:
        return
    wait = wait_after(current.tries, asked=failed.wait)
    if wait is not None and not failed.is_permanent:
        current.why, current.next_at = failed.why, now + wait
        current.save(update_fields=["why", "next_at"])
        return
    after = HandOffState.REFUSED if failed.is_permanent else HandOffState.PARKED
    move_hand_off(current, after, why=failed.why)
    record_hand_off("failed", current, SYSTEM, now=now, why=failed.why)


def _locked(pk: int) -> HandOff:
    """Return a hand-off as it stands; its incident is locked first, as everywhere."""
    found = HandOff.objects.select_related("incident", "realm").defer("copy").get(pk=pk)
    incident = locked(found.incident, None)
    current = HandOff.objects.select_for_update(of=("self",)).defer("copy").get(pk=pk)
    current.incident = incident
    return current


def _number_in(answer: bytes) -> str:
    """Return the number that an answer gives; what is no answer of ours gives none."""
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError):
        return ""
    number = said.get("number") if isinstance(said, dict) else None
    return clean_number(number) if isinstance(number, str) else ""
