from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from commonbeat.audit.rules import EventType, Kind, keep, register_events

register_events(
    EventType(
        "report.opened",
        Kind.CONSULTATION,
        shreds="The reason, when the report is erased.",
        told=_("A report was opened and read"),
    ),
    EventType("report.decided", Kind.ALTERATION, shreds="The reason, when the report is erased."),
    EventType("report.informant-warning", Kind.ALTERATION, shreds="Nothing: it holds ids only."),
    EventType(
        "reports.searched", Kind.CONSULTATION, shreds="The words, how they were narrowed, and why."
    ),
    EventType("reports.looked-up-again", Kind.CONSULTATION, shreds="Why: it names the member."),
    EventType("signposts.changed", Kind.ALTERATION, shreds="Nothing: it names a service."),
)
register_events(
    EventType("call-grades.changed", Kind.ALTERATION, shreds="Nothing: it names a grade."),
    EventType("answers.changed", Kind.ALTERATION, shreds="Nothing: it names an answer of ours."),
    EventType("alarm.raised", Kind.ALTERATION, shreds="Nothing: it names the report."),
    EventType("alarm.acknowledged", Kind.ALTERATION, shreds="Nothing: it names the report."),
    EventType("alarm.late", Kind.ALTERATION, shreds="Nothing: it names the report."),
    EventType("alarm.handed-over", Kind.DISCLOSURE, shreds="The reference, with the report."),
    EventType("alarm.taken-back", Kind.ALTERATION, shreds="The reason, when the report is erased."),
)
_OF_THE_REPORT = "The reasons, when the report is erased."
register_events(
    EventType(
        "identity.unlock-asked",
        Kind.ALTERATION,
        shreds=_OF_THE_REPORT,
        told=_("Somebody asked to see a name that is locked away"),
    ),
    EventType("identity.unlock-answered", Kind.ALTERATION, shreds=_OF_THE_REPORT),
    EventType("identity.unlock-ended", Kind.ALTERATION, shreds="Nothing: it names the report."),
    EventType(
        "identity.seen",
        Kind.CONSULTATION,
        shreds="Nothing: it names the report.",
        told=_("A name that is locked away was seen"),
    ),
)
_OF_THE_INCIDENT = "The reason, when the last of its reports is erased."
register_events(
    EventType("incident.opened", Kind.CONSULTATION, shreds="Nothing: it names the incident."),
    EventType("incident.made", Kind.COLLECTION, shreds="Nothing: it names the incident."),
    EventType("incident.linked", Kind.COMBINATION, shreds=_OF_THE_REPORT),
    EventType("incident.unlinked", Kind.ALTERATION, shreds=_OF_THE_REPORT),
    EventType("incident.merged", Kind.COMBINATION, shreds=_OF_THE_INCIDENT),
    EventType("incident.merge-undone", Kind.ALTERATION, shreds=_OF_THE_INCIDENT),
    EventType("incident.changed", Kind.ALTERATION, shreds=_OF_THE_INCIDENT),
    EventType("report.compared", Kind.CONSULTATION, shreds="Nothing: it holds ids only."),
)
keep("casework.Incident", "As long as the reports that tell of it.")
keep("casework.IncidentReport", "As long as the report that it is about.")
keep("casework.IncidentEntry", "As long as the reports that the incident is about.")
keep("casework.Decision", "As long as the report that it is about.")
keep(
    "casework.AnswerTemplate", "For good: words of our own about nobody, which decisions point at."
)
keep("casework.AnswerUse", "As long as the report that its decision is about.")
keep("casework.DecisionAdvice", "As long as the report that its decision is about.")
keep("casework.Assessment", "As long as the report that it is about.")
keep("casework.HandoverAlarm", "As long as the report that it is about.")
keep("casework.Assignment", "Until the report is closed.")
keep("casework.IdentityUnlock", "As long as the report that it is about.")
keep("casework.LookUp", "28 days, as long as look-ups are counted.", days=28)
keep("casework.Presence", "One minute after the page was closed.")


class CaseworkConfig(AppConfig):
    name = "commonbeat.casework"
    label = "casework"

    def ready(self) -> None:
        """Fill the lists that every database begins with, once the tables are there."""
        from commonbeat.casework import receivers

        post_migrate.connect(receivers.fill_lists_after_migrating, sender=self)
