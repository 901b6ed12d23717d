"""The pass of somebody who showed a receipt: a sealed cookie that lives half an hour."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from commonbeat.core import crypto
from commonbeat.reports.models import Report

IDLE_LIFE = timedelta(minutes=30)
# A cookie has one path: one for the pages, one for their live stream, none for all the others.
PAGES, LIVE = settings.RECEIPT_COOKIES


@dataclass(frozen=True, slots=True)
class Pass:
    """Which report may be read, and since when nothing was read."""

    report_key: str
    issued_at: datetime

    def is_valid(self, now: datetime) -> bool:
        """Whether it was used within half an hour."""
        return self.issued_at <= now + timedelta(minutes=1) and now < self.issued_at + IDLE_LIFE


def give(response: HttpResponse, report: Report, *, now: datetime) -> None:
    """Let the holder of this browser read one report, until half an hour after the last look."""
    sealed = crypto.seal(json.dumps({"r": report.key, "t": now.timestamp()})).decode()
    for name, path in settings.RECEIPT_COOKIES.items():
        response.set_cookie(
            name, sealed, path=path, httponly=True, secure=settings.SECURE, samesite="Strict"
        )


def read(request: HttpRequest, *, now: datetime, name: str = PAGES) -> Pass | None:
    """Return the pass that a browser carries, if it is ours and still good."""
    sealed = request.COOKIES.get(name, "")
    if not sealed:
        return None
    try:
        facts = json.loads(crypto.unseal(sealed.encode()))
        shown = Pass(facts["r"], datetime.fromtimestamp(facts["t"], tz=now.tzinfo))
    except (crypto.InvalidToken, ValueError, KeyError, TypeError):
        return None
    return shown if shown.is_valid(now) else None


def take_back(response: HttpResponse) -> None:
    """End the pass at once."""
    for name, path in settings.RECEIPT_COOKIES.items():
        response.delete_cookie(name, path=path, samesite="Strict")
