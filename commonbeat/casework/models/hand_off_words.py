"""Handing over to the records system, in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonbeat.casework.rules import HandedDepth, HandOffState, RecordsFileState

HAND_OFF_WORDS = {
    HandOffState.WAITING: pgettext_lazy("hand-off", "Waiting to be sent"),
    HandOffState.SENT: pgettext_lazy("hand-off", "Sent"),
    HandOffState.ACKNOWLEDGED: pgettext_lazy("hand-off", "Recorded there"),
    HandOffState.REFUSED: pgettext_lazy("hand-off", "Not taken"),
    HandOffState.PARKED: pgettext_lazy("hand-off", "Could not be sent"),
    HandOffState.IN_FILE: pgettext_lazy("hand-off", "Taken along in a file"),
    HandOffState.WITHDRAWN: pgettext_lazy("hand-off", "Taken back"),
}

DEPTH_WORDS = {
    HandedDepth.FACTS: _("What, where and when"),
    HandedDepth.WORDS: _("Also what people wrote"),
    HandedDepth.NAMES: _("Also the names and contacts of those who gave them"),
}

# By the short words that a failed call leaves behind.
WHY_WORDS = {
    "address": _("The address of the records system is not allowed."),
    "certificate": _("The certificate of the records system is not that of its name."),
    "connection": _("The connection broke off."),
    "exercise": _("In an exercise nothing is sent."),
    "name": _("The name of the records system leads nowhere."),
    "private": _("The name of the records system leads into a private network."),
    "redirect": _("The records system sent us to another address."),
    "refused": _("The records system refused it."),
    "time": _("The records system was too slow."),
    "too-long": _("The records system answered with too much."),
    "trouble": _("The records system is in trouble."),
}

FILE_STATE_WORDS = {
    RecordsFileState.ASKED: pgettext_lazy("file", "Waits for another supervisor"),
    RecordsFileState.APPROVED: pgettext_lazy("file", "Ready to take"),
    RecordsFileState.REFUSED: pgettext_lazy("file", "Refused"),
    RecordsFileState.TAKEN: pgettext_lazy("file", "Taken"),
}
