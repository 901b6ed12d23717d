"""Sweeps of reports: files are made ready to look at, and what was never sent does not stay."""

from datetime import datetime, timedelta

from commonbeat.core.sweeps import sweep
from commonbeat.reports.actions import import_bank_holidays, prepare_exhibits, sweep_evidence
from commonbeat.reports.actions.copying import play_exhibits
from commonbeat.reports.actions.hints import hint_languages
from commonbeat.reports.actions.release_work import make_releases, propose_faces
from commonbeat.reports.actions.translating import work_on_translations


@sweep(every=timedelta(seconds=2), lane="translation", waits_for_rows=True)
def translate_waiting(now: datetime) -> int:
    """Send what waits for a translation to the service of this site."""
    return work_on_translations(now=now)


@sweep(every=timedelta(seconds=5), lane="language", waits_for_rows=True)
def guess_languages(now: datetime) -> int:
    """Guess in which language new reports are."""
    return hint_languages(now=now)


@sweep(every=timedelta(seconds=30), lane="evidence", waits_for_rows=True)
def files_received(now: datetime) -> int:
    """Make copies to look at of the files that came with reports."""
    return prepare_exhibits(now=now)


@sweep(every=timedelta(seconds=30), lane="films", waits_for_rows=True)
def films_received(now: datetime) -> int:
    """Make copies that every browser plays of the films and sounds that came with reports."""
    return play_exhibits(now=now)


# Somebody waits at the page for both: a film being made must not hold them up.
@sweep(every=timedelta(seconds=30), lane="releases", waits_for_rows=True)
def releases_asked_for(now: datetime) -> int:
    """Look for faces in the photographs that somebody wants to release."""
    return propose_faces(now=now)


@sweep(every=timedelta(seconds=30), lane="releases", waits_for_rows=True)
def releases_reviewed(now: datetime) -> int:
    """Make the copies for release of the photographs that somebody reviewed."""
    return make_releases(now=now)


@sweep(every=timedelta(minutes=15))
def files_never_sent(now: datetime) -> int:
    """Remove files of reports that were not sent within a day, and files without a row."""
    sweep_evidence(now=now)
    # A pass does all there is to do: nothing is left to go again for.
    return 0


@sweep(every=timedelta(days=1))
def years_to_come(now: datetime) -> int:
    """Add the bank holidays of a year that comes into sight."""
    import_bank_holidays(now=now)
    return 0
