from django.urls import path

from commonbeat.partners import views

app_name = "partners"
urlpatterns = [
    path("staff/agreements/", views.agreements, name="agreements"),
    path("staff/agreements/new/", views.new_agreement, name="new_agreement"),
    path("staff/agreements/<str:key>/", views.agreement, name="agreement"),
    path("staff/agreements/<str:key>/agree/", views.put_in_force, name="put_in_force"),
    path("staff/agreements/<str:key>/end/", views.end_agreement, name="end_agreement"),
    path("staff/reports/<str:reference>/share/", views.share_report, name="share_report"),
    path("staff/shares/<str:key>/", views.share, name="share"),
    path("staff/shares/<str:key>/answer/", views.answer_share, name="answer_share"),
    path("staff/shares/<str:key>/recall/", views.recall, name="recall"),
    path("partner/", views.home, name="home"),
    path("partner/members/", views.members, name="members"),
    path("partner/shares/<str:key>/", views.shared, name="shared"),
]
