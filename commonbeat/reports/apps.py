from django.apps import AppConfig
from django.db.models.signals import post_migrate

from commonbeat.audit.rules import EventType, Kind, keep, register_events

register_events(
    EventType(
        "report.submitted", Kind.COLLECTION, shreds="Nothing: it names the report by its key."
    ),
    EventType(
        "report.photo-kept", Kind.COLLECTION, shreds="Nothing: it holds the picture's digest only."
    ),
    EventType(
        "report.photo-expired", Kind.ERASURE, shreds="Nothing: it names the photograph by key."
    ),
    EventType(
        "report.photo-seen", Kind.CONSULTATION, shreds="Nothing: it names the photograph by key."
    ),
    EventType(
        "report.status-changed", Kind.ALTERATION, shreds="The reason, when the report is erased."
    ),
    EventType(
        "report.message-sent", Kind.DISCLOSURE, shreds="Nothing: it names the message by its key."
    ),
    EventType(
        "report.reporter-wrote", Kind.COLLECTION, shreds="Nothing: it names the message by key."
    ),
)
register_events(
    EventType(
        "questions.saved", Kind.ALTERATION, shreds="Nothing: it names what is asked, and nobody."
    ),
    EventType("questions.published", Kind.ALTERATION, shreds="Nothing: it names what is asked."),
    EventType("questions.discarded", Kind.ERASURE, shreds="Nothing: it names what is asked."),
)
keep("reports.Report", "Six years after it was closed, then reviewed by a person.", days=6 * 365)
keep("reports.Message", "As long as the report that it belongs to.")
keep("reports.Photo", "As long as the report that it belongs to; its file goes with it.")
keep("reports.PendingPhoto", "One day after it was added to a report that was never sent.", days=1)


class ReportsConfig(AppConfig):
    name = "commonbeat.reports"
    label = "reports"

    def ready(self) -> None:
        """Ask what this release asks, once the tables are there."""
        from commonbeat.reports import receivers

        post_migrate.connect(receivers.publish_after_migrating, sender=self)
