from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "commonbeat.core"
    label = "core"
