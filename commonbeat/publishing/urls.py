from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from commonbeat.publishing.views import composer, near, news, public, room


class KeyConverter(StringConverter):
    """The twenty characters of a public key, so that no word of ours is taken for one."""

    regex = "[0-9a-hjkmnp-tv-z]{20}"


register_converter(KeyConverter, "publication_key")

app_name = "publishing"
urlpatterns: list[URLPattern] = [
    path("", public.home, name="home"),
    path("near-me/", near.near_me, name="near_me"),
    path("alerts/<publication_key:key>/", public.alert, name="alert"),
    path("news/<publication_key:key>/", public.news_item, name="news_item"),
    path("live/alerts/", public.live_alerts, name="live_alerts"),
    path("staff/warnings/", room.warnings, name="warnings"),
    path("staff/warnings/new/", composer.new, name="new_warning"),
    path("staff/warnings/preview/", composer.preview, name="preview"),
    path("staff/warnings/<publication_key:key>/", room.warning, name="warning"),
    path("staff/warnings/<publication_key:key>/edit/", composer.edit, name="edit_warning"),
    path("staff/warnings/<publication_key:key>/approve/", room.approve, name="approve"),
    path("staff/warnings/<publication_key:key>/send-back/", room.send_back, name="send_back"),
    path("staff/warnings/<publication_key:key>/update/", room.update, name="update_warning"),
    path("staff/warnings/<publication_key:key>/discard/", room.discard, name="discard"),
    path("staff/warnings/<publication_key:key>/cancel/", room.cancel, name="cancel"),
    path("staff/warnings/<publication_key:key>/pause/", room.pause, name="pause"),
    path("staff/warnings/<publication_key:key>/resume/", room.resume, name="resume"),
    path("live/warnings/<publication_key:key>/", room.live_warning, name="live_warning"),
    path("staff/news/", news.news, name="news"),
    path("staff/news/<publication_key:key>/take-down/", news.take_down, name="take_down"),
]
