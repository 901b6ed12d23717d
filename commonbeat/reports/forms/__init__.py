"""What the public pages ask, one question a form."""

from commonbeat.reports.forms.asking import AskForm
from commonbeat.reports.forms.draft import Draft
from commonbeat.reports.forms.question import QuestionForm
from commonbeat.reports.forms.receipt import MessageForm, ReceiptForm
from commonbeat.reports.forms.sets import ReasonForm, SetForm, SetWordsForm
from commonbeat.reports.forms.steps import PhotoForm, StepForm, WhereForm

__all__ = [
    "AskForm",
    "Draft",
    "MessageForm",
    "PhotoForm",
    "QuestionForm",
    "ReasonForm",
    "ReceiptForm",
    "SetForm",
    "SetWordsForm",
    "StepForm",
    "WhereForm",
]
