from django.apps import AppConfig

from commonbeat.audit.rules import EventType, Kind, keep, register_events

_NO_WORDS = "Nothing: it holds the key of the follow, never the address."


class AlertsConfig(AppConfig):
    name = "commonbeat.alerts"
    label = "alerts"

    def ready(self) -> None:
        from commonbeat.alerts import receivers, tasks  # noqa: F401  they register themselves


register_events(
    EventType("follow.asked", Kind.COLLECTION, shreds=_NO_WORDS),
    EventType("follow.confirmed", Kind.COLLECTION, shreds=_NO_WORDS),
    EventType("follow.changed", Kind.ALTERATION, shreds=_NO_WORDS),
    EventType("follow.ended", Kind.ERASURE, shreds=_NO_WORDS),
)
keep("alerts.Follow", "Until its owner stops it; three days if nobody confirms it.")
keep("alerts.FollowCell", "As long as the follow that it belongs to.")
keep("alerts.Broadcast", "Two years after it went out; it names nobody.", days=730)
keep("alerts.BroadcastText", "As long as the broadcast that it belongs to.")
