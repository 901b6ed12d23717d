from django.urls import URLPattern, path

from commonbeat.audit import views

app_name = "audit"
urlpatterns: list[URLPattern] = [path("how-often-we-looked/", views.looked, name="looked")]
