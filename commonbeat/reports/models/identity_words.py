"""The everyday words for how a reporter is known."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonbeat.reports.rules import Identity, Reach, UnlockWhy


class Seen(NamedTuple):
    """Who sees what of a reporter on one rung, and what they get for it."""

    words: Promise  # the words that they wrote
    name: Promise
    answer: Promise


# In the order in which they are offered: the first is chosen for whoever chooses nothing.
RUNG_WORDS: dict[Identity, Promise] = {
    Identity.ANONYMOUS: _("Receipt: nobody knows who I am"),
    Identity.PSEUDONYM: _("A made-up name"),
    Identity.CONFIDENTIAL: _("Confidential: keep my name locked away"),
    Identity.NAMED: _("With my name"),
    Identity.COUNTED: _("Only count it"),
}
RUNG_HINTS: dict[Identity, Promise] = {
    Identity.ANONYMOUS: _("The police see what you tell them. You get a receipt for the answer."),
    Identity.PSEUDONYM: _("The same, and we have a name to call you by. It is for this report."),
    Identity.CONFIDENTIAL: _(
        "Two people must agree before anybody sees your name. A court can order us to give it."
    ),
    Identity.NAMED: _("The police who deal with it see your name and how to reach you."),
    Identity.COUNTED: _("We throw your words away. Nobody reads it, and nobody answers."),
}
RUNG_SEEN: dict[Identity, Seen] = {
    Identity.ANONYMOUS: Seen(_("The police team"), _("Nobody"), _("Here, with your receipt")),
    Identity.PSEUDONYM: Seen(
        _("The police team"), _("They see the made-up name"), _("Here, with your receipt")
    ),
    Identity.CONFIDENTIAL: Seen(
        _("The police team"),
        _("Two people, for some hours, when both agree. We tell you each time."),
        _("Here, with your receipt"),
    ),
    Identity.NAMED: Seen(_("The police team"), _("The police team"), _("Here, or as you tell us")),
    Identity.COUNTED: Seen(
        _("Nobody: we throw them away"), _("Nobody"), _("None, until you tell us more")
    ),
}
REACH_WORDS: dict[Reach, Promise] = {
    Reach.PHONE: pgettext_lazy("how to reach somebody", "Phone"),
    Reach.EMAIL: pgettext_lazy("how to reach somebody", "Email"),
    Reach.OTHER: pgettext_lazy("how to reach somebody", "Another way"),
    Reach.HERE: _("Only with the receipt"),
}
# What the reporter reads as the reason why the police asked for their sealed name.
UNLOCK_WORDS: dict[UnlockWhy, Promise] = {
    UnlockWhy.DANGER: _("Somebody may be in danger"),
    UnlockWhy.SPEAK: _("We need to speak with you"),
    UnlockWhy.EVIDENCE: _("What you told us may be needed as evidence"),
    UnlockWhy.COURT: _("A court ordered it"),
}
