from django.urls import URLPattern, path

from commonbeat.reports.views import flow, media, receipt

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
    path("live/receipt/", media.live_receipt, name="live_receipt"),
]
