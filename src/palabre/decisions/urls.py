"""The addresses of how a circle decides."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from palabre.communities.rooms import Offered, offer
from palabre.decisions.views import ending, lists, proposals, rounds

app_name = "decisions"
# every community may decide something
offer(Offered(_("Decisions"), "decisions:list", lambda _community: True))
HERE = "c/<rid:community_id>/decisions/"
ONE = "decisions/<rid:proposal_id>/"

urlpatterns = [
    path("decisions/", lists.mine, name="mine"),
    path(HERE, lists.decisions, name="list"),
    path(f"{HERE}draft/", lists.draft, name="draft"),
    path(ONE, proposals.proposal, name="proposal"),
    path(f"{ONE}text/", proposals.text, name="text"),
    path(f"{ONE}opening/", proposals.opening, name="opening"),
    path(f"{ONE}removal/", proposals.removal, name="removal"),
    path(f"{ONE}translation/", proposals.translation, name="translation"),
    path(f"{ONE}approval/", proposals.approval, name="approval"),
    path(f"{ONE}successor/", proposals.successor, name="successor"),
    path(f"{ONE}questions/", rounds.questions, name="questions"),
    path(f"{ONE}questions/<rid:clarification_id>/", rounds.answer, name="answer"),
    path(f"{ONE}stances/", rounds.stances, name="stances"),
    path(f"{ONE}stance/", rounds.stance, name="stance"),
    path(f"{ONE}objections/<rid:objection_id>/", rounds.objection, name="objection"),
    path(f"{ONE}end/", rounds.round_end, name="round_end"),
    path(f"{ONE}amendment/", ending.amendment, name="amendment"),
    path(f"{ONE}outcome/", ending.outcome, name="outcome"),
    path(f"{ONE}setting-aside/", ending.setting_aside, name="setting_aside"),
    path(f"{ONE}review/", ending.review, name="review"),
]
