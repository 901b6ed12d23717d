"""Makes the whole town: places, people, follows, reports and warnings, in seconds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection

from commonbeat.accounts.models import User
from commonbeat.casework.actions import add_starter_answers
from commonbeat.config.demo.incidents import bring_together
from commonbeat.config.demo.intelligence import know_things
from commonbeat.config.demo.keeping import keep_things
from commonbeat.config.demo.partners import agree_and_share
from commonbeat.config.demo.people import bring_in_people
from commonbeat.config.demo.places import lay_out_places
from commonbeat.config.demo.records import set_up_records
from commonbeat.config.demo.reports import play_reports
from commonbeat.config.demo.searches import search_the_town
from commonbeat.config.demo.shifts import ask_each_other
from commonbeat.config.demo.warnings import follow_the_town, warn_the_town
from commonbeat.core import worker
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.reports.models import Report

SEED = 1779


def is_there() -> bool:
    """Say whether this database holds anybody or anything yet."""
    return User.objects.exists() or Report.objects.exists()


def build(now: datetime, *, seed: int = SEED, say: Callable[[str], object] = print) -> str:
    """Make the town as it stands at ``now``; return the receipt of one report to look into.

    Everything goes in through the same actions that pages call, with moments in the past.
    """
    with _in_a_hurry():
        lay_out_places(now)
        say("Laid out the places.")
        cast = bring_in_people(now)
        follow_the_town(now, cast)
        add_starter_answers(user=cast["tom"], realm_id=LIVE_REALM_ID, now=now - timedelta(days=60))
        receipt = play_reports(now, cast, seed)
        bring_together(now, cast)
        set_up_records(now, cast)
        ask_each_other(now, cast)
        search_the_town(now, cast)
        say(f"Lived through {Report.objects.count()} invented reports.")
        know_things(now, cast)
        agree_and_share(now, cast)
        keep_things(now, cast)
        warn_the_town(now, cast)
        # What the worker would have done by now: matched, put into inboxes, ended, chained.
        worker.run_once(worker.load_sweeps(), now=now)
        say("Sent the warnings.")
    return receipt


@contextmanager
def _in_a_hurry() -> Iterator[None]:
    """Let SQLite not wait for the disk: a town that a power cut spoils is simply made again."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
