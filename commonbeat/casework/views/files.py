"""The files of a report on its page: whoever sees them is written down."""

from datetime import datetime

from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.casework.presenters.files import StaffFile, staff_files
from commonbeat.reports.actions import note_looks
from commonbeat.reports.models import Report
from commonbeat.reports.queries import copy_of, custody, exhibits
from commonbeat.reports.queries.releases import releases
from commonbeat.reports.rules.evidence import CopyRole


def files_for(user: User, report: Report, *, reason: str, now: datetime) -> list[StaffFile]:
    """Return the files as ``user`` is about to see them, and write down that they do."""
    found = exhibits(report)
    note_looks(
        report=report,
        exhibits=[each for each in found if copy_of(each, CopyRole.THUMBNAIL) is not None],
        actor=user.actor,
        reason=reason or _("Opened with the report"),
        now=now,
    )
    if not found:
        return []
    return staff_files(found, custody(report), releases(report), user=user, now=now)
