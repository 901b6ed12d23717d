"""The words for files that come with a report."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonbeat.reports.rules.evidence import (
    CustodyEvent,
    EvidenceFault,
    ExhibitKind,
    ExhibitState,
    VirusCheck,
)

# As their sender reads them.
EXHIBIT_WORDS: dict[ExhibitState, Promise] = {
    ExhibitState.ARRIVING: _("Not all of it is here yet"),
    ExhibitState.RECEIVED: _("Added"),
    ExhibitState.CLEANING: _("Added"),
    ExhibitState.READY: _("Added"),
    ExhibitState.REFUSED: _("Not added"),
    ExhibitState.QUARANTINED: _("Locked away: it may harm a computer"),
}

# As the police read them, with the colour of their tag.
STAFF_EXHIBIT_WORDS: dict[ExhibitState, tuple[Promise, str]] = {
    ExhibitState.ARRIVING: (_("Still arriving"), "wait"),
    ExhibitState.RECEIVED: (_("Waits for its check"), "wait"),
    ExhibitState.CLEANING: (_("Being checked"), "wait"),
    ExhibitState.READY: (_("Ready"), "good"),
    ExhibitState.REFUSED: (_("Refused"), ""),
    ExhibitState.QUARANTINED: (_("Something dangerous was found: not opened"), "bad"),
}

VIRUS_WORDS: dict[VirusCheck, Promise] = {
    VirusCheck.NOT_CHECKED: _("Not checked for viruses"),
    VirusCheck.CLEAN: _("No virus found"),
    VirusCheck.INFECTED: _("A virus was found"),
    VirusCheck.TOO_LARGE: _("Not checked for viruses: too large for the check"),
    VirusCheck.UNREACHABLE: _("Not checked for viruses: the check did not answer"),
}

KIND_NAMES: dict[ExhibitKind | None, Promise] = {
    None: _("File"),
    ExhibitKind.PHOTO: _("Photo"),
    ExhibitKind.VIDEO: _("Video"),
    ExhibitKind.SOUND: _("Sound"),
    ExhibitKind.DOCUMENT: _("Document"),
}

CUSTODY_WORDS: dict[CustodyEvent, Promise] = {
    CustodyEvent.SEALED_AS_SENT: _("Sealed as it was sent"),
    CustodyEvent.SEALED_AFTER_STRIPPING: _("Sealed after hidden data was removed"),
    CustodyEvent.SENT: _("Sent with the report"),
    CustodyEvent.ORIGINAL_DESTROYED: _("Original destroyed: they chose to be less known"),
    CustodyEvent.COPY_MADE: _("Copies to look at were made"),
    CustodyEvent.QUARANTINED: _("Locked away by the virus check"),
    CustodyEvent.THUMBNAIL_SHOWN: _("Saw the small picture"),
    CustodyEvent.VIEWED: _("Looked at it"),
    CustodyEvent.DOWNLOADED: _("Downloaded the clean copy"),
    CustodyEvent.ORIGINAL_TAKEN: _("Took out the original"),
    CustodyEvent.RELEASE_ASKED: _("Asked for a copy for release"),
    CustodyEvent.RELEASE_REVIEWED: _("Looked at the whole picture and chose what to hide"),
    CustodyEvent.RELEASE_MADE: _("Made the copy for release"),
    CustodyEvent.RELEASE_FAILED: _("Could not make the copy for release"),
    CustodyEvent.RELEASE_SEEN: _("Looked at the copy for release"),
    CustodyEvent.RELEASE_TAKEN: _("Downloaded the copy for release"),
    CustodyEvent.RELEASE_DISCARDED: _("Discarded the copy for release"),
}

FAULT_WORDS: dict[EvidenceFault, Promise] = {
    EvidenceFault.EMPTY: _("The file is empty. Choose it again."),
    EvidenceFault.TOO_BIG: _("The file is larger than 500 MB. Choose a smaller one."),
    EvidenceFault.TOO_BIG_AT_ONCE: _("The file is larger than 20 MB. Choose a smaller one."),
    EvidenceFault.TOO_MANY: _(
        "You have added as many files as one report can hold. Take one out first."
    ),
    EvidenceFault.NO_ROOM: _(
        "We have no room for files right now. You can still send your report without them, and add "
        "them later."
    ),
    EvidenceFault.WRONG_KIND: _("We cannot take this kind of file. Choose another one."),
    EvidenceFault.TOO_MANY_PIXELS: _("The photo has more than 40 million dots. Make it smaller."),
    EvidenceFault.TOO_LONG: _("The film or document is too long. Send a shorter part of it."),
    EvidenceFault.TOO_MUCH_INSIDE: _("There is too much inside this file. Choose another one."),
    EvidenceFault.LOCKED: _("The file has a password. Save it without one and choose it again."),
    EvidenceFault.MACROS: _("The document holds a program. Save it without and choose it again."),
    EvidenceFault.NOT_INSTALLED: _("This site cannot take this kind of file. Choose another one."),
    EvidenceFault.MOVING: _("The picture moves. Choose a still photo."),
    EvidenceFault.BROKEN: _("The file is damaged or not complete. Choose it again."),
    EvidenceFault.BUSY: _("Too many files are coming in. Try again in a minute, or go on without."),
}
