from django.urls import path

from commonbeat.casework import views

app_name = "casework"
urlpatterns = [
    path("staff/queue/", views.queue, name="queue"),
    path("staff/queue/rows/", views.queue_rows, name="queue_rows"),
    path("staff/reports/<str:reference>/", views.report, name="report"),
    path("staff/reports/<str:reference>/decide/", views.decide, name="decide"),
    path("staff/reports/<str:reference>/identity/", views.unlock, name="unlock"),
    path("staff/reports/<str:reference>/identity/ask/", views.unlock_ask, name="unlock_ask"),
    path(
        "staff/reports/<str:reference>/identity/answer/", views.unlock_answer, name="unlock_answer"
    ),
    path("staff/reports/<str:reference>/identity/end/", views.unlock_end, name="unlock_end"),
    path("staff/reports/<str:reference>/identity/look/", views.unlock_look, name="unlock_look"),
    path("staff/reports/<str:reference>/note/", views.note, name="note"),
    path("staff/reports/<str:reference>/interests/", views.interests, name="interests"),
    path("staff/reports/<str:reference>/interests/<str:key>/", views.lift, name="lift"),
    path("staff/search/", views.search, name="search"),
    path("staff/alarms/", views.alarms, name="alarms"),
    path("staff/alarms/<str:key>/", views.alarm, name="alarm"),
    path("staff/alarms/<str:key>/acknowledge/", views.acknowledge, name="alarm_acknowledge"),
    path("staff/alarms/<str:key>/close/", views.close, name="alarm_close"),
    path("staff/alarms/<str:key>/take-back/", views.take_back, name="alarm_take_back"),
    path("staff/reports/<str:reference>/incident/", views.join, name="join"),
    path("staff/incidents/", views.incidents, name="incidents"),
    path("staff/incidents/<str:reference>/", views.incident, name="incident"),
    path("staff/incidents/<str:reference>/do/", views.incident_act, name="incident_act"),
    path("staff/incidents/<str:reference>/merge/", views.merge, name="merge"),
    path("staff/incidents/<str:reference>/outcome/", views.outcome, name="outcome"),
    path("staff/reports/<str:reference>/tasks/", views.ask_about_report, name="ask_report"),
    path("staff/incidents/<str:reference>/tasks/", views.ask_about_incident, name="ask_incident"),
    path("staff/tasks/", views.tasks, name="tasks"),
    path("staff/tasks/count/", views.task_count, name="task_count"),
    path("staff/tasks/<str:reference>/", views.task, name="task"),
    path("staff/tasks/<str:reference>/do/", views.task_act, name="task_act"),
    path("staff/hand-over/", views.hand_over, name="hand_over"),
    path("staff/hand-over/<str:key>/", views.hand_over_kept, name="hand_over_kept"),
    path("staff/hand-over/<str:key>/take/", views.hand_over_take, name="hand_over_take"),
    path("staff/lists/", views.lists, name="lists"),
    path("staff/here/", views.here, name="here"),
    path("staff/audit/", views.audit, name="audit"),
    path("staff/audit/check/", views.check_chain, name="check_chain"),
    path("live/queue/", views.live_queue, name="live_queue"),
]
