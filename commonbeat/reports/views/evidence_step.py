"""The files that come along with a page of the report: taken in, taken out, described."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from commonbeat.core.http import Request
from commonbeat.reports.actions import (
    EvidenceRefused,
    Owner,
    TakesNoFiles,
    describe_exhibit,
    owner_by_receipt,
    remove_exhibit,
    take_file,
)
from commonbeat.reports.forms import Draft, StepForm
from commonbeat.reports.models import Exhibit
from commonbeat.reports.queries import exhibit_of_receipt, exhibits_of_receipt
from commonbeat.reports.rules import tidy_text
from commonbeat.reports.rules.evidence import EvidenceFault
from commonbeat.reports.rules.steps import Step

REMOVE = "remove-"
ABOUT = "about-"
_GONE = (OperationalError, InterfaceError)


def take(request: Request, draft: Draft, *, now: datetime) -> StepForm | None:
    """Do what a page says about files; returns the form with the reason if one was refused."""
    go = request.POST.get("go", "")
    try:
        _describe(request, draft)
        if go.startswith(REMOVE):
            _remove(draft, go.removeprefix(REMOVE), now=now)
        if go == "skip-evidence":
            return None
        take_uploads(
            request,
            lambda: owner_by_receipt(draft.receipt, rung=draft.rung, realm_id=request.realm_id),
            now=now,
        )
    except (EvidenceRefused, TakesNoFiles) as refusal:
        return _refused(draft, str(refusal), now=now)
    except _GONE:
        return _refused(
            draft, _("We could not keep the file just now. Try again, or go on."), now=now
        )
    return None


def take_uploads(
    request: HttpRequest, find_owner: Callable[[], Owner], *, now: datetime
) -> list[Exhibit]:
    """Keep every file that came with a form; raises ``EvidenceRefused`` at the first unfit one.

    ``find_owner`` is asked only where there is a file: most pages bring none.
    """
    # Django leaves out, without a word, a file that is larger than it may hold in memory.
    too_long = int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    uploads = request.FILES.getlist("upload")
    if too_long and not uploads:
        raise EvidenceRefused(EvidenceFault.TOO_BIG_AT_ONCE)
    if not uploads:
        return []
    owner = find_owner()
    return [
        take_file(owner=owner, pieces=_pieces(upload), size=upload.size or 0, now=now)
        for upload in uploads
    ]


def _pieces(upload: "UploadedFile[bytes]") -> Iterator[bytes]:
    return iter(upload.chunks())


def _describe(request: HttpRequest, draft: Draft) -> None:
    told = {
        name.removeprefix(ABOUT): tidy_text(str(words))
        for name, words in request.POST.items()
        if name.startswith(ABOUT)
    }
    if not told:
        return
    for exhibit in exhibits_of_receipt(draft.receipt):
        if exhibit.key in told and exhibit.description != told[exhibit.key]:
            describe_exhibit(exhibit=exhibit, words=told[exhibit.key])


def _remove(draft: Draft, key: str, *, now: datetime) -> None:
    exhibit = exhibit_of_receipt(key=key, receipt=draft.receipt)
    if exhibit is not None:
        remove_exhibit(exhibit=exhibit, now=now)


def _refused(draft: Draft, reason: str, *, now: datetime) -> StepForm:
    form = draft.form(Step.EVIDENCE, now)
    form.add_error("upload", reason)
    return form
