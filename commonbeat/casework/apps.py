from django.apps import AppConfig
from django.db.models.signals import post_migrate

from commonbeat.audit.rules import EventType, Kind, keep, register_events

register_events(
    EventType("report.opened", Kind.CONSULTATION, shreds="The reason, when the report is erased."),
    EventType("report.decided", Kind.ALTERATION, shreds="The reason, when the report is erased."),
    EventType("report.informant-warning", Kind.ALTERATION, shreds="Nothing: it holds ids only."),
    EventType("signposts.changed", Kind.ALTERATION, shreds="Nothing: it names a service."),
)
_OF_THE_REPORT = "The reasons, when the report is erased."
register_events(
    EventType("identity.unlock-asked", Kind.ALTERATION, shreds=_OF_THE_REPORT),
    EventType("identity.unlock-answered", Kind.ALTERATION, shreds=_OF_THE_REPORT),
    EventType("identity.unlock-ended", Kind.ALTERATION, shreds="Nothing: it names the report."),
    EventType("identity.seen", Kind.CONSULTATION, shreds="Nothing: it names the report."),
)
keep("casework.Decision", "As long as the report that it is about.")
keep("casework.Assignment", "Until the report is closed.")
keep("casework.IdentityUnlock", "As long as the report that it is about.")
keep("casework.Presence", "One minute after the page was closed.")


class CaseworkConfig(AppConfig):
    name = "commonbeat.casework"
    label = "casework"

    def ready(self) -> None:
        """Fill the lists that every database begins with, once the tables are there."""
        from commonbeat.casework import receivers

        post_migrate.connect(receivers.fill_lists_after_migrating, sender=self)
