"""The messages that go out for a warning, in each of its languages."""

from datetime import datetime
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from commonbeat.alerts.actions import Words as Message
from commonbeat.core.moments import full_text
from commonbeat.publishing.models import SEVERITY_LABELS, Publication, PublicationText, Severity
from commonbeat.publishing.rules import MAIN_LANGUAGE


class News(StrEnum):
    """What is new about a warning."""

    FIRST = "first"
    UPDATED = "updated"
    CANCELLED = "cancelled"


def news_of(publication: Publication) -> News:
    """Return whether a version is the first one or an update."""
    return News.UPDATED if publication.version > 1 else News.FIRST


def link_to(publication: Publication) -> str:
    """Return the public address of a warning."""
    return reverse("publishing:alert", args=[publication.key])


def titles_of(publication: Publication) -> dict[str, str]:
    """Return its headline by language, the main one first."""
    texts = sorted(publication.texts.all(), key=lambda text: text.language != MAIN_LANGUAGE)
    return {text.language: text.headline for text in texts if text.headline}


def messages_of(publication: Publication, news: News) -> dict[str, Message]:
    """Return one message a language, ready to be read without opening anything."""
    found = {}
    for text in publication.texts.all():
        with override(text.language):
            found[text.language] = message_for(publication, text, news)
    return found


def message_for(publication: Publication, text: PublicationText, news: News) -> Message:
    """Return the message in the language that is switched on."""
    return Message(
        subject=subject_line(publication.severity, text.headline, news),
        body="\n\n".join(_paragraphs(publication, text, news)),
    )


def subject_line(severity: str, headline: str, news: News = News.FIRST) -> str:
    """Return the one line that a locked phone shows."""
    if news == News.CANCELLED:
        return pgettext("subject of a message", "Cancelled: %s") % headline
    if news == News.UPDATED:
        return pgettext("subject of a message", "Updated: %s") % headline
    label = SEVERITY_LABELS[Severity(severity)]
    return pgettext("subject of a message", "%(level)s: %(headline)s") % {
        "level": label,
        "headline": headline,
    }


def moment_words(moment: datetime) -> str:
    """Return a moment in full, for a message that may be read on another day."""
    return full_text(moment)


def _paragraphs(publication: Publication, text: PublicationText, news: News) -> list[str]:
    if news == News.CANCELLED:
        return [_("You do not need to do anything any more. We have taken this warning back.")]
    found = [text.facts]
    if text.advice:
        found.append(_("What you can do") + "\n" + text.advice)
    found.append(_("Where: %s") % publication.place_name)
    if publication.ends_at is not None:
        found.append(_("Until: %s") % moment_words(publication.ends_at))
    found.append(_("In danger now? Call 999."))
    return found
