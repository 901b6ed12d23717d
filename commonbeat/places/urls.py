from django.urls import path

from commonbeat.places import views

app_name = "places"
urlpatterns = [
    path("places/snap", views.snap, name="snap"),
    path("places/search", views.search, name="search"),
]
