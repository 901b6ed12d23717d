from django.urls import path

from commonbeat.core import shell, views

app_name = "core"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("language/", shell.language, name="language"),
    path("exit/", shell.leave, name="exit"),
    path("offline/", shell.offline, name="offline"),
    path("favicon.ico", shell.icon, name="icon"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("service-worker.js", shell.service_worker, name="service_worker"),
    path("emergency/", views.emergency, name="emergency"),
    path("information/", views.information, name="information"),
    path("who-sees-what/", views.who_sees_what, name="who_sees_what"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("help/", views.help_and_contact, name="help"),
]
