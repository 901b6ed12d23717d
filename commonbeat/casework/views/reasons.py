"""Why somebody reads a report, remembered for half an hour so that a reload does not ask again."""

from datetime import datetime

from commonbeat.accounts.permissions import MemberRequest
from commonbeat.casework.rules import REASON_LIFE
from commonbeat.core import crypto
from commonbeat.reports.models import Report

_SESSION_KEY = "reasons_to_read"
_KEPT = 20


def remember_reason(request: MemberRequest, report: Report, reason: str, *, now: datetime) -> None:
    """Keep a reason, sealed, with the newest few of this session."""
    kept = dict(list(request.session.get(_SESSION_KEY, {}).items())[-_KEPT + 1 :])
    kept[report.key] = [crypto.seal(reason).decode(), now.isoformat()]
    request.session[_SESSION_KEY] = kept


def reason_given(request: MemberRequest, report: Report, *, now: datetime) -> str:
    """Return the reason given for this report lately, or nothing."""
    sealed, at = request.session.get(_SESSION_KEY, {}).get(report.key, ("", ""))
    if not sealed or datetime.fromisoformat(at) < now - REASON_LIFE:
        return ""
    try:
        return crypto.unseal(sealed.encode())
    except crypto.InvalidToken:
        return ""
