"""The addresses of the room."""

from __future__ import annotations

from django.urls import path

from palabre.notices.views import mail

app_name = "notices"
urlpatterns = [
    path("c/<rid:community_id>/mail/", mail.community_mail, name="community_mail"),
    path("instance/mail/", mail.instance_mail, name="instance_mail"),
]
