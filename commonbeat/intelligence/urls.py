from django.urls import path

from commonbeat.intelligence import views

app_name = "intelligence"
_REPORT = "staff/intelligence/reports/<str:reference>/"
_ITEM = _REPORT + "items/<int:number>/"
urlpatterns = [
    path("staff/intelligence/", views.reports, name="reports"),
    path("staff/intelligence/new/", views.new, name="new"),
    path("staff/intelligence/copies/", views.copies, name="copies"),
    path("staff/intelligence/copies/<str:key>/", views.copy, name="copy"),
    path("staff/intelligence/copies/<str:key>/give/", views.give, name="give"),
    path("staff/held-copies/<str:key>/", views.agree, name="agree"),
    path("staff/given-copies/<str:key>/", views.given, name="given"),
    path(_REPORT, views.report, name="report"),
    path(_REPORT + "source/", views.source, name="source"),
    path(_REPORT + "move/", views.move, name="move"),
    path(_REPORT + "copy/", views.sanitise, name="sanitise"),
    path(_REPORT + "items/", views.add_item, name="add_item"),
    path(_ITEM + "words/", views.reword, name="reword"),
    path(_ITEM + "people/", views.person, name="person"),
    path(_ITEM + "grade/", views.grade, name="grade"),
]
