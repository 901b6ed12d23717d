"""What people type about agreements and shares, as typed values."""

from commonbeat.partners.forms.agreeing import AgreementForm, EndForm
from commonbeat.partners.forms.answering import AnswerForm
from commonbeat.partners.forms.sharing import ShareForm, SupervisorForm

__all__ = ["AgreementForm", "AnswerForm", "EndForm", "ShareForm", "SupervisorForm"]
