"""Whose a file is that comes now: a receipt's, or the report's once it was sent."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from commonbeat.core import crypto
from commonbeat.core.durable_storage import free_bytes
from commonbeat.core.errors import CommonbeatError
from commonbeat.reports.models import Exhibit, Report, evidence_quota, evidence_reserve
from commonbeat.reports.queries import RECEIPT_PURPOSE, report_by_receipt
from commonbeat.reports.rules import Identity, hour_band
from commonbeat.reports.rules.evidence import ExhibitState, check_room


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose files they are: a receipt before the report is sent, the report afterwards."""

    realm_id: int
    rung: Identity
    receipt_digest: bytes | None = None
    report: Report | None = None

    @classmethod
    def of_receipt(cls, receipt: str, *, rung: Identity, realm_id: int) -> "Owner":
        """Return the owner of files for a report not sent yet."""
        return cls(realm_id, rung, crypto.keyed_digest(RECEIPT_PURPOSE, receipt))

    @classmethod
    def of_report(cls, report: Report) -> "Owner":
        """Return the owner of files that are added later."""
        return cls(report.realm_id, Identity(report.identity), report=report)

    def new_exhibit(self, *, size: int, now: datetime) -> Exhibit:
        """Return a row for one more file, not yet in the database; raises ``Unfit``."""
        if self.report is not None:
            mine = Exhibit.objects.filter(report=self.report)
        else:
            mine = Exhibit.objects.filter(receipt_digest=self.receipt_digest)
        sizes = mine.exclude(state=ExhibitState.REFUSED.value).values_list("size", flat=True)
        check_room(
            size=size,
            sizes_before=sizes,
            quota=evidence_quota(),
            free=free_bytes(),
            reserve=evidence_reserve(),
        )
        return Exhibit(
            realm_id=self.realm_id,
            report=self.report,
            receipt_digest=self.receipt_digest,
            rung=self.rung.value,
            description="",
            size=size,
            kept_at=hour_band(now),
        )


class TakesNoFiles(CommonbeatError):
    """The report was taken back, is only counted, or is not with the police."""

    def __init__(self) -> None:
        super().__init__(
            _("We cannot add files to this report. Open it with your receipt to see how it stands.")
        )


def owner_by_receipt(receipt: str, *, rung: Identity, realm_id: int) -> Owner:
    """Return who owns a file that comes with a receipt: the report itself once it was sent.

    ``rung`` counts for a report that is still being written. Raises ``TakesNoFiles``.
    """
    report = report_by_receipt(receipt)
    if report is None:
        return Owner.of_receipt(receipt, rung=rung, realm_id=realm_id)
    return owner_of_more(report)


def owner_of_more(report: Report) -> Owner:
    """Return who owns a file that is added to a report that was sent. Raises ``TakesNoFiles``."""
    if not report.takes_files:
        raise TakesNoFiles
    return Owner.of_report(report)
