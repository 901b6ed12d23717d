"""What the public pages ask, one question a form."""

from commonbeat.reports.forms.asking import AskForm
from commonbeat.reports.forms.draft import Draft
from commonbeat.reports.forms.evidence import TakeForm
from commonbeat.reports.forms.identity import ContactForm, SureForm, rung_in
from commonbeat.reports.forms.proof import ProofForm
from commonbeat.reports.forms.question import QuestionForm
from commonbeat.reports.forms.receipt import MessageForm, ReceiptForm
from commonbeat.reports.forms.sets import ReasonForm, SetForm, SetWordsForm
from commonbeat.reports.forms.steps import EvidenceForm, StepForm, WhereForm, WordsForm
from commonbeat.reports.forms.victim import ReviewForm, WishForm

__all__ = [
    "AskForm",
    "ContactForm",
    "Draft",
    "EvidenceForm",
    "MessageForm",
    "ProofForm",
    "QuestionForm",
    "ReasonForm",
    "ReceiptForm",
    "ReviewForm",
    "SetForm",
    "SetWordsForm",
    "StepForm",
    "SureForm",
    "TakeForm",
    "WhereForm",
    "WishForm",
    "WordsForm",
    "rung_in",
]
