"""Files for tests of evidence, and what is on the disk of them."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from commonbeat.reports.actions import Owner, take_file
from commonbeat.reports.models import ArrivingPiece, Exhibit, Identity, SealedCopy
from commonbeat.reports.queries import copy_of, opened_copy
from commonbeat.reports.rules.evidence import CopyRole
from commonbeat.reports.tests.factories import NOON
from commonbeat.reports.tests.pictures import HIDING


def keep(
    receipt: str,
    *,
    rung: Identity = Identity.ANONYMOUS,
    data: bytes = b"",
    now: datetime = NOON,
) -> Exhibit:
    """Keep a photograph for the report that will carry ``receipt``."""
    data = data or HIDING["jpeg exif"]()
    owner = Owner.of_receipt(receipt, rung=rung, realm_id=1)
    return take_file(owner=owner, pieces=[data], size=len(data), now=now)


def bytes_of(exhibit: Exhibit, role: CopyRole = CopyRole.CLEAN) -> bytes:
    """Return what a copy holds."""
    copy = copy_of(exhibit, role)
    assert copy is not None
    with opened_copy(copy) as reader:
        return reader.read()


def files() -> set[Path]:
    """Return every file of evidence, wherever it is."""
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def orphans() -> set[str]:
    """Return the names of files that no row knows."""
    names = {path.name for path in files()}
    for model in (SealedCopy, ArrivingPiece):
        names -= set(model._default_manager.values_list("key", flat=True))
    return names
