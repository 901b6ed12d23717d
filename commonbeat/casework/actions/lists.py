"""The force's own list of who helps where the police do not come."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from commonbeat.audit.actions import record
from commonbeat.casework.models import SignpostService
from commonbeat.core.actors import Actor

# What a force begins with; it may switch each off and add its own.
_SHIPPED = (
    (_("NHS 111, option 2: help for the mind"), "111"),
    (_("Samaritans"), "116 123"),
    (_("The crisis line of the local NHS"), ""),
    (_("The wellbeing team of the university"), ""),
    (_("Adult social care of the council"), ""),
)


def add_shipped_services() -> None:
    """Fill the list where there is none yet."""
    if not SignpostService.objects.exists():
        SignpostService.objects.bulk_create(
            [SignpostService(name=name, reach=reach) for name, reach in _SHIPPED]
        )


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
