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
    EventType("queue-part.shared", Kind.ALTERATION, shreds="Nothing: it names a tab."),
    EventType("queue-part.removed", Kind.ALTERATION, shreds="Nothing: it names a tab."),
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
register_events(
    EventType("hand-off.made", Kind.ALTERATION, shreds=_OF_THE_INCIDENT),
    EventType("hand-off.again", Kind.ALTERATION, shreds=_OF_THE_INCIDENT),
    EventType("hand-off.sent", Kind.DISCLOSURE, shreds="Nothing: it names the incident."),
    EventType("hand-off.failed", Kind.ALTERATION, shreds="Nothing: it names the incident."),
    EventType("hand-off.withdrawn", Kind.ALTERATION, shreds="Nothing: it names the incident."),
    EventType("hand-off.answered", Kind.COLLECTION, shreds="The number, with the incident."),
    EventType("records-system.changed", Kind.ALTERATION, shreds="Nothing: it names a system."),
    EventType("records-file.asked", Kind.ALTERATION, shreds="The purpose, after a year."),
    EventType("records-file.answered", Kind.ALTERATION, shreds="Nothing: it holds days only."),
    EventType("records-file.taken", Kind.DISCLOSURE, shreds="Nothing: it holds days only."),
)
keep("casework.HandOff", "As long as the incident; its copy goes with any report that is in it.")
keep("casework.RecordsSystem", "As long as it is set up; it names nobody.")
keep("casework.RecordsFile", "A year after it was asked for.", days=365)
_OF_THE_TASK = "The reason, when what it is about is erased."
register_events(
    EventType("task.asked", Kind.COLLECTION, shreds="Nothing: it names whom it was asked of."),
    EventType("task.opened", Kind.CONSULTATION, shreds="Nothing: it names the task."),
    EventType("task.accepted", Kind.ALTERATION, shreds="Nothing: it names the task."),
    EventType("task.handed-on", Kind.ALTERATION, shreds=_OF_THE_TASK),
    EventType("task.done", Kind.ALTERATION, shreds=_OF_THE_TASK),
    EventType("task.cannot", Kind.ALTERATION, shreds=_OF_THE_TASK),
    EventType("task.withdrawn", Kind.ALTERATION, shreds=_OF_THE_TASK),
    EventType("handover.written", Kind.COLLECTION, shreds="Nothing: it names the shift."),
    EventType("handover.opened", Kind.CONSULTATION, shreds="Nothing: it names the shift."),
    EventType("handover.taken-over", Kind.ALTERATION, shreds="Nothing: it names the shift."),
)
keep("casework.Task", "As long as the report or the incident that it is about.")
keep("casework.TaskEntry", "As long as the report or the incident that the task is about.")
keep("casework.ShiftHandover", "28 days after it was last written.", days=28)
keep("casework.ShiftWords", "As long as the hand-over that it is part of.")
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
keep("casework.QueuePart", "Until its owner removes it or leaves.")
keep("casework.Presence", "One minute after the page was closed.")


class CaseworkConfig(AppConfig):
    name = "commonbeat.casework"
    label = "casework"

    def ready(self) -> None:
        """Fill the lists that every database begins with, once the tables are there."""
        from commonbeat.casework import receivers

        post_migrate.connect(receivers.fill_lists_after_migrating, sender=self)
