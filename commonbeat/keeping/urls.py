from django.urls import path

from commonbeat.keeping import views

app_name = "keeping"
urlpatterns = [
    path("staff/keeping/", views.kept, name="kept"),
    path("staff/keeping/years/", views.years, name="years"),
    path("staff/keeping/years/<str:key>/", views.answer_years, name="answer_years"),
    path("staff/keeping/<str:reference>/", views.record, name="record"),
    path("staff/keeping/<str:reference>/answer/", views.answer, name="answer"),
]
