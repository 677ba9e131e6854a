"""Addresses of honoraria: the coordination's and the treasury's, and one's own."""

from __future__ import annotations

from django.urls import URLPattern, path

from palabre.money.views import agreements, honoraria, mine, paying

HERE = "c/<rid:community_id>/honoraria/"
LINE = f"{HERE}<rid:honorarium_id>/"
MINE = "me/honoraria/"
OWN = f"{MINE}<rid:agreement_id>/"

urlpatterns: list[URLPattern] = [
    path(HERE, honoraria.month, name="honoraria"),
    path(f"{HERE}year/", honoraria.year, name="honoraria_year"),
    path(f"{HERE}due/", honoraria.due, name="honoraria_due"),
    path(f"{HERE}approval/", honoraria.approval, name="honoraria_approval"),
    path(f"{HERE}payment/", paying.payment, name="honoraria_payment"),
    path(f"{HERE}agreements/", agreements.agreements, name="agreements"),
    path(f"{HERE}agreements/<rid:agreement_id>/end/", agreements.end, name="agreement_end"),
    path(f"{LINE}setting-aside/", honoraria.setting_aside, name="honorarium_void"),
    path(f"{LINE}approval/", honoraria.approval_again, name="honorarium_approval"),
    path(f"{LINE}reversal/", paying.reversal, name="honorarium_reversal"),
    path(f"{LINE}details/", paying.details, name="honorarium_details"),
    path(MINE, mine.honoraria, name="my_honoraria"),
    path(f"{MINE}details/", mine.details, name="my_payee"),
    path(f"{MINE}details/removal/", mine.removal, name="my_payee_removal"),
    path(f"{OWN}waiver/", mine.waiver, name="waiver"),
    path(f"{OWN}break/", mine.pause, name="break"),
    path(f"{OWN}return/", mine.back, name="break_end"),
]
