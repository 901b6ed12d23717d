"""How long a force keeps a group: proposed by one person, put in force by another."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.keeping.actions.errors import NotNow, Unsaid
from commonbeat.keeping.actions.filing import check_said
from commonbeat.keeping.models import RetentionPeriod
from commonbeat.keeping.permissions import check_can_answer, check_can_keep
from commonbeat.keeping.rules import Group, Years, fits


@transaction.atomic
def propose_years(
    *, group: Group, years: Years, reason: str, user: User, now: datetime
) -> RetentionPeriod:
    """Propose for how long a group is kept; nothing changes before another person agrees.

    Raises ``NotAllowed`` and ``Unsaid``.
    """
    check_can_keep(user)
    check_said(reason)
    if not fits(group, years):
        raise Unsaid(_("Six years at least. Only groups 3 and 4 can be erased without a person."))
    period = RetentionPeriod.objects.create(
        group=group.value,
        clear_years=years.clear,
        again_years=years.again,
        goes_alone=years.goes_alone,
        reason=reason.strip(),
        proposed_by=user,
        proposed_at=now,
    )
    _record("proposed", period, user, now=now, reason=reason)
    return period


@transaction.atomic
def agree_on_years(*, period: RetentionPeriod, user: User, now: datetime) -> RetentionPeriod:
    """Put years in force that somebody else proposed; those before them end today.

    Raises ``NotAllowed``, and ``NotNow`` when somebody answered first.
    """
    current = _locked(period)
    check_can_answer(user, current)
    today = localdate(now)
    before = RetentionPeriod.objects.filter(group=current.group, agreed_by__isnull=False)
    before.filter(valid_to__isnull=True).update(valid_to=today)
    current.agreed_by, current.valid_from = user, today
    current.save(update_fields=["agreed_by", "valid_from"])
    _record("in-force", current, user, now=now)
    return current


@transaction.atomic
def refuse_years(*, period: RetentionPeriod, user: User, now: datetime) -> RetentionPeriod:
    """Throw a proposal away, one's own or another's. Raises ``NotAllowed`` and ``NotNow``."""
    check_can_keep(user)
    current = _locked(period)
    current.refused_by = user
    current.save(update_fields=["refused_by"])
    _record("refused", current, user, now=now)
    return current


def _locked(period: RetentionPeriod) -> RetentionPeriod:
    current = RetentionPeriod.objects.select_for_update().get(pk=period.pk)
    if current.agreed_by_id is not None or current.refused_by_id is not None:
        raise NotNow(_("Somebody else answered this first."))
    return current


def _record(
    what: str, period: RetentionPeriod, user: User, *, now: datetime, reason: str = ""
) -> None:
    record(
        event=f"keeping.years-{what}",
        actor=user.actor,
        realm_id=LIVE_REALM_ID,
        subject=f"years:{period.key}",
        reason=reason.strip(),
        details={
            "group": period.group,
            "clear": period.clear_years,
            "again": period.again_years,
            "alone": period.goes_alone,
        },
        now=now,
    )
