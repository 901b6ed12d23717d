"""Handing an emergency over to the control room: nobody is sent from here."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.casework import rules
from commonbeat.casework.actions.errors import NotNow, ReasonMissing, SomebodyWasFirst
from commonbeat.casework.models import Assessment, HandoverAlarm
from commonbeat.casework.permissions import check_can_handle_alarm, check_not_kept_from
from commonbeat.casework.rules import ALARM_OPEN, ALARM_TABLE, AlarmState
from commonbeat.core import live
from commonbeat.core.actors import SYSTEM, Actor
from commonbeat.core.moments import clock_text


def raise_alarm(*, assessment: Assessment, user: User, now: datetime) -> None:
    """Raise the alarm of a report that was graded Emergency; one that is open already stays.

    Call in the transaction of the assessment, with the report locked.
    """
    report = assessment.report
    is_open = {"report": report, "state__in": sorted(state.value for state in ALARM_OPEN)}
    if HandoverAlarm.objects.filter(**is_open).exists():
        return
    alarm = HandoverAlarm.objects.create(
        realm_id=report.realm_id,
        report=report,
        assessment=assessment,
        raised_by=user,
        raised_at=now,
    )
    _record("raised", alarm, user.actor, now=now)
    _publish(alarm, now=now)


def acknowledge_alarm(*, alarm: HandoverAlarm, user: User, now: datetime) -> HandoverAlarm:
    """Say that one telephones the control room now.

    Raises ``NotAllowed``, and ``SomebodyWasFirst`` with the name of whoever did before.
    """
    facts: dict[str, Any] = {"acknowledged_by": user, "acknowledged_at": now}
    return _move(alarm, AlarmState.ACKNOWLEDGED, facts, user, "acknowledged", now=now)


def close_alarm(
    *, alarm: HandoverAlarm, reference: str, user: User, now: datetime
) -> HandoverAlarm:
    """Write down that the control room has it, and what they call it.

    Raises ``NotAllowed``, ``ReasonMissing``, ``NotNow``, ``SomebodyWasFirst``.
    """
    if not reference.strip():
        raise ReasonMissing(_("Write the reference that the control room gave you."))
    facts = {"ended_by": user, "ended_at": now, "words": reference.strip()}
    details: dict[str, object] = {"reference": reference.strip()}
    return _move(alarm, AlarmState.CLOSED, facts, user, "handed-over", now=now, details=details)


def take_back_alarm(
    *, alarm: HandoverAlarm, reason: str, user: User, now: datetime
) -> HandoverAlarm:
    """End an alarm that is none, for a reason.

    Raises ``NotAllowed``, ``ReasonMissing``, ``SomebodyWasFirst``.
    """
    if not rules.says_something(reason):
        raise ReasonMissing(_("Say in a few words why it is no emergency."))
    facts = {"ended_by": user, "ended_at": now, "words": reason.strip()}
    return _move(alarm, AlarmState.TAKEN_BACK, facts, user, "taken-back", now=now, reason=reason)


def tell_of_late_alarms(*, now: datetime) -> int:
    """Tell supervisors of alarms that nobody acknowledged in time; return how many.

    Safe to repeat: each is told of once in five minutes.
    """
    told = 0
    waiting = HandoverAlarm.objects.filter(
        state=AlarmState.RAISED.value, raised_at__lte=now - rules.ACKNOWLEDGED_WITHIN
    )
    for alarm in waiting.select_related("report").order_by("id"):
        with transaction.atomic():
            told += _tell_late(alarm, now=now)
    return told


def _tell_late(alarm: HandoverAlarm, *, now: datetime) -> bool:
    if not rules.tells_again(
        state=alarm.state, raised_at=alarm.raised_at, told_at=alarm.told_at, now=now
    ):
        return False
    # Another worker, or a colleague, may have been quicker.
    same = HandoverAlarm.objects.filter(pk=alarm.pk, state=alarm.state, told_at=alarm.told_at)
    if not same.update(told_at=now):
        return False
    _record("late", alarm, SYSTEM, now=now)
    _publish(alarm, now=now, is_late=True)
    return True


@transaction.atomic
def _move(
    alarm: HandoverAlarm,
    after: AlarmState,
    facts: dict[str, Any],
    user: User,
    what: str,
    *,
    now: datetime,
    reason: str = "",
    details: dict[str, object] | None = None,
) -> HandoverAlarm:
    check_can_handle_alarm(user)
    check_not_kept_from(user, alarm.report)
    before = [state.value for state in ALARM_TABLE.may_become(after)]
    rows = HandoverAlarm.objects.filter(pk=alarm.pk)
    moved = rows.filter(state__in=before).update(state=after.value, **facts)
    people = HandoverAlarm.objects.select_related("report", "acknowledged_by", "ended_by")
    current = people.get(pk=alarm.pk)
    if not moved:
        raise _refused(current)
    _record(what, current, user.actor, now=now, reason=reason.strip(), details=details)
    _publish(current, now=now)
    return current


def _refused(alarm: HandoverAlarm) -> NotNow | SomebodyWasFirst:
    """Return why an alarm could not be moved: who was first, or what comes before."""
    if alarm.ended_by and alarm.ended_at:
        who = {"name": alarm.ended_by.display_name, "time": clock_text(alarm.ended_at)}
        return SomebodyWasFirst(_("%(name)s ended this alarm at %(time)s.") % who)
    if alarm.acknowledged_by and alarm.acknowledged_at:
        who = {
            "name": alarm.acknowledged_by.display_name,
            "time": clock_text(alarm.acknowledged_at),
        }
        return SomebodyWasFirst(_("%(name)s acknowledged it first, at %(time)s.") % who)
    return NotNow(_("Acknowledge the alarm first."))


def _publish(alarm: HandoverAlarm, *, now: datetime, is_late: bool = False) -> None:
    live.publish(
        topic=f"queue:{alarm.realm_id}",
        kind="alarm",
        data={
            "alarm": alarm.key,
            "report": alarm.report.key,
            "state": alarm.state,
            "late": is_late,
        },
        now=now,
    )


def _record(
    what: str,
    alarm: HandoverAlarm,
    actor: Actor,
    *,
    now: datetime,
    reason: str = "",
    details: dict[str, object] | None = None,
) -> None:
    record(
        event=f"alarm.{what}",
        actor=actor,
        realm_id=alarm.realm_id,
        subject=f"report:{alarm.report.key}",
        reason=reason,
        details={"alarm": alarm.key, **(details or {})},
        now=now,
    )
