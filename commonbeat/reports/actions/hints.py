"""Guessing languages, in the worker: nobody waits for it."""

from datetime import datetime, timedelta

from commonbeat.core import tongues
from commonbeat.reports.models import LanguageHint, Report

_BATCH = 50
# What came in before the guessing was there stays as it is.
_NO_OLDER = timedelta(days=7)


def hint_languages(*, now: datetime) -> int:
    """Guess the language of reports that nobody looked at yet; return how many.

    Done again after a crash it is the same: one row a report.
    """
    if not tongues.is_installed():
        return 0
    waiting = Report.objects.filter(
        to_police=True, received_at__gt=now - _NO_OLDER, language_hint__isnull=True
    )
    rows = []
    for report in waiting.order_by("-id")[:_BATCH]:
        found = tongues.guess(report.description)
        hint = LanguageHint(report=report)
        if found is not None:
            hint.language, hint.sure = found.language, found.sure
        rows.append(hint)
    LanguageHint.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
