"""What becomes of intelligence when the report that it was made from is erased."""

from commonbeat.intelligence.models import IntelligenceReport, SourceDetail
from commonbeat.reports.models import Report


def forget_original(*, report: Report) -> int:
    """Cut the way to an erased report and forget who told it; return how many records it had.

    What is known stays: it is a record of its own in law.
    """
    made = IntelligenceReport.objects.filter(report=report)
    SourceDetail.objects.filter(report__in=made).delete()
    return made.update(report=None)
