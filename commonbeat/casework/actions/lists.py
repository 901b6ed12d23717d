"""The force's own lists: who helps where the police do not come, and the grades of response."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from commonbeat.audit.actions import record
from commonbeat.casework.models import CallGrade, SignpostService
from commonbeat.casework.rules import Grade
from commonbeat.core.actors import Actor

# What a force begins with; it may switch each off and add its own.
_SHIPPED = (
    (_("NHS 111, option 2: help for the mind"), "111"),
    (_("Samaritans"), "116 123"),
    (_("The crisis line of the local NHS"), ""),
    (_("The wellbeing team of the university"), ""),
    (_("Adult social care of the council"), ""),
)

# Minutes in the town and in the country, as forces publish them; each force sets its own.
_SHIPPED_GRADES = (
    (Grade.EMERGENCY, _("Emergency"), 15, 20),
    (Grade.PRIORITY, _("Priority"), 60, 60),
    (Grade.SCHEDULED, _("Scheduled"), 48 * 60, 48 * 60),
    (Grade.RESOLUTION, _("Resolution without deployment"), None, None),
)


def add_shipped_services() -> None:
    """Fill the list where there is none yet."""
    if not SignpostService.objects.exists():
        SignpostService.objects.bulk_create(
            [SignpostService(name=name, reach=reach) for name, reach in _SHIPPED]
        )


def add_shipped_grades() -> None:
    """Fill the table of grades where there is none yet."""
    if not CallGrade.objects.exists():
        CallGrade.objects.bulk_create(
            [
                CallGrade(
                    kind=grade.value,
                    name=name,
                    urban_minutes=urban,
                    rural_minutes=rural,
                )
                for grade, name, urban, rural in _SHIPPED_GRADES
            ]
        )


@transaction.atomic
def keep_grade(
    *,
    grade: Grade,
    name: str,
    urban_minutes: int | None,
    rural_minutes: int | None,
    actor: Actor,
    realm_id: int,
    now: datetime,
) -> CallGrade:
    """End a grade as it was and begin it anew: what was chosen before keeps its own minutes."""
    CallGrade.objects.filter(kind=grade.value, valid_until=None).update(valid_until=now)
    row = CallGrade.objects.create(
        kind=grade.value,
        name=name,
        urban_minutes=urban_minutes,
        rural_minutes=rural_minutes,
        valid_from=now,
    )
    record(
        event="call-grades.changed",
        actor=actor,
        realm_id=realm_id,
        subject=f"call-grade:{row.kind}",
        details={"name": name, "urban": urban_minutes, "rural": rural_minutes},
        now=now,
    )
    return row


@transaction.atomic
def keep_service(
    *, name: str, reach: str, is_offered: bool, actor: Actor, realm_id: int, now: datetime
) -> SignpostService:
    """Add a service, or change how it is reached and whether it is offered."""
    row, _created = SignpostService.objects.update_or_create(
        name=name, defaults={"reach": reach, "is_offered": is_offered}
    )
    record(
        event="signposts.changed",
        actor=actor,
        realm_id=realm_id,
        subject=f"signpost:{row.pk}",
        details={"name": name, "reach": reach, "is_offered": is_offered},
        now=now,
    )
    return row
