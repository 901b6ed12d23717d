from django.apps import AppConfig

from commonbeat.audit.rules import EventType, Kind, keep, register_events

register_events(
    EventType("places.areas-imported", Kind.ALTERATION, shreds="Nothing: it holds numbers only."),
    EventType("places.crimes-imported", Kind.COLLECTION, shreds="Nothing: the file is published."),
)
keep(
    "places.RecordedCrime", "As long as the publisher keeps its file up; a newer file replaces it."
)


class PlacesConfig(AppConfig):
    name = "commonbeat.places"
    label = "places"

    def ready(self) -> None:
        """Listen to requests, so that look-ups know when to read the areas again."""
        from commonbeat.places import receivers  # noqa: F401
