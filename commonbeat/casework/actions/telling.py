"""Before anything is said to a reporter: is it still true, may it be said, and who signs it."""

from django.utils import translation
from django.utils.translation import gettext as _

from commonbeat.accounts.models import Role, User
from commonbeat.casework import rules
from commonbeat.casework.actions.errors import MayDrift, NotNow, StaleDecision
from commonbeat.casework.queries import Stamp, questions_asked, stamp_of
from commonbeat.casework.rules import DecisionKind
from commonbeat.reports.models import Report


def check_telling(
    report: Report, kind: DecisionKind, *, words: str, drift_accepted: bool, expected: Stamp
) -> bool:
    """Return whether words may turn their reader into an informant, and were accepted all the same.

    ``report`` is locked by the caller. Raises ``StaleDecision`` when it is not as it was at
    ``expected``, ``NotNow``, and ``MayDrift`` for words that were not accepted yet.
    """
    if stamp_of(report) != expected:
        raise StaleDecision(_("This report changed while you were writing."))
    if not rules.may_decide(kind, report.status):
        raise NotNow(_("This cannot be done while the report is as it is."))
    drift = bool(words) and rules.drifts(
        text=words,
        is_anonymous=report.is_anonymous,
        is_question=kind is DecisionKind.ASK,
        questions_before=questions_asked(report),
    )
    if drift and not drift_accepted:
        raise MayDrift(_("This may ask somebody without a name to find things out for us."))
    return drift


def signature(user: User, *, language: str) -> str:
    """Return how the reporter sees who wrote: a first name and a room, in their language."""
    first_name = user.display_name.split()[0] if user.display_name.split() else ""
    with translation.override(language):
        if user.role == Role.NEIGHBOURHOOD_OFFICER:
            return _("%(name)s, your neighbourhood team") % {"name": first_name}
        return _("%(name)s, operations room") % {"name": first_name}
