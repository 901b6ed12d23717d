from django.urls import URLPattern, path

from commonbeat.alerts.views import follow, inbox

app_name = "alerts"
urlpatterns: list[URLPattern] = [
    path("alerts/", follow.home, name="home"),
    path("alerts/sent/", follow.sent, name="sent"),
    path("alerts/confirm/<slug:token>/", follow.confirm, name="confirm"),
    path("alerts/yours/<slug:token>/", follow.yours, name="yours"),
    path("alerts/inbox/", inbox.inbox, name="inbox"),
    path("alerts/inbox/<int:pk>/open/", inbox.open_item, name="open_item"),
    path("alerts/inbox/read/", inbox.read_all, name="read_all"),
    path("alerts/inbox/stop/", inbox.stop, name="stop_inbox"),
]
