"""Files as their sender sees them: a small picture or a drawing, the size, the state in words."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from commonbeat.core.sealed_files import DamagedFile
from commonbeat.reports.actions import small_picture
from commonbeat.reports.models import FAULT_WORDS, Exhibit, SealedCopy
from commonbeat.reports.queries import copy_of, opened_copy
from commonbeat.reports.rules.evidence import (
    KEPT_STATES,
    LARGEST_FILE,
    MOST_FILES,
    PIECE_BYTES,
    CopyRole,
    EvidenceFault,
    ExhibitKind,
    ExhibitState,
)

UPLOAD_LIMITS = {
    "most_files": MOST_FILES,
    "largest_file": LARGEST_FILE,
    "piece_bytes": PIECE_BYTES,
}
_ICONS = {
    ExhibitKind.PHOTO: "image",
    ExhibitKind.VIDEO: "camera",
    ExhibitKind.SOUND: "sound",
    ExhibitKind.DOCUMENT: "file",
}
_SIDE = 240


@dataclass(frozen=True, slots=True)
class FileView:
    """One line of a list of files; ``picture`` is a ``data:`` address, or nothing.

    What ``is_sent`` belongs to a report: its sender neither takes it out nor describes it anew.
    """

    key: str
    name: str
    icon: str
    picture: str
    size: str
    state: str
    is_kept: bool
    is_arriving: bool
    is_sent: bool
    description: str
    shown: SealedCopy | None


def file_views(exhibits: Iterable[Exhibit], *, inside: bool = True) -> list[FileView]:
    """Return the files in their order; ``inside`` puts small pictures into the page itself.

    A file not yet sent has no address, so its picture can only be inside.
    """
    return [
        _view(exhibit, number, inside=inside) for number, exhibit in enumerate(exhibits, start=1)
    ]


def _view(exhibit: Exhibit, number: int, *, inside: bool) -> FileView:
    fault = EvidenceFault(exhibit.fault) if exhibit.fault else None
    shown = copy_of(exhibit, CopyRole.CLEAN)
    is_photo = exhibit.kind == ExhibitKind.PHOTO.value
    return FileView(
        key=exhibit.key,
        name=_("%(kind)s %(number)d") % {"kind": exhibit.kind_name, "number": number},
        icon=_ICONS.get(ExhibitKind(exhibit.kind), "file") if exhibit.kind else "file",
        picture=_picture(shown) if inside and is_photo and shown else "",
        size=filesizeformat(exhibit.size),
        state=str(FAULT_WORDS[fault] if fault else exhibit.words),
        is_kept=exhibit.status in KEPT_STATES,
        is_arriving=not fault and exhibit.status not in KEPT_STATES,
        is_sent=exhibit.report_id is not None,
        description=exhibit.description,
        shown=None if exhibit.status is ExhibitState.QUARANTINED else shown,
    )


def _picture(copy: SealedCopy) -> str:
    try:
        with opened_copy(copy) as reader:
            small, _size = small_picture(reader.read(), side=_SIDE)
    except (OSError, DamagedFile):
        return ""
    return f"data:image/jpeg;base64,{base64.b64encode(small).decode()}"
