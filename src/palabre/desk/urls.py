"""The addresses of the pages that show several rooms."""

from __future__ import annotations

from django.urls import path

from palabre.desk.views import communities, coordination, day, groups, network, privacy, security, translations

app_name = "desk"
urlpatterns = [
    path("home/", day.my_day, name="my_day"),
    path("c/<rid:community_id>/", communities.community, name="community"),
    path("g/<rid:group_id>/", groups.group, name="group"),
    path("c/<rid:community_id>/translate/", translations.translations, name="translations"),
    path("c/<rid:community_id>/coordination/", coordination.desk, name="coordination"),
    path("c/<rid:community_id>/report/", network.report, name="network_report"),
    path("c/<rid:community_id>/report.csv", network.report_sheet, name="network_sheet"),
    path("c/<rid:community_id>/report/minutes/<rid:meeting_id>/", network.minutes, name="network_minutes"),
    path("instance/events/", security.events, name="security_events"),
    path("translate/", translations.translations, name="translations"),
    path("me/privacy/", privacy.privacy, name="privacy"),
    path("me/privacy/mail/", privacy.mails, name="privacy_mail"),
    path("me/privacy/description/", privacy.description, name="privacy_description"),
    path("me/privacy/description/withdrawal/", privacy.withdrawal, name="privacy_withdrawal"),
]
