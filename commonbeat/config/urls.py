"""Every address of the site; each context owns the ones below its own prefix."""

from django.urls import include, path

from commonbeat.accounts.urls import allauth_urlpatterns
from commonbeat.core import views as core

urlpatterns = [
    path("", include("commonbeat.core.urls")),
    path("", include("commonbeat.audit.urls")),
    path("", include("commonbeat.publishing.urls")),
    path("", include("commonbeat.reports.urls")),
    path("", include("commonbeat.alerts.urls")),
    path("", include("commonbeat.delivery.urls")),
    path("", include("commonbeat.places.urls")),
    path("", include("commonbeat.accounts.urls")),
    path("accounts/", include(allauth_urlpatterns)),
    path("", include("commonbeat.intelligence.urls")),
    path("", include("commonbeat.casework.urls")),
    path("", include("commonbeat.partners.urls")),
    path("", include("commonbeat.keeping.urls")),
]

handler400 = core.bad_request
handler403 = core.forbidden
handler404 = core.not_found
handler500 = core.server_error
