"""States, laws, fields and answers in words, with the tone of each state."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonbeat.partners.rules import (
    AgreementState,
    AnswerKind,
    HowMany,
    LawfulBasis,
    Regime,
    SharedField,
    ShareState,
)

AGREEMENT_WORDS: dict[AgreementState, tuple[Promise, str]] = {
    AgreementState.DRAFT: (pgettext_lazy("agreement", "Waits for a second person"), "wait"),
    AgreementState.IN_FORCE: (pgettext_lazy("agreement", "In force"), "good"),
    AgreementState.ENDED: (pgettext_lazy("agreement", "Ended"), ""),
    AgreementState.EXPIRED: (pgettext_lazy("agreement", "Run out"), ""),
}
SHARE_WORDS: dict[ShareState, tuple[Promise, str]] = {
    ShareState.WAITING: (pgettext_lazy("share", "Waits for a supervisor"), "wait"),
    ShareState.LIVE: (pgettext_lazy("share", "Shared now"), "good"),
    ShareState.REFUSED: (pgettext_lazy("share", "Refused"), "bad"),
    ShareState.RECALLED: (pgettext_lazy("share", "Recalled"), ""),
    ShareState.EXPIRED: (pgettext_lazy("share", "Run out"), ""),
}
REGIME_WORDS: dict[Regime, Promise] = {
    Regime.PART_3: _("Data Protection Act 2018, Part 3"),
    Regime.UK_GDPR: _("UK GDPR"),
}
BASIS_WORDS: dict[LawfulBasis, Promise] = {
    LawfulBasis.LAW_ENFORCEMENT: _("A task of law enforcement (section 35)"),
    LawfulBasis.PUBLIC_TASK: _("A public task (Article 6(1)(e))"),
    LawfulBasis.LEGAL_OBLIGATION: _("A legal obligation (Article 6(1)(c))"),
    LawfulBasis.VITAL_INTERESTS: _("To protect somebody’s life (Article 6(1)(d))"),
}
FIELD_WORDS: dict[SharedField, Promise] = {
    SharedField.CATEGORY: pgettext_lazy("shared field", "What kind it is"),
    SharedField.ASB_KIND: pgettext_lazy("shared field", "Kind of anti-social behaviour"),
    SharedField.PLACE: pgettext_lazy("shared field", "Street or place"),
    SharedField.AREA: pgettext_lazy("shared field", "Neighbourhood"),
    SharedField.TIME: pgettext_lazy("shared field", "When it was"),
    SharedField.DESCRIPTION: pgettext_lazy("shared field", "Safe description"),
}
HOW_MANY_WORDS: dict[HowMany, Promise] = {
    HowMany.FEW: _("1 to 3 people"),
    HowMany.SOME: _("4 to 20 people"),
    HowMany.MANY: _("More than 20 people"),
}
ANSWER_WORDS: dict[AnswerKind, tuple[Promise, str]] = {
    AnswerKind.DONE: (pgettext_lazy("answer of a partner", "Done"), "good"),
    AnswerKind.NOT_DONE: (pgettext_lazy("answer of a partner", "Not done"), "bad"),
    AnswerKind.MORE_ASKED: (pgettext_lazy("answer of a partner", "Asks for more"), "wait"),
}
