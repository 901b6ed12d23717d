"""What the public pages ask, one question a form."""

from commonbeat.reports.forms.draft import Draft, is_danger
from commonbeat.reports.forms.receipt import MessageForm, ReceiptForm
from commonbeat.reports.forms.steps import PhotoForm, StepForm, WhereForm

__all__ = ["Draft", "MessageForm", "PhotoForm", "ReceiptForm", "StepForm", "WhereForm", "is_danger"]
