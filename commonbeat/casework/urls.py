from django.urls import path

from commonbeat.casework import views

app_name = "casework"
urlpatterns = [
    path("staff/queue/", views.queue, name="queue"),
    path("staff/queue/rows/", views.queue_rows, name="queue_rows"),
    path("staff/reports/<str:reference>/", views.report, name="report"),
    path("staff/reports/<str:reference>/decide/", views.decide, name="decide"),
    path("staff/here/", views.here, name="here"),
    path("staff/audit/", views.audit, name="audit"),
    path("staff/audit/check/", views.check_chain, name="check_chain"),
    path("live/queue/", views.live_queue, name="live_queue"),
]
