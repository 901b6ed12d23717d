"""Erasing what a review decided on, and what a force lets go by rule."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from commonbeat.casework.actions import forget_incident
from commonbeat.casework.models import Incident, IncidentReport
from commonbeat.core.actors import SYSTEM, Actor
from commonbeat.core.errors import CommonbeatError
from commonbeat.core.holds import check_not_held
from commonbeat.core.sweeps import stopping
from commonbeat.keeping.actions.errors import NotNow
from commonbeat.keeping.actions.filing import file_record, lock_reports, locked, write_down
from commonbeat.keeping.models import Hold, KeptRecord, Notice, Review
from commonbeat.keeping.queries import waiting_erasure, years_in_force
from commonbeat.keeping.rules import (
    HOLDS,
    MAY_GO_ALONE,
    ReviewState,
    Verdict,
    goes_alone,
    is_due,
)
from commonbeat.reports.actions import erase_report
from commonbeat.reports.models import Report
from commonbeat.reports.rules import STATUS_TABLE, Status

# In one pass of the worker.
_AT_ONCE = 50


def check_can_go(record: KeptRecord) -> None:
    """Raise ``NotNow`` while somebody still deals with a report that would go."""
    stay = [r for r in lock_reports(record) if not STATUS_TABLE.allows(r.state, Status.ERASED)]
    if stay:
        raise NotNow(
            _("%(reference)s is still open. Close it first.") % {"reference": stay[0].reference}
        )


def is_early(record: KeptRecord, *, now: datetime) -> bool:
    """Say whether the review of anything that would go with a record is not due yet."""
    today = localdate(now)
    return any(not is_due(review_on=row.review_on, today=today) for row in _goes_with(record, now))


def _goes_with(record: KeptRecord, now: datetime) -> list[KeptRecord]:
    """Return the records that are erased together, each as it stands now."""
    reports = lock_reports(record) if record.incident_id else []
    return [record, *(file_record(subject=report, now=now) for report in reports)]


def erase_now(*, record: KeptRecord, actor: Actor, now: datetime) -> None:
    """Erase a report, or every report of an incident and the incident's own words.

    Inside the transaction of the decision. Raises ``Held`` while anything of it is on hold.
    """
    for report in lock_reports(record):
        erase_report(report=report, actor=actor, expected_version=report.version, now=now)
    if record.incident is not None:
        forget_incident(incident=record.incident, actor=actor, now=now)
        _close(KeptRecord.objects.filter(pk=record.pk), now=now)


@transaction.atomic
def erase_when_due(*, report: Report, actor: Actor, reason: str, now: datetime) -> Report:
    """Erase a report on the server, after its review: before it is due, two people must agree.

    Raises ``NotNow``, ``Held``, and ``MoveNotAllowed`` while it is open.
    """
    Report.objects.select_for_update().get(pk=report.pk)
    record = file_record(subject=report, now=now)
    if not is_due(review_on=record.review_on, today=localdate(now)):
        raise NotNow(
            _("Its review is due on %(day)s. Two supervisors can erase it before, on its page.")
            % {"day": record.review_on.isoformat()}
        )
    return erase_report(
        report=report, actor=actor, expected_version=report.version, reason=reason, now=now
    )


def erase_by_rule(*, now: datetime) -> int:
    """Erase what is due in the groups that a force lets go without a person; return how many.

    What is on hold, still open, or waits for a second person stays in the queue. Safe to repeat.
    """
    years = years_in_force(today=localdate(now))
    groups = [group.value for group in sorted(MAY_GO_ALONE) if years[group].goes_alone]
    due = KeptRecord.objects.here().filter(group__in=groups, review_on__lte=localdate(now))
    held = Hold.objects.filter(state__in=sorted(HOLDS)).values("record")
    asked = Review.objects.filter(state=ReviewState.WAITING.value).values("record")
    # The reports of an incident go with it, or not at all.
    told = IncidentReport.objects.current().values("report")
    due = due.exclude(pk__in=held).exclude(pk__in=asked).exclude(report__in=told)
    gone = 0
    for record in due.order_by("review_on", "pk").iterator():
        gone += _erase_one(record, now=now)
        if gone == _AT_ONCE or stopping.is_set():
            break
    return gone


def _erase_one(record: KeptRecord, *, now: datetime) -> bool:
    try:
        with transaction.atomic():
            current = locked(record, None, expected=None, now=now)
            today = localdate(now)
            years = years_in_force(today=today)
            for row in _goes_with(current, now):
                by_rule = goes_alone(
                    group=row.mopi, years=years[row.mopi], review_on=row.review_on, today=today
                )
                if not by_rule or waiting_erasure(row) is not None:
                    return False
            check_not_held(current.log_subject)
            check_can_go(current)
            Review.objects.create(
                record=current,
                verdict=Verdict.ERASE.value,
                state=ReviewState.DONE.value,
                reason="",
                made_at=now,
            )
            write_down("erased-by-rule", current, SYSTEM, now=now)
            erase_now(record=current, actor=SYSTEM, now=now)
    except CommonbeatError:
        # It is open or on hold: it stays in the queue, where a person sees it.
        return False
    return True


@transaction.atomic
def close_record(*, report: Report, now: datetime) -> int:
    """Empty what was written here about an erased report, and about an incident with no other.

    Who decided what, and when, stays. Return how many records were closed.
    """
    left = IncidentReport.objects.exclude(report__status=Status.ERASED.value)
    over = Incident.objects.filter(links__report=report).exclude(pk__in=left.values("incident"))
    mine = Q(report=report) | Q(incident__in=over.values("pk"))
    return _close(KeptRecord.objects.filter(mine), now=now)


def _close(records: QuerySet[KeptRecord], *, now: datetime) -> int:
    pks = list(records.values_list("pk", flat=True))
    Notice.objects.filter(record__in=pks).delete()
    Review.objects.filter(record__in=pks).update(reason="")
    waiting = Review.objects.filter(record__in=pks, state=ReviewState.WAITING.value)
    waiting.update(state=ReviewState.REFUSED.value)
    Hold.objects.filter(record__in=pks).update(reason="", lift_reason=None)
    return KeptRecord.objects.here().filter(pk__in=pks).update(gone_on=localdate(now))
