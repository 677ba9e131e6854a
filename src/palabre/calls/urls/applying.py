"""Addresses of whoever applies: no token in any of them but the first."""

from __future__ import annotations

from django.urls import URLPattern, path

from palabre.calls.views import answers, applying, status

_FILE = "apply/file/<rid:application_id>/"

urlpatterns: list[URLPattern] = [
    path("me/applications/", status.mine, name="my_applications"),
    path("apply/link/", applying.lost_link, name="apply_lost"),
    path("apply/left/", applying.left, name="apply_left"),
    path("apply/leaving/", applying.leaving, name="apply_leaving"),
    path("apply/open/<str:token>/", applying.open_link, name="apply_open"),
    path("apply/<rid:call_id>/", applying.apply, name="apply"),
    path(_FILE, status.overview, name="apply_file"),
    path(f"{_FILE}link/", applying.private_link, name="apply_link"),
    path(f"{_FILE}link/renewal/", applying.another_link, name="apply_another_link"),
    path(f"{_FILE}who/", answers.who, name="apply_who"),
    path(f"{_FILE}themes/", answers.themes, name="apply_themes"),
    path(f"{_FILE}questions/<rid:ask_id>/", answers.questions, name="apply_questions"),
    path(f"{_FILE}questions/<rid:ask_id>/file/", answers.answer_file, name="apply_answer_file"),
    path(f"{_FILE}questions/<rid:ask_id>/file/removal/", answers.file_removal, name="apply_file_removal"),
    path(f"{_FILE}balance/", answers.balance, name="apply_balance"),
    path(f"{_FILE}balance/removal/", answers.balance_removal, name="apply_balance_removal"),
    path(f"{_FILE}declarations/", answers.declarations, name="apply_declarations"),
    path(f"{_FILE}submission/", status.submission, name="apply_submission"),
    path(f"{_FILE}receipt/", status.receipt, name="apply_receipt"),
    path(f"{_FILE}status/", status.status, name="apply_status"),
    path(f"{_FILE}answer/", status.answer, name="apply_answer"),
    path(f"{_FILE}taking-back/", status.taking_back, name="apply_taking_back"),
    path(f"{_FILE}withdrawal/", status.withdrawal, name="apply_withdrawal"),
]
