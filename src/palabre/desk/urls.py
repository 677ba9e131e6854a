"""The addresses of the pages that show several rooms."""

from __future__ import annotations

from django.urls import path

from palabre.desk.views import communities, day, security, translations

app_name = "desk"
urlpatterns = [
    path("home/", day.my_day, name="my_day"),
    path("c/<rid:community_id>/", communities.community, name="community"),
    path("c/<rid:community_id>/translate/", translations.translations, name="translations"),
    path("instance/events/", security.events, name="security_events"),
    path("translate/", translations.translations, name="translations"),
]
