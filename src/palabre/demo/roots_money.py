"""Chapter three: three budgets that three people approved, a few expenses, and a year of honoraria."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from palabre.demo.networks import on
from palabre.demo.roots_circles import CIRCLES
from palabre.demo.roots_founding import Roots
from palabre.demo.roots_groups import fresh_person, groups_of, people_of
from palabre.money.actions.agreements import first_of, make_agreement, next_month, prepare_month, waive_month
from palabre.money.actions.approving import approve_budget
from palabre.money.actions.budgets import add_line, open_budget, submit_budget
from palabre.money.actions.expenses import approve_expense, check_expense, enter_expense, pay_expense
from palabre.money.actions.honoraria import Payment, approve_month, mark_month_due, pay_honoraria
from palabre.money.actions.payees import set_payee
from palabre.money.choices import LineState
from palabre.money.models import Budget, HonorariumAgreement, HonorariumLine

MONTHS = 12
EXPENSES = (
    (0, "Forfaits internet du premier mois", 60),
    (1, "Salle et repas de la séance d’essai", 240),
    (2, "Traduction de deux pages", 90),
)


def open_budgets(stage: Roots) -> None:
    """Written by the leads, approved in three names, none of the group."""
    start = stage.begun + timedelta(days=190)
    for group, circle in zip(groups_of(stage), CIRCLES, strict=True):
        lead = people_of(group)[0]
        with on(start):
            budget = open_budget(actor=lead, group=group, currency="EUR")
            for category, label, amount in circle.lines:
                add_line(
                    actor=fresh_person(lead), budget=budget, category=category, label=label.fr, amount=Decimal(amount),
                    language="fr", other_label=label.en,
                )  # fmt: skip
            submit_budget(actor=fresh_person(lead), budget=budget)
        with on(start + timedelta(days=6)):
            for key in ("roots-coordinator", "roots-mel", "roots-treasurer"):
                approve_budget(actor=stage.who(key), budget=budget)


def spend(stage: Roots, today: date) -> None:
    """Each group has one expense paid, one approved and one just entered."""
    for group in groups_of(stage):
        budget, lead = Budget.objects.get(group=group), people_of(group)[0]
        lines = list(budget.lines.order_by("position", "pk"))
        for place, what, amount in EXPENSES:
            day = today - timedelta(days=30 - 9 * place)
            with on(day):
                expense = enter_expense(
                    actor=fresh_person(lead), budget=budget, line=lines[place % len(lines)], what=what,
                    spent_on=day - timedelta(days=2), amount=Decimal(amount), proof=_receipt(amount),
                )  # fmt: skip
            if place == 2:
                continue
            with on(day + timedelta(days=2)):
                check_expense(actor=stage.who("roots-coordinator"), expense=expense)
                approve_expense(actor=stage.who("roots-treasurer"), expense=expense)
            if place == 0:
                with on(day + timedelta(days=4)):
                    pay_expense(
                        actor=stage.who("second-treasurer"), expense=expense, means="transfer",
                        reference=f"VIR-{group.position:02}",
                    )  # fmt: skip


def _receipt(amount: int) -> SimpleUploadedFile:
    """A photograph of an invented receipt."""
    picture = Image.new("RGB", (320, 200), "white")
    ImageDraw.Draw(picture).text((40, 80), f"REÇU D'EXEMPLE  {amount},00 EUR", fill="black")
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return SimpleUploadedFile("recu.png", kept.getvalue(), content_type="image/png")


def thank(stage: Roots, today: date) -> None:
    """Fifteen agreements of a year; months behind are paid, the last one approved, the present one prepared."""
    first = _back(first_of(today), 4)
    months = [first]
    while len(months) < MONTHS:
        months.append(next_month(months[-1]))
    with on(first):
        for person in stage.members:
            make_agreement(
                actor=stage.who("roots-coordinator"), community=stage.community, person=person, amount=Decimal(100),
                currency="EUR", first=months[0], last=months[-1],
            )  # fmt: skip
        for number, person in enumerate(stage.members):
            set_payee(
                actor=fresh_person(person), means="mobile" if number % 2 else "transfer", name=f"Nom d’usage {number + 1}",
                account=f"00 00 00 {number:02}", institution="Banque d’exemple", note="",
            )  # fmt: skip
    with on(first + timedelta(days=3)):
        waived = HonorariumAgreement.objects.get(person=stage.members[14], community=stage.community)
        for month in months:
            waive_month(actor=fresh_person(stage.members[14]), agreement=waived, month=month, waived=True)
    for number, month in enumerate(months):
        _month(stage, month, number, today)


def _month(stage: Roots, month: date, number: int, today: date) -> None:
    day = min(next_month(month) + timedelta(days=2), today)
    with on(min(month, today)):
        prepare_month(month=month)
    if number > 3:
        return
    with on(day):
        mark_month_due(actor=stage.who("roots-coordinator"), community=stage.community, month=month)
        approve_month(actor=stage.who("roots-coordinator"), community=stage.community, month=month)
    if number > 2:
        return
    with on(min(day + timedelta(days=3), today)):
        lines = HonorariumLine.objects.filter(
            agreement__community=stage.community, month=month, state=LineState.APPROVED
        ).order_by("pk")
        payments = [
            Payment(line=line, means="mobile", reference=f"OM-{month:%y%m}-{place:02}", fees=Decimal("0.50"))
            for place, line in enumerate(lines)
        ]
        pay_honoraria(actor=stage.who("roots-treasurer"), payments=payments)


def _back(month: date, number: int) -> date:
    for _one in range(number):
        month = first_of(month - timedelta(days=1))
    return month
