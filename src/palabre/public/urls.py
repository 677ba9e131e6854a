"""The public pages."""

from django.urls import path

from palabre.public import views

app_name = "public"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("fr/", views.landing_in, name="landing_fr"),
    path("en/", views.landing_in, name="landing_en"),
    path("information/", views.text_page, {"name": "information"}, name="information"),
    path("privacy/", views.text_page, {"name": "privacy"}, name="privacy"),
    path("safety/", views.text_page, {"name": "safety"}, name="safety"),
    path("about/", views.text_page, {"name": "about"}, name="about"),
    path("principles/", views.charter_page, {"kind": "principles"}, name="principles"),
    path("code/", views.charter_page, {"kind": "code"}, name="code"),
    path("incident/", views.incident, name="incident"),
    path("exit/", views.leave, name="exit"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
    path("favicon.ico", views.favicon, name="favicon"),
]
