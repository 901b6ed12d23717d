"""How a report came in, as the page of a case says it."""

from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from commonbeat.accounts.models import User
from commonbeat.reports.models import EntryDoor, PublicMatter, Report
from commonbeat.reports.queries import contact_of, how_many_saw, language_hint, same_contact


def door_text(report: Report) -> str:
    """Return the way in, and who brought the report if it was not its reporter."""
    words = str(report.door_words)
    if not report.brought_by:
        return words
    return _("%(door)s: %(who)s") % {"door": words, "who": report.brought_by}


def about_text(matter: PublicMatter) -> str:
    """Return the title of what a report adds to, and how many say that they saw it."""
    many = how_many_saw(matter.key, realm_id=matter.realm_id)
    said = ngettext(
        "%(title)s. %(n)d person says that they saw it.",
        "%(title)s. %(n)d people say that they saw it.",
        many,
    )
    return said % {"title": matter.title, "n": many}


def reached_by(report: Report) -> str:
    """Return how its reporter hears of our answers."""
    if report.door == EntryDoor.PARTNER.value and report.organisation:
        return _("Messages here, read by every member of %(name)s") % {
            "name": report.organisation.name
        }
    contact = contact_of(report)
    if not contact:
        return _("Messages here only")
    if report.door == EntryDoor.EMAIL.value:
        return _("%(contact)s: told by email that an answer is here") % {"contact": contact}
    return _("%(contact)s: sent a receipt, reads our answers here") % {"contact": contact}


def language_text(report: Report) -> str:
    """Return the language that was chosen and, where a machine guesses another one, its guess."""
    chosen = get_language_info(report.language)["name_translated"]
    hint = language_hint(report)
    if hint is None or hint.language == report.language:
        return str(chosen)
    said = _("%(chosen)s chosen. Probably %(guess)s (hint, %(sure)d%%)")
    return said % {"chosen": chosen, "guess": _language_name(hint.language), "sure": hint.sure}


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return {"gu": _("Gujarati")}.get(code, code)


def same_contact_text(report: Report, *, reader: User) -> str:
    """Return the references of other reports that came from the same address."""
    return ", ".join(other.reference for other in same_contact(report, reader=reader))
