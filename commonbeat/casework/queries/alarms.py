"""Emergencies that the control room does not have yet."""

from dataclasses import dataclass
from datetime import datetime

from commonbeat.accounts.models import User
from commonbeat.casework import rules
from commonbeat.casework.models import HandoverAlarm
from commonbeat.casework.permissions import can_handle_alarm, is_told_of_late_alarms
from commonbeat.casework.rules import ALARM_OPEN
from commonbeat.reports.models import Report, kept_from

# What the banner says of a report is what a row of the queue says; nothing that is sealed.
_LINE = (
    "id", "key", "realm_id", "state", "raised_at", "acknowledged_at", "told_at", "report__id",
    "report__received_at", "report__topic", "report__area__name", "raised_by__display_name",
    "acknowledged_by__display_name",
)  # fmt: skip
_MOST = 20


@dataclass(frozen=True, slots=True)
class OpenAlarm:
    """An emergency as the banner shows it to one person."""

    alarm: HandoverAlarm
    acknowledge_by: datetime
    minutes: int
    is_late: bool
    may_act: bool
    tells_me: bool


def open_alarms(*, user: User, realm_id: int, now: datetime) -> list[OpenAlarm]:
    """Return the emergencies that wait for somebody or are being handed over, oldest first."""
    rows = HandoverAlarm.objects.in_realm(realm_id).filter(
        state__in=sorted(state.value for state in ALARM_OPEN)
    )
    known = rows.exclude(kept_from(user.pk, report="report"))
    related = known.select_related("report__area", "raised_by", "acknowledged_by")
    found = related.only(*_LINE).order_by("raised_at", "id")[:_MOST]
    return [_for(user, alarm, now=now) for alarm in found]


def _for(user: User, alarm: HandoverAlarm, *, now: datetime) -> OpenAlarm:
    is_late = rules.is_unheard(state=alarm.state, raised_at=alarm.raised_at, now=now)
    return OpenAlarm(
        alarm=alarm,
        acknowledge_by=rules.acknowledge_by(alarm.raised_at),
        minutes=int(rules.waited(alarm.raised_at, now).total_seconds()) // 60,
        is_late=is_late,
        may_act=can_handle_alarm(user),
        tells_me=is_late and is_told_of_late_alarms(user),
    )


def alarm_by_key(*, realm_id: int, key: str, reader: User) -> HandoverAlarm | None:
    """Return one alarm with its people, or None where there is none to see."""
    rows = HandoverAlarm.objects.in_realm(realm_id).select_related(
        "report__area", "raised_by", "acknowledged_by", "ended_by"
    )
    known = rows.exclude(kept_from(reader.pk, report="report"))
    return known.filter(key=key, report__to_police=True).first() if key.isalnum() else None


def latest_alarm(report: Report) -> HandoverAlarm | None:
    """Return the newest alarm of a report."""
    rows = HandoverAlarm.objects.in_realm(report.realm_id).filter(report=report)
    related = rows.select_related("report", "raised_by", "acknowledged_by", "ended_by")
    return related.order_by("-id").first()
