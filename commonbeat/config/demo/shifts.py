"""What the room of the demonstration asked of each other, and what the last shift told the next."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from commonbeat.accounts.models import Role, User
from commonbeat.casework.actions import (
    Asked,
    Wanted,
    accept_task,
    ask_for,
    finish_task,
    save_part,
    take_over,
    write_handover,
)
from commonbeat.casework.models import Incident, Task
from commonbeat.casework.queries import Tab, queue
from commonbeat.casework.rules import Holding, Urgency, shift_handed_over
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.reports.models import Category, Report


def ask_each_other(now: datetime, cast: dict[str, User]) -> None:
    """Make a tab for everybody, tasks in every state of a day, and a hand-over that was taken."""
    save_part(
        realm_id=LIVE_REALM_ID,
        name="Bikes and cars",
        wanted=Holding(kinds=(Category.BICYCLE_THEFT.value, Category.VEHICLE_CRIME.value)),
        is_shared=True,
        user=cast["tom"],
        now=now - timedelta(days=3),
    )
    _of_the_incident(now, cast)
    _of_reports(now, cast)
    _hand_over(now, cast)


def _of_the_incident(now: datetime, cast: dict[str, User]) -> None:
    incident = Incident.objects.in_realm(LIVE_REALM_ID).earliest("pk")
    asked = now - timedelta(hours=5)
    film = _ask(
        incident,
        "Fetch the film of the car park",
        "The guard has it on a stick. Ask for the hours from eight to ten.",
        of=Asked(person=cast["dan"]),
        by=cast["joe"],
        due_at=now + timedelta(hours=3),
        now=asked,
    )
    accept_task(task=film, expected_version=1, user=cast["dan"], now=asked + timedelta(minutes=12))
    knocked = _ask(
        incident,
        "Ask the neighbours behind the park",
        "Did anybody see where the van went?",
        of=Asked(team=Role.NEIGHBOURHOOD_OFFICER.value),
        by=cast["amira"],
        due_at=now - timedelta(hours=1),
        now=asked,
    )
    accept_task(
        task=knocked, expected_version=1, user=cast["lucy"], now=asked + timedelta(minutes=20)
    )
    finish_task(
        task=knocked,
        expected_version=2,
        result="Two of them saw it turn towards the station. Both would say it again.",
        user=cast["lucy"],
        now=now - timedelta(hours=2),
    )


def _of_reports(now: datetime, cast: dict[str, User]) -> None:
    amira = cast["amira"]
    open_ones = queue(realm_id=LIVE_REALM_ID, tab=Tab.ALL, user=amira, now=now)
    first, second = open_ones.filter(received_at__lt=now - timedelta(hours=4)).order_by("pk")[:2]
    _ask(
        first,
        "Look at the street lamp on the way",
        "If it is still out, tell the council's street team.",
        of=Asked(team=Role.NEIGHBOURHOOD_OFFICER.value),
        by=amira,
        due_at=now - timedelta(minutes=30),
        now=now - timedelta(hours=3),
    )
    _ask(
        second,
        "Ring the shop before it closes",
        "The owner knows when the shutters were last whole.",
        of=Asked(person=amira),
        by=cast["tom"],
        due_at=now + timedelta(hours=2),
        urgency=Urgency.URGENT,
        now=now - timedelta(hours=1),
    )


def _ask(
    about: Report | Incident,
    title: str,
    words: str,
    *,
    of: Asked,
    by: User,
    due_at: datetime,
    urgency: Urgency = Urgency.SOON,
    now: datetime,
) -> Task:
    wanted = Wanted(title, words, urgency, due_at)
    return ask_for(about=about, wanted=wanted, of=of, user=by, now=now)


def _hand_over(now: datetime, cast: dict[str, User]) -> None:
    # Eight hours ago another shift was at the desks.
    then = now - timedelta(hours=8)
    told = write_handover(
        realm_id=LIVE_REALM_ID,
        shift=shift_handed_over(localtime(then)),
        words=(
            "A quiet start, then three reports of one break-in behind the park: they are one"
            " incident now. The film of the car park is still to be fetched. Two reporters were"
            " asked something and have not answered yet."
        ),
        expected_version=0,
        user=cast["helen"],
        now=then,
    )
    take_over(handover=told, expected_version=1, user=cast["tom"], now=then + timedelta(minutes=15))
