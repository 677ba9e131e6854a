"""The addresses of working groups, one module for each part."""

from __future__ import annotations

from palabre.groups.urls import groups, plans, questions

app_name = "groups"

urlpatterns = [
    *groups.urlpatterns,
    *questions.urlpatterns,
    *plans.urlpatterns,
]
