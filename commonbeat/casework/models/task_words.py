"""Tasks and shifts in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonbeat.casework.rules import ShiftKind, TaskState, Urgency

TASK_WORDS = {
    TaskState.OPEN: pgettext_lazy("task", "Waiting"),
    TaskState.ACCEPTED: pgettext_lazy("task", "Accepted"),
    TaskState.DONE: pgettext_lazy("task", "Done"),
    TaskState.CANNOT: pgettext_lazy("task", "Cannot be done"),
    TaskState.WITHDRAWN: pgettext_lazy("task", "Withdrawn"),
}

URGENCY_WORDS = {
    Urgency.URGENT: pgettext_lazy("task", "Urgent"),
    Urgency.SOON: pgettext_lazy("task", "Soon"),
    Urgency.CAN_WAIT: pgettext_lazy("task", "Can wait"),
}

SHIFT_WORDS = {
    ShiftKind.EARLY: _("Early shift"),
    ShiftKind.LATE: _("Late shift"),
    ShiftKind.NIGHT: _("Night shift"),
}
