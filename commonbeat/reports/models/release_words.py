"""The words for copies for release."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonbeat.reports.rules.release import BoxFault, BoxKind, BoxSource, FaceSearch, ReleaseState

# With the colour of their tag.
RELEASE_WORDS: dict[ReleaseState, tuple[Promise, str]] = {
    ReleaseState.ASKED: (_("Looking for faces"), "wait"),
    ReleaseState.TO_REVIEW: (_("To be reviewed"), "wait"),
    ReleaseState.REVIEWED: (_("Being made"), "wait"),
    ReleaseState.READY: (pgettext_lazy("copy for release", "Ready"), "good"),
    ReleaseState.FAILED: (_("Could not be made"), "bad"),
    ReleaseState.DISCARDED: (pgettext_lazy("copy for release", "Discarded"), ""),
}

BOX_WORDS: dict[BoxKind, Promise] = {
    BoxKind.FACE: pgettext_lazy("what a box hides", "Face"),
    BoxKind.PLATE: pgettext_lazy("what a box hides", "Number plate"),
    BoxKind.OTHER: pgettext_lazy("what a box hides", "Something else"),
}

SOURCE_WORDS: dict[BoxSource, Promise] = {
    BoxSource.FOUND: _("Found by the computer"),
    BoxSource.DRAWN: _("Drawn by hand"),
    BoxSource.BEFORE: _("Drawn for the copy before"),
}

# Empty where there is nothing to warn of.
SEARCH_WARNINGS: dict[FaceSearch, Promise | str] = {
    FaceSearch.NOT_YET: "",
    FaceSearch.DONE: "",
    FaceSearch.NOT_INSTALLED: _(
        "This site cannot look for faces. Look yourself, and draw a box over each one."
    ),
    FaceSearch.FAILED: _(
        "The search for faces did not work on this picture. Look yourself, and draw a box over "
        "each one."
    ),
}

BOX_FAULTS: dict[BoxFault, Promise] = {
    BoxFault.OUTSIDE: _("This box lies outside the picture. Its left and top must be below 100."),
    BoxFault.TOO_THIN: _("This box hides nothing. Make it at least 0.1 wide and high."),
}
