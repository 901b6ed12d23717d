from django.apps import AppConfig

from commonbeat.audit.rules import EventType, Kind, keep, register_events


class PublishingConfig(AppConfig):
    name = "commonbeat.publishing"
    label = "publishing"


_NO_WORDS = "Nothing: it names the publication by its key, and publications are public."
_REASON = "The reason, when the publication is erased."

register_events(
    EventType("warning.drafted", Kind.ALTERATION, shreds=_NO_WORDS),
    EventType("warning.discarded", Kind.ERASURE, shreds=_NO_WORDS),
    EventType("warning.approval-asked", Kind.ALTERATION, shreds=_NO_WORDS),
    EventType("warning.sent-back", Kind.ALTERATION, shreds=_REASON),
    EventType("warning.approved", Kind.DISCLOSURE, shreds=_NO_WORDS),
    EventType("warning.cancelled", Kind.ALTERATION, shreds=_REASON),
    EventType("warning.ended", Kind.ALTERATION, shreds=_NO_WORDS),
    EventType("warning.paused", Kind.ALTERATION, shreds=_NO_WORDS),
    EventType("warning.resumed", Kind.ALTERATION, shreds=_NO_WORDS),
    EventType("news.published", Kind.DISCLOSURE, shreds=_NO_WORDS),
    EventType("news.taken-down", Kind.ALTERATION, shreds=_NO_WORDS),
    EventType("news.ended", Kind.ALTERATION, shreds=_NO_WORDS),
)
keep("publishing.Publication", "Six years after it ended, then reviewed.", days=6 * 365)
keep("publishing.PublicationText", "As long as the publication that it belongs to.")
