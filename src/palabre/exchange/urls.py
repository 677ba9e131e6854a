"""The addresses of the room."""

from __future__ import annotations

from django.urls import path

from palabre.exchange.views import keepers, keeping, own

app_name = "exchange"
urlpatterns = [
    path("me/data/", own.data, name="data"),
    path("me/data/archives/", own.archives, name="archives"),
    path("me/data/archives/<rid:archive_id>/", own.archive, name="archive"),
    path("me/data/erasure/", own.erasure, name="erasure"),
    path("me/data/erasure/departure/", own.erasure_undone, name="erasure_undone"),
    path("instance/settings/", keeping.settings_page, name="settings"),
    path("instance/chores/", keeping.work, name="work"),
    path("instance/backups/", keeping.backups, name="backups"),
    path("instance/retention/", keeping.retention, name="retention"),
    path("instance/keys/", keeping.keys, name="keys"),
    path("instance/keepers/", keepers.keepers, name="keepers"),
    path("instance/keepers/confirmation/", keepers.confirmation, name="keeper_confirmation"),
    path("instance/keepers/departure/", keepers.departure, name="keeper_departure"),
]
