"""One emergency on its way to the control room, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from commonbeat.accounts.models import User
from commonbeat.casework import rules
from commonbeat.casework.models import HandoverAlarm
from commonbeat.casework.permissions import can_handle_alarm
from commonbeat.casework.presenters.clocks import moment_text
from commonbeat.casework.rules import ALARM_OPEN, AlarmState

STATE_WORDS: dict[AlarmState, Promise] = {
    AlarmState.RAISED: pgettext_lazy("alarm", "Nobody has it yet"),
    AlarmState.ACKNOWLEDGED: pgettext_lazy("alarm", "Being handed over"),
    AlarmState.CLOSED: pgettext_lazy("alarm", "Handed over"),
    AlarmState.TAKEN_BACK: pgettext_lazy("alarm", "Taken back"),
}
_TONES = {AlarmState.RAISED: "bad", AlarmState.ACKNOWLEDGED: "wait", AlarmState.CLOSED: "good"}


@dataclass(frozen=True, slots=True)
class AlarmView:
    """One emergency in words, and what this person can do about it."""

    key: str
    state: str
    words: str
    tone: str
    reference: str
    title: str
    area: str
    raised: str
    acknowledge_by: str
    is_late: bool
    acknowledged: str
    ended: str
    said: str
    is_open: bool
    may_act: bool


def alarm_view(alarm: HandoverAlarm | None, *, user: User, now: datetime) -> AlarmView | None:
    """Return one emergency in words, with how it ended."""
    if alarm is None:
        return None
    report, state = alarm.report, alarm.standing
    return AlarmView(
        key=alarm.key,
        state=state.value,
        words=str(STATE_WORDS[state]),
        tone=_TONES.get(state, ""),
        reference=report.reference,
        title=str(report.topic_words),
        area=report.area.name if report.area else _("No place given"),
        raised=_by(alarm.raised_by, alarm.raised_at, now=now),
        acknowledge_by=moment_text(rules.acknowledge_by(alarm.raised_at), now=now),
        is_late=rules.is_unheard(state=state, raised_at=alarm.raised_at, now=now),
        acknowledged=_by(alarm.acknowledged_by, alarm.acknowledged_at, now=now),
        ended=_by(alarm.ended_by, alarm.ended_at, now=now),
        said=alarm.words or "",
        is_open=state in ALARM_OPEN,
        may_act=can_handle_alarm(user),
    )


def _by(person: User | None, at: datetime | None, *, now: datetime) -> str:
    if person is None or at is None:
        return ""
    return _("%(name)s, %(time)s") % {"name": person.display_name, "time": moment_text(at, now=now)}
