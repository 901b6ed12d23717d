from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _

from commonbeat.audit.rules import EventType, Kind, keep, register_events

register_events(
    EventType(
        "report.submitted", Kind.COLLECTION, shreds="Nothing: it names the report by its key."
    ),
    EventType("report.evidence-kept", Kind.COLLECTION, shreds="Nothing: it names the file by key."),
    EventType(
        "report.evidence-quarantined", Kind.ALTERATION, shreds="Nothing: it names the file by key."
    ),
    EventType("report.evidence-removed", Kind.ERASURE, shreds="Nothing: it names the file by key."),
    EventType(
        "report.evidence-seen",
        Kind.CONSULTATION,
        shreds="The reason, when the report is erased.",
        told=_("A photo, a film or another file was looked at"),
    ),
    EventType(
        "report.evidence-taken",
        Kind.DISCLOSURE,
        shreds="The reason, when the report is erased.",
        told=_("A photo, a film or another file was taken out"),
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
        "report.words-may-leave", Kind.DISCLOSURE, shreds="Nothing: it names the report by key."
    ),
    EventType(
        "report.translation-asked", Kind.DISCLOSURE, shreds="Nothing: it names the report by key."
    ),
    EventType(
        "report.identity-climbed",
        Kind.ALTERATION,
        shreds="Nothing: it names the report by key and the rungs, never a name.",
    ),
    EventType(
        "report.victim-noted", Kind.ALTERATION, shreds="The reason, when the report is erased."
    ),
    EventType("report.case-event", Kind.ALTERATION, shreds="The reason, when it is erased."),
    EventType("report.news-held", Kind.ALTERATION, shreds="The reason, when it is erased."),
    EventType("report.wish-kept", Kind.COLLECTION, shreds="Nothing: it names the report by key."),
    EventType(
        "report.event-told", Kind.DISCLOSURE, shreds="Nothing: it names the message by its key."
    ),
    EventType("holidays.changed", Kind.ALTERATION, shreds="Nothing: it names a day."),
)
_OF_THE_REPORT = "The reason, when the report is erased."
register_events(
    EventType("report.release-asked", Kind.ALTERATION, shreds=_OF_THE_REPORT),
    EventType("report.release-reviewed", Kind.ALTERATION, shreds="Nothing: it counts boxes."),
    EventType("report.release-made", Kind.ALTERATION, shreds="Nothing: it names the copy."),
    EventType("report.release-failed", Kind.ALTERATION, shreds="Nothing: it names the copy."),
    EventType("report.release-discarded", Kind.ERASURE, shreds=_OF_THE_REPORT),
)
register_events(
    EventType(
        "report.kept-from",
        Kind.ALTERATION,
        shreds=_OF_THE_REPORT,
        told=_("Somebody of the police was kept from a report"),
    ),
    EventType("report.conflict-lifted", Kind.ALTERATION, shreds=_OF_THE_REPORT),
)
register_events(
    EventType(
        "report.partner-opened",
        Kind.CONSULTATION,
        shreds="Nothing: it names the report by key.",
        told=_("An organisation read a report that was sent to it"),
    ),
    EventType(
        "report.partner-wrote", Kind.DISCLOSURE, shreds="Nothing: it names the message by its key."
    ),
    EventType(
        "report.sent-to-police", Kind.DISCLOSURE, shreds="Nothing: it names the report by key."
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
keep("reports.PublicMatter", "As long as the warning that it stands for; it names nobody.")
keep("reports.ConflictOfInterest", "As long as the report that it is about.")
keep("reports.Message", "As long as the report that it belongs to.")
keep("reports.ReportWord", "As long as the report that it belongs to.")
keep("reports.Correspondent", "As long as the report that it belongs to.")
keep("reports.LanguageHint", "As long as the report that it belongs to.")
keep("reports.MailMark", "As long as the report that it belongs to.")
keep("reports.Translation", "As long as the report that it belongs to.")
keep("reports.OutsideLeave", "As long as the report that it belongs to.")
keep("reports.ReporterContact", "As long as the report whose reporter gave it.")
keep("reports.Received", "As long as the report that was sent to an organisation.")
keep("reports.IdentityEvent", "As long as the report that it belongs to.")
keep(
    "reports.Exhibit",
    "As long as the report that it belongs to; one day when that was never sent.",
)
keep("reports.SealedCopy", "As long as the file that it is a copy of; its bytes go with it.")
keep("reports.ReleaseReview", "As long as the file that it is about.")
keep("reports.ArrivingPiece", "Until the file is whole, and one day at most.", days=1)
keep("reports.CustodyEntry", "As long as the file that it speaks of.")


class ReportsConfig(AppConfig):
    name = "commonbeat.reports"
    label = "reports"

    def ready(self) -> None:
        """Fill what every database holds, once the tables are there."""
        from commonbeat.reports import receivers

        post_migrate.connect(receivers.publish_after_migrating, sender=self)
        post_migrate.connect(receivers.import_holidays_after_migrating, sender=self)
        post_save.connect(receivers.offer_who_takes_reports, sender="accounts.Organisation")
        post_save.connect(receivers.know_who_works_here, sender="accounts.User")
        for name in ("SealedCopy", "ArrivingPiece"):
            post_delete.connect(receivers.remove_file_of_row, sender=self.get_model(name))
