"""The incident of the demonstration: what three people told is one burglary."""

from datetime import datetime, timedelta

from commonbeat.accounts.models import User
from commonbeat.casework.actions import (
    Description,
    add_note,
    add_report,
    describe_incident,
    make_incident,
    take_charge,
)
from commonbeat.casework.models import Incident
from commonbeat.casework.rules import RecordedAs
from commonbeat.config.demo.spots import SPOTS
from commonbeat.config.demo.stories_together import TOGETHER_SPOT, TOGETHER_STORIES
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.places.queries import snap
from commonbeat.reports.models import Category, Report

_TITLE = "Break-in behind Avenham Park, silver van"


def bring_together(now: datetime, cast: dict[str, User]) -> None:
    """Join the first three reports of the burglary; the fourth waits for somebody to see it."""
    first, *more = _reports()
    incident = make_incident(
        reports=[first],
        title=_TITLE,
        reason="A forced door, and somebody who saw who did it",
        user=cast["joe"],
        now=now - timedelta(hours=6),
    )
    for minutes, report in enumerate(more, start=2):
        add_report(
            incident=incident,
            report=report,
            reason="Same back wall, same hour, the same van",
            user=cast["amira"],
            now=now - timedelta(hours=6, minutes=-20 * minutes),
        )
    _work_on(incident, cast["dan"], now - timedelta(hours=4))


def _reports() -> list[Report]:
    _name, longitude, latitude = SPOTS[TOGETHER_SPOT]
    cell = snap(longitude=longitude, latitude=latitude).cell9
    topics = [story.topic.value for story in TOGETHER_STORIES[:-1]]
    there = Report.objects.in_realm(LIVE_REALM_ID).filter(cell9=cell, topic__in=topics)
    # The newest of them is the fourth.
    return list(there.order_by("-pk")[1 : len(topics) + 1])[::-1]


def _work_on(incident: Incident, officer: User, now: datetime) -> None:
    incident.refresh_from_db()
    take_charge(
        incident=incident,
        expected_version=incident.version,
        reason="It is in my neighbourhood",
        user=officer,
        now=now,
    )
    incident.refresh_from_db()
    describe_incident(
        incident=incident,
        description=Description(_TITLE, Category.BURGLARY, RecordedAs.CRIME, "04/112233/26"),
        expected_version=incident.version,
        reason="The number that our records system gave",
        user=officer,
        now=now + timedelta(minutes=10),
    )
    add_note(
        incident=incident,
        words="The camera of the car park shows the van. Asked for the film of last night.",
        user=officer,
        now=now + timedelta(minutes=25),
    )
