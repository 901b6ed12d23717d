"""Writing down of each report and incident when it is to be looked at again."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.audit.actions import record as write_entry
from commonbeat.casework.models import Incident, IncidentReport
from commonbeat.casework.rules import says_something
from commonbeat.core.actors import Actor
from commonbeat.core.errors import NotAllowed
from commonbeat.keeping.actions.errors import Changed, NotNow, Unsaid
from commonbeat.keeping.models import KeptRecord
from commonbeat.keeping.queries import noticed_days, record_of, years_in_force
from commonbeat.keeping.rules import Group, Years, first_group, review_day
from commonbeat.reports.models import Category, Report, Status

_CHUNK = 500


def file_everything(*, now: datetime) -> int:
    """Write down the next review of every report and incident; return how many changed.

    Safe to repeat. Whatever was missed, or moved because the years of a group changed, is found.
    """
    reports = (
        Report.objects.for_police()
        .exclude(status=Status.ERASED.value)
        .only("id", "realm_id", "category", "key")
    )
    told = IncidentReport.objects.exclude(report__status=Status.ERASED.value)
    incidents = Incident.objects.filter(pk__in=told.values("incident")).only(
        "id", "realm_id", "category", "key"
    )
    today = localdate(now)
    return sum(_file(chunk, today=today) for chunk in _chunks(reports)) + sum(
        _file(chunk, today=today) for chunk in _chunks(incidents)
    )


def _chunks[M: Report | Incident](rows: QuerySet[M]) -> Iterator[Sequence[M]]:
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:_CHUNK]):
        yield chunk
        last = chunk[-1].pk


@transaction.atomic
def file_record(*, subject: Report | Incident, now: datetime) -> KeptRecord:
    """Write down the next review of one report or incident, and return it."""
    _file([subject], today=localdate(now))
    found = record_of(subject)
    assert found is not None  # it was written one line above
    return found


@transaction.atomic
def open_record(*, record: KeptRecord, user: User, now: datetime) -> None:
    """Write down that somebody looked at the review of a report or incident."""
    write_down("opened", record, user.actor, now=now)


def _file(subjects: Sequence[Report | Incident], *, today: date) -> int:
    by_group = years_in_force(today=today)
    days = noticed_days(subjects)
    pks = [subject.pk for subject in subjects]
    of_reports = isinstance(subjects[0], Report)
    mine = Q(report__in=pks) if of_reports else Q(incident__in=pks)
    known = {(row.report_id or row.incident_id): row for row in KeptRecord.objects.filter(mine)}
    new: list[KeptRecord] = []
    moved: list[KeptRecord] = []
    for subject in subjects:
        row = known.get(subject.pk) or _new(subject)
        if _moves(row, days[subject], by_group):
            (moved if row.pk else new).append(row)
    # Another worker may have written one a moment ago.
    KeptRecord.objects.bulk_create(new, ignore_conflicts=True)
    KeptRecord.objects.bulk_update(moved, ["noticed_on", "review_on"])
    return len(new) + len(moved)


def _new(subject: Report | Incident) -> KeptRecord:
    what = {"report": subject} if isinstance(subject, Report) else {"incident": subject}
    group = first_group(Category(subject.category))
    return KeptRecord(realm_id=subject.realm_id, group=group.value, **what)


def _moves(row: KeptRecord, noticed_on: date, by_group: dict[Group, Years]) -> bool:
    """Set when a record came to notice and its next review; say whether that is new."""
    before = (row.noticed_on, row.review_on) if row.pk else None
    row.noticed_on = noticed_on
    row.review_on = review_day(
        noticed_on=noticed_on, kept_until=row.kept_until, years=by_group[row.mopi]
    )
    return before != (row.noticed_on, row.review_on)


def locked(
    record: KeptRecord, user: User | None, *, expected: int | None, now: datetime
) -> KeptRecord:
    """Return a record as it stands now, nobody else's until the transaction ends.

    Its report, or the reports of its incident, are locked first, as an eraser does. Raises
    ``NotAllowed`` where it does not exist for ``user``, ``NotNow`` when it is erased, and
    ``Changed`` when it is not as it was at ``expected``.
    """
    if user is not None and not KeptRecord.objects.open_to(user).filter(pk=record.pk).exists():
        raise NotAllowed(_("Somebody else deals with this report."))
    lock_reports(record)
    KeptRecord.objects.select_for_update().get(pk=record.pk)
    rows = KeptRecord.objects.select_related("report", "incident")
    current = rows.get(pk=record.pk)
    if current.gone_on is not None:
        raise NotNow(_("It is erased already."))
    if expected is not None and current.version != expected:
        raise Changed(_("Somebody else decided about it first. Look at it again."))
    file_record(subject=current.subject, now=now)
    return rows.get(pk=record.pk)


def lock_reports(record: KeptRecord) -> list[Report]:
    """Lock the reports that go with a record, in their order, and return those that are there."""
    rows = Report.objects.select_for_update()
    if record.report_id:
        rows = rows.filter(pk=record.report_id)
    else:
        links = IncidentReport.objects.current().filter(incident=record.incident_id)
        rows = rows.filter(pk__in=links.values("report"))
    return list(rows.exclude(status=Status.ERASED.value).order_by("pk"))


def check_said(reason: str) -> None:
    """Raise ``Unsaid`` unless somebody says why in a few words."""
    if not says_something(reason):
        raise Unsaid(_("Say in a few words why. One word is not enough."))


def write_down(
    what: str,
    record: KeptRecord,
    actor: Actor,
    *,
    now: datetime,
    reason: str = "",
    details: dict[str, str] | None = None,
) -> None:
    """Put into the audit log what was done with a record."""
    write_entry(
        event=f"keeping.{what}",
        actor=actor,
        realm_id=record.realm_id,
        subject=record.log_subject,
        reason=reason.strip(),
        details={"group": record.group, "review": record.review_on.isoformat(), **(details or {})},
        now=now,
    )
