from django.apps import AppConfig

from commonbeat.audit.rules import EventType, Kind, keep, register_events

register_events(
    EventType("report.opened", Kind.CONSULTATION, shreds="The reason, when the report is erased."),
    EventType("report.decided", Kind.ALTERATION, shreds="The reason, when the report is erased."),
)
keep("casework.Decision", "As long as the report that it is about.")
keep("casework.Assignment", "Until the report is closed.")
keep("casework.Presence", "One minute after the page was closed.")


class CaseworkConfig(AppConfig):
    name = "commonbeat.casework"
    label = "casework"
