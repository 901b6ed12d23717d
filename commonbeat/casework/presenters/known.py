"""How a reporter is known, as the police who deal with a report may see it."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.casework.presenters import doors
from commonbeat.reports.models import REACH_WORDS, Identity, Report
from commonbeat.reports.queries import known_contact
from commonbeat.reports.rules import Contact, Reach

KNOWN_AS: dict[Identity, Promise] = {
    Identity.COUNTED: gettext_lazy("Only counted"),
    Identity.ANONYMOUS: gettext_lazy("No name given"),
    Identity.PSEUDONYM: gettext_lazy("Under a name of their own"),
    Identity.CONFIDENTIAL: gettext_lazy("Name locked away"),
    Identity.NAMED: gettext_lazy("Named"),
}


def known_as(report: Report) -> str:
    """Return the name that the police may call a reporter by; never a sealed one."""
    if report.rung is Identity.PSEUDONYM and report.pseudonym:
        return _("“%(name)s”, a made-up name") % {"name": report.pseudonym}
    if report.rung is Identity.NAMED:
        contact = known_contact(report)
        if contact is not None:
            return contact.name
    return str(KNOWN_AS[report.rung])


def reached_by(report: Report) -> str:
    """Return how the police reach a reporter; of a sealed contact, not even the way."""
    contact = known_contact(report) if report.rung is Identity.NAMED else None
    return reach_text(contact) if contact else doors.reached_by(report)


def reach_text(contact: Contact) -> str:
    """Return how somebody wants to be reached, in one line."""
    if contact.how is Reach.HERE:
        return _("Messages here only")
    parts = [f"{REACH_WORDS[contact.how]}: {contact.address}"]
    if contact.safe_times:
        parts.append(_("Safe: %(times)s") % {"times": contact.safe_times})
    if contact.how is not Reach.EMAIL:
        parts.append(
            _("A message may be left") if contact.may_leave_message else _("Leave no message")
        )
    return ". ".join(parts)
