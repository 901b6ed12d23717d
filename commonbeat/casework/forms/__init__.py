"""What the operations room asks: decisions with their reasons, sealed names, lists, the log."""

from commonbeat.casework.forms.deciding import DECISION_FORMS, CaseForm, NoteForm, ReasonForm
from commonbeat.casework.forms.lists import HolidayForm, ServiceForm
from commonbeat.casework.forms.log import LogForm
from commonbeat.casework.forms.unlocking import UnlockAnswerForm, UnlockAskForm

__all__ = [
    "DECISION_FORMS",
    "CaseForm",
    "HolidayForm",
    "LogForm",
    "NoteForm",
    "ReasonForm",
    "ServiceForm",
    "UnlockAnswerForm",
    "UnlockAskForm",
]
