"""Telling, in the thread and on open pages, of a file that came after its report."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from commonbeat.reports.actions.talk import say_event
from commonbeat.reports.models import Exhibit, Message, Report
from commonbeat.reports.rules.evidence import ExhibitKind


def tell_of_file(*, report: Report, exhibit: Exhibit, now: datetime) -> Message:
    """Say in the thread what kind of file its reporter added; call it with the file's own rows.

    Nothing of the file itself is said: what it is called and what it shows stay sealed with it.
    """
    with override(report.language):
        body = {
            ExhibitKind.PHOTO.value: _("A photo was added."),
            ExhibitKind.VIDEO.value: _("A video was added."),
            ExhibitKind.SOUND.value: _("A sound recording was added."),
            ExhibitKind.DOCUMENT.value: _("A document was added."),
        }.get(exhibit.kind, _("A file was added."))
    return say_event(report=report, body=body, actor=report.actor, by_reporter=True, now=now)
