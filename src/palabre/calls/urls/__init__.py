"""The addresses of calls for applications, one module for each part."""

from __future__ import annotations

from palabre.calls.urls import applying, calls, deciding, reviewing

app_name = "calls"

urlpatterns = [
    *calls.urlpatterns,
    *applying.urlpatterns,
    *reviewing.urlpatterns,
    *deciding.urlpatterns,
]
