from django.apps import AppConfig

from commonbeat.audit.rules import EventType, Kind, keep, register_events

_REASON = "The reason, when the report or incident is erased."
_NOTHING = "Nothing: it says how long things are kept, and names nobody."
register_events(
    EventType("keeping.opened", Kind.CONSULTATION, shreds=_REASON),
    EventType("keeping.noticed", Kind.ALTERATION, shreds=_REASON),
    EventType("keeping.kept", Kind.ALTERATION, shreds=_REASON),
    EventType("keeping.erasing-asked", Kind.ALTERATION, shreds=_REASON),
    EventType("keeping.erasing-agreed", Kind.ERASURE, shreds=_REASON),
    EventType("keeping.erasing-refused", Kind.ALTERATION, shreds=_REASON),
    EventType("keeping.erased-by-rule", Kind.ERASURE, shreds=_NOTHING),
    EventType("keeping.held", Kind.ALTERATION, shreds=_REASON),
    EventType("keeping.lift-asked", Kind.ALTERATION, shreds=_REASON),
    EventType("keeping.lifted", Kind.ALTERATION, shreds=_REASON),
    EventType("keeping.lift-refused", Kind.ALTERATION, shreds=_REASON),
    EventType("keeping.years-proposed", Kind.ALTERATION, shreds=_NOTHING),
    EventType("keeping.years-in-force", Kind.ALTERATION, shreds=_NOTHING),
    EventType("keeping.years-refused", Kind.ALTERATION, shreds=_NOTHING),
)
keep("keeping.KeptRecord", "As long as what it is about; then only that it was erased, and when.")
keep("keeping.Notice", "As long as the report or incident that it is about.")
keep("keeping.Review", "Its words as long as the report or incident; who decided what stays.")
keep("keeping.Hold", "Its words as long as the report or incident; who held it stays.")
keep("keeping.RetentionPeriod", "For good: it shows by which rule something was erased.")


class KeepingConfig(AppConfig):
    name = "commonbeat.keeping"
    label = "keeping"

    def ready(self) -> None:
        """Answer for holds, and listen to what is erased."""
        from commonbeat.keeping import receivers  # noqa: F401
