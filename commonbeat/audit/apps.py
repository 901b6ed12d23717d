from django.apps import AppConfig

from commonbeat.audit.rules import keep

keep(
    "audit.AuditEntry",
    "Who did what is kept for good; reasons and details are shredded with their subject.",
)
keep("audit.Tally", "For good: how often something happened in a month, and no names.")
keep("audit.Checkpoint", "As long as the entries that it covers; it holds no personal data.")


class AuditConfig(AppConfig):
    name = "commonbeat.audit"
    label = "audit"
