from django.urls import URLPattern, path

from commonbeat.reports.views import flow, media, receipt, sets

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("report/", flow.report, name="report"),
    path("report/begin/", flow.begin, name="begin"),
    path("receipt/", receipt.enter, name="receipt"),
    path("receipt/thread/", receipt.thread, name="thread"),
    path("receipt/withdraw/", receipt.withdraw, name="withdraw"),
    path("receipt/close/", receipt.close, name="close"),
    path("receipt/photo/<str:key>/", media.my_photo, name="my_photo"),
    path("reports/", receipt.mine, name="mine"),
    path("reports/<str:key>/", receipt.open_mine, name="open_mine"),
    path("staff/photos/<str:key>/", media.staff_photo, name="staff_photo"),
    path("staff/questions/", sets.question_sets, name="question_sets"),
    path("staff/questions/<str:topic>/", sets.question_set, name="question_set"),
    path("staff/questions/<str:topic>/frame/", sets.set_frame, name="set_frame"),
    path("staff/questions/<str:topic>/preview/", sets.set_preview, name="set_preview"),
    path("staff/questions/<str:topic>/words/<str:language>/", sets.set_words, name="set_words"),
    path("staff/questions/<str:topic>/<str:key>/", sets.question, name="question"),
    path("live/receipt/", media.live_receipt, name="live_receipt"),
]
