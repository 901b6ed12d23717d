"""Taking a report in: once, sealed, audited, announced."""

import pytest

from commonbeat.audit.models import AuditEntry
from commonbeat.core.models import LiveEvent
from commonbeat.reports.actions import submit_report
from commonbeat.reports.models import Report
from commonbeat.reports.tests.factories import NOON, make_intake

pytestmark = pytest.mark.django_db


def test_sending_twice_is_one_report() -> None:
    intake = make_intake()
    first = submit_report(intake=intake, realm_id=1, reporter=None, now=NOON)
    second = submit_report(intake=intake, realm_id=1, reporter=None, now=NOON)
    assert first.created and not second.created
    assert first.report.pk == second.report.pk
    assert Report.objects.count() == AuditEntry.objects.count() == LiveEvent.objects.count() == 1
