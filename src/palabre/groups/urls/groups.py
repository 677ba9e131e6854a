"""The addresses of forming and of one group."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from palabre.communities.rooms import Offered, offer
from palabre.groups.views import forming, groups

HERE = "c/<rid:community_id>/groups/"
GROUP = "g/<rid:group_id>/"

# in the navigation of the communities that work in groups
HERE_TOO = frozenset({"desk:group", "money:budget"})
offer(Offered(_("Groups"), "groups:groups", lambda community: community.in_groups, within=HERE_TOO))

urlpatterns = [
    path(HERE, groups.groups, name="groups"),
    path(f"{HERE}opening/", groups.opening, name="opening"),
    path(f"{HERE}choice/", forming.choice, name="choice"),
    path(f"{HERE}choice/day/", forming.day, name="choice_day"),
    path(f"{HERE}sharing/", forming.sharing, name="sharing"),
    path(f"{HERE}sharing/lines/", forming.line, name="sharing_line"),
    path(f"{HERE}sharing/confirmation/", forming.confirmation, name="sharing_confirmation"),
    path(f"{HERE}places/", forming.places, name="places"),
    path(f"{GROUP}theme/", groups.theme, name="theme"),
    path(f"{GROUP}removal/", groups.removal, name="removal"),
    path(f"{GROUP}leads/", groups.leads, name="leads"),
    path(f"{GROUP}leads/end/", groups.lead_end, name="lead_end"),
    path(f"{GROUP}stage/", groups.stage, name="stage"),
]
