"""The addresses of calls for applications, one module for each part."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from palabre.calls.rules.calls import follows_calls
from palabre.calls.urls import applying, calls, deciding, reviewing
from palabre.communities.rooms import Offered, offer

app_name = "calls"
offer(Offered(_("Calls"), "calls:list", lambda _here: True, opens=follows_calls))

urlpatterns = [
    *calls.urlpatterns,
    *applying.urlpatterns,
    *reviewing.urlpatterns,
    *deciding.urlpatterns,
]
