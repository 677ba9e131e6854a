"""The addresses of money, one module for each part."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from palabre.communities.rooms import Offered, offer
from palabre.money.rules.ledger import keeps_accounts
from palabre.money.urls import budgets, expenses, honoraria

app_name = "money"
# the coordination finds it at its desk; the treasury and the MEL team, in the navigation
offer(Offered(_("Money"), "money:money", lambda _here: True, opens=keeps_accounts))

urlpatterns = [
    *budgets.urlpatterns,
    *expenses.urlpatterns,
    *honoraria.urlpatterns,
]
