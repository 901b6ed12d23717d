from django.apps import AppConfig

from commonbeat.core.retention import keep

keep(
    "delivery.Endpoint",
    "Thirty days after its last message, once nobody's follow uses it.",
    days=30,
)
keep("delivery.Content", "Ninety days; codes and links to confirm seven days.", days=90)
keep("delivery.OutboxMessage", "As long as the text that it carries.", days=90)
keep("delivery.InboxItem", "As long as the text that it carries.", days=90)


class DeliveryConfig(AppConfig):
    name = "commonbeat.delivery"
    label = "delivery"
