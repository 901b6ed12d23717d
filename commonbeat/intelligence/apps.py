from django.apps import AppConfig

from commonbeat.audit.rules import EventType, Kind, keep, register_events

_ERASED = "The reason, when the intelligence report is erased."
_NOTHING = "Nothing: it names the report by its key."

register_events(
    EventType("intelligence.made", Kind.COLLECTION, shreds=_NOTHING),
    EventType("intelligence.opened", Kind.CONSULTATION, shreds=_ERASED),
    EventType("intelligence.source-read", Kind.CONSULTATION, shreds=_ERASED),
    EventType(
        "intelligence.original-read",
        Kind.CONSULTATION,
        shreds="The reason, when the report that was read is erased.",
    ),
    EventType("intelligence.changed", Kind.ALTERATION, shreds=_NOTHING),
    EventType("intelligence.graded", Kind.ALTERATION, shreds=_ERASED),
    EventType("intelligence.moved", Kind.ALTERATION, shreds=_ERASED),
    EventType("intelligence.kept", Kind.ALTERATION, shreds=_ERASED),
    EventType("intelligence.copy-written", Kind.ALTERATION, shreds=_ERASED),
    EventType("intelligence.copy-answered", Kind.ALTERATION, shreds=_ERASED),
    EventType("intelligence.copy-checked", Kind.ALTERATION, shreds=_ERASED),
    EventType("intelligence.copy-read", Kind.CONSULTATION, shreds=_ERASED),
    EventType("intelligence.disclosed", Kind.DISCLOSURE, shreds=_ERASED),
    EventType("intelligence.conditions-accepted", Kind.ALTERATION, shreds=_NOTHING),
    EventType("intelligence.erased", Kind.ERASURE, shreds=_NOTHING),
)
# MoPI group 4: intelligence products. A person reviews each; nothing is deleted by itself.
_GROUP_4 = "Six years at least; then a person reviews it, and keeps it on or erases it."
_WITH_IT = "As long as the intelligence report that it belongs to."
keep("intelligence.IntelligenceReport", _GROUP_4)
keep(
    "intelligence.SourceDetail",
    "As long as the intelligence report, and never longer than the report that it was made from.",
)
keep("intelligence.Item", _WITH_IT)
keep("intelligence.Subject", _WITH_IT)
keep("intelligence.Grading", _WITH_IT)
keep("intelligence.SanitisedCopy", _WITH_IT)
keep("intelligence.CopiedItem", _WITH_IT)
keep("intelligence.CopyRecipient", _WITH_IT)


class IntelligenceConfig(AppConfig):
    name = "commonbeat.intelligence"
    label = "intelligence"

    def ready(self) -> None:
        """Hear when a report is erased."""
        from commonbeat.intelligence import receivers  # noqa: F401
