"""The addresses of promises."""

from __future__ import annotations

from django.urls import path

from palabre.commitments.views import lists, one

app_name = "commitments"
ONE = "commitments/<rid:commitment_id>/"

urlpatterns = [
    path("c/<rid:community_id>/commitments/", lists.commitments, name="list"),
    path("c/<rid:community_id>/commitments/opening/", lists.opening, name="opening"),
    path("commitments/", lists.mine, name="mine"),
    path(ONE, one.commitment, name="commitment"),
    path(f"{ONE}beginning/", one.beginning, name="beginning"),
    path(f"{ONE}evidence/", one.evidence, name="evidence"),
    path(f"{ONE}dropping/", one.dropping, name="dropping"),
    path(f"{ONE}reopening/", one.reopening, name="reopening"),
    path(f"{ONE}wording/", one.wording, name="wording"),
    path(f"{ONE}translation/", one.translation, name="translation"),
]
