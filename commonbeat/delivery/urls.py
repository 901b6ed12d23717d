from django.urls import path

from commonbeat.delivery import views

app_name = "delivery"
urlpatterns = [
    path("stop/<str:token>/", views.stop, name="stop"),
    path("demo/mail/", views.caught_mail, name="caught_mail"),
    path("demo/mail/<str:name>/", views.caught_letter, name="caught_letter"),
]
