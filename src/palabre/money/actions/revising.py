"""What is in force is changed by a revision only: a new version with a reason, approved as the first one was."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.groups.rules.circles import fresh_circles
from palabre.kit.money import NEGATIVE, show
from palabre.kit.reader import page_language
from palabre.kit.text import NEEDED, checked
from palabre.kit.verdict import Refused, no, require
from palabre.money.actions.budgets import checked_amount, grown
from palabre.money.actions.common import LONGEST, locked_budget, locked_work, tell_budget
from palabre.money.models import Budget, BudgetLine, BudgetVersion, LineAmount
from palabre.money.rules.budgets import NOT_IN_FORCE, NOTHING_WRITTEN, can_revise_budget, can_write_budget
from palabre.money.rules.lines import fits_what_is_spent
from palabre.money.rules.sums import NOTHING, amounts_of, in_force
from palabre.people.models import Person

SAME_LINE = no(_("Choose two different lines."))
NOT_ENOUGH = _("This line holds %(held)s: no more can be moved from it.")


def begin_revision(*, actor: Person, budget: Budget, reason: str, language: str = "fr") -> BudgetVersion:
    """A copy of the version in force, to be changed; that one holds until the revision is approved. Raises Refused."""
    with transaction.atomic():
        budget = locked_budget(budget)
        require(can_revise_budget(fresh_circles(fresh(actor)), budget))
        before = in_force(budget)
        if before is None:
            raise Refused(NOT_IN_FORCE)
        last = BudgetVersion.objects.filter(budget=budget).aggregate(last=Max("number"))["last"]
        why = checked(reason, "reason", LONGEST, NEEDED)
        version = BudgetVersion.objects.create(
            budget=budget, number=last + 1, reason=why, language=language, written_by=actor
        )
        LineAmount.objects.bulk_create(
            LineAmount(version=version, line_id=line, amount=amount) for line, amount in amounts_of(before).items()
        )
        tell_budget("money.revision_begun", actor, budget, version=version.number)
    return version


def change_reason(*, actor: Person, budget: Budget, reason: str, language: str = "fr") -> BudgetVersion:
    """Say again why money is moved, while it is written. Raises Refused."""
    with transaction.atomic():
        version = _writable(fresh_circles(fresh(actor)), locked_budget(budget))
        version.reason, version.language = checked(reason, "reason", LONGEST, NEEDED), language
        version.save(update_fields=["reason", "language"])
        grown(version)
        tell_budget("money.revision_reasoned", actor, budget, version=version.number)
    return version


def move_money(*, actor: Person, source: BudgetLine, target: BudgetLine, amount: Decimal) -> BudgetVersion:
    """From one line to another of the version in work: the total stays. Raises Refused."""
    with transaction.atomic():
        budget = locked_budget(source.budget)
        version = _writable(fresh_circles(fresh(actor)), budget)
        if source.pk == target.pk or target.budget_id != budget.pk:
            raise Refused(SAME_LINE, "target")
        amount = checked_amount(amount, budget)
        if not amount:
            raise Refused(NEGATIVE, "amount")
        held = amounts_of(version)
        left = held.get(source.pk, NOTHING) - amount
        if left < 0:
            shown = show(held.get(source.pk, NOTHING), budget.currency, page_language())
            raise Refused(no(NOT_ENOUGH % {"held": shown}), "amount")
        require(fits_what_is_spent(source, left), "amount")
        more = checked_amount(held.get(target.pk, NOTHING) + amount, budget)
        for line, holds in ((source, left), (target, more)):
            LineAmount.objects.update_or_create(version=version, line=line, defaults={"amount": holds})
        grown(version)
        tell_budget("money.moved", actor, budget, version=version.number, source=source.pk, target=target.pk)
    return version


def _writable(actor: Person, budget: Budget) -> BudgetVersion:
    version = locked_work(budget)
    require(can_write_budget(actor, budget, version))
    if version is None:
        raise Refused(NOTHING_WRITTEN)
    return version
