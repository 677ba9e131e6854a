"""Of her honoraria: what was agreed, each month, and how she wants to be paid."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from palabre.exchange.queries.own.sheet import Sheet, sheet
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.money.models import HonorariumLine, PayeeDetails
from palabre.people.models import Person


def honoraria_of(person: Person) -> Sheet:
    rows = HonorariumLine.objects.filter(agreement__person=person).select_related("agreement__community")
    lines = list(rows.order_by("month", "pk"))
    load_halves([one.agreement.community for one in lines])
    columns = {
        "community": _("Community"), "month": _("Month"), "amount": _("Amount"), "currency": _("Currency"),
        "state": _("State"), "paid": _("Paid on"), "reference": _("Reference"),
    }  # fmt: skip
    found = [
        (
            best_words(one.agreement.community, "name", page_language()).text, one.month, str(one.amount),
            one.agreement.currency, one.get_state_display(), one.paid_at, one.reference,
        )
        for one in lines
    ]  # fmt: skip
    return sheet("honoraria", _("My honoraria"), columns, found)


def payee_of(person: Person) -> Sheet:
    columns = {
        "means": _("How I am paid"), "name": _("Name"), "account": _("Account or number"),
        "institution": _("Bank or operator"), "note": _("Note"), "changed": _("Changed on"),
    }  # fmt: skip
    found = [
        (one.get_means_display(), one.name, one.account, one.institution, one.note, one.changed_at)
        for one in PayeeDetails.objects.filter(person=person)
    ]
    return sheet("payee", _("How I am paid"), columns, found)
