"""A budget is opened, its lines are written, it is handed in."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Community
from palabre.communities.rules import fresh
from palabre.groups.models import WorkingGroup
from palabre.groups.rules.circles import fresh_circles
from palabre.kit.money import CURRENCIES, LARGEST, NEGATIVE, TOO_FINE, TOO_MUCH, UNKNOWN, unit
from palabre.kit.text import NEEDED, checked, one_line
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.languages.actions import forget_halves, write_half
from palabre.languages.choices import HalfState
from palabre.languages.queries import other, words
from palabre.money.actions.common import locked_budget, locked_work, tell_budget
from palabre.money.choices import Category, VersionState
from palabre.money.models import Budget, BudgetApproval, BudgetLine, BudgetVersion, LineAmount
from palabre.money.rules.budgets import (
    NOTHING_WRITTEN,
    can_open_budget,
    can_open_community_budget,
    can_withdraw_budget,
    can_write_budget,
)
from palabre.money.rules.lines import can_remove_line, can_reword_line, fits_what_is_spent, is_ready, seal_of
from palabre.money.rules.sums import amounts_of
from palabre.people.models import Person

MOST_LINES, LONGEST_LABEL = 60, 200
TWO_ON_A_LINE = no(_("Somebody else changed this line while you were writing. What stands now is shown above yours."))


def open_budget(*, actor: Person, group: WorkingGroup, currency: str, language: str = "fr") -> Budget:
    """The budget of a group, with an empty first version. Raises Refused."""
    with transaction.atomic():
        rows = WorkingGroup.objects.select_for_update(of=("self",)).select_related("community")
        group = rows.get(pk=group.pk)
        require(can_open_budget(fresh_circles(fresh(actor)), group))
        return _open(actor, group.community, group, currency, language)


def open_community_budget(*, actor: Person, community: Community, currency: str, language: str = "fr") -> Budget:
    """The community's own budget, one at a time. Raises Refused."""
    with transaction.atomic():
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_open_community_budget(fresh_circles(fresh(actor)), community))
        return _open(actor, community, None, currency, language)


def _open(actor: Person, community: Community, group: WorkingGroup | None, currency: str, language: str) -> Budget:
    if currency not in CURRENCIES:
        raise Refused(UNKNOWN, "currency")
    budget = Budget.objects.create(community=community, group=group, currency=currency, opened_by=actor)
    BudgetVersion.objects.create(budget=budget, number=1, written_by=actor, language=language)
    tell_budget("money.budget_opened", actor, budget, currency=currency)
    return budget


def add_line(
    *, actor: Person, budget: Budget, category: str, label: str, amount: Decimal, language: str, other_label: str = ""
) -> BudgetLine:
    """One more line in the version in work; earlier versions do not know it. Raises Refused."""
    with transaction.atomic():
        budget, version = _writing(fresh_circles(fresh(actor)), budget)
        rows = BudgetLine.objects.filter(budget=budget)
        if rows.count() >= MOST_LINES:
            raise Refused(no(_("%(most)s lines at most. Put small things together.") % {"most": MOST_LINES}))
        last = rows.aggregate(last=Max("position"))["last"] or 0
        line = BudgetLine.objects.create(
            budget=budget, position=last + 1, category=_category(category), source_language=language,
            label=checked(label, f"label_{language}", LONGEST_LABEL, NEEDED, line=True),
        )  # fmt: skip
        _write_other(actor, budget, line, other_label)
        LineAmount.objects.create(version=version, line=line, amount=checked_amount(amount, budget))
        grown(version)
        tell_budget("money.line_added", actor, budget, line=line.pk, version=version.number)
    return line


def write_line(
    *,
    actor: Person,
    line: BudgetLine,
    amount: Decimal,
    category: str | None = None,
    label: str | None = None,
    other_label: str | None = None,
    seen: str | None = None,
) -> BudgetLine:
    """Amount, and the words as long as no version was approved with them. Raises Refused; Clash unless `seen` is its seal."""
    with transaction.atomic():
        budget, version = _writing(fresh_circles(fresh(actor)), line.budget)
        line = BudgetLine.objects.select_for_update().get(pk=line.pk, budget=budget)
        if seen is not None and seen != seal_of(line, amounts_of(version).get(line.pk)):
            raise Clash(TWO_ON_A_LINE, line)
        amount = checked_amount(amount, budget)
        require(fits_what_is_spent(line, amount), "amount")
        LineAmount.objects.update_or_create(version=version, line=line, defaults={"amount": amount})
        _reword(line, category, label)
        if other_label is not None:
            _write_other(actor, budget, line, other_label)
        grown(version)
        tell_budget("money.line_written", actor, budget, line=line.pk, version=version.number)
    return line


def _reword(line: BudgetLine, category: str | None, label: str | None) -> None:
    field = f"label_{line.source_language}"
    label = line.label if label is None else checked(label, field, LONGEST_LABEL, NEEDED, line=True)
    category = line.category if category is None else _category(category)
    if (label, category) != (line.label, line.category):
        require(can_reword_line(line), field)
        line.label, line.category = label, category
        line.save(update_fields=["label", "category"])


def remove_line(*, actor: Person, line: BudgetLine) -> None:
    """Out of the version in work; a line that was in force stays readable in the versions before. Raises Refused."""
    with transaction.atomic():
        budget, version = _writing(fresh_circles(fresh(actor)), line.budget)
        line = BudgetLine.objects.select_for_update().get(pk=line.pk, budget=budget)
        require(can_remove_line(line))
        LineAmount.objects.filter(version=version, line=line).delete()
        if can_reword_line(line):
            forget_halves(thing=line)
            line.delete()
        grown(version)
        tell_budget("money.line_removed", actor, budget, version=version.number)


def submit_budget(*, actor: Person, budget: Budget, seen: int | None = None) -> BudgetVersion:
    """Hand in the version in work: from now on it is read, commented and approved as it stands. Raises Refused."""
    with transaction.atomic():
        budget, version = _writing(fresh_circles(fresh(actor)), budget, seen)
        require(is_ready(budget, version))
        BudgetApproval.objects.filter(version=version).delete()
        version.state = VersionState.SUBMITTED
        version.submitted_by, version.submitted_at = actor, timezone.now()
        version.version += 1
        version.save(update_fields=["state", "submitted_by", "submitted_at", "version"])
        tell_budget("money.budget_submitted", actor, budget, version=version.number)
    return version


def withdraw_budget(*, actor: Person, budget: Budget) -> BudgetVersion:
    """Give up the version in work; it stays to be read. Raises Refused."""
    with transaction.atomic():
        budget = locked_budget(budget)
        version = locked_work(budget)
        require(can_withdraw_budget(fresh_circles(fresh(actor)), budget))
        if version is None:
            raise Refused(NOTHING_WRITTEN)
        version.state = VersionState.DROPPED
        version.save(update_fields=["state"])
        tell_budget("money.budget_withdrawn", actor, budget, version=version.number)
    return version


def _writing(actor: Person, budget: Budget, seen: int | None = None) -> tuple[Budget, BudgetVersion]:
    """Lock the budget, then its version in work, then ask."""
    budget = locked_budget(budget)
    version = locked_work(budget, seen)
    require(can_write_budget(actor, budget, version))
    if version is None:
        raise Refused(NOTHING_WRITTEN)
    return budget, version


def grown(version: BudgetVersion) -> None:
    """One change more: whoever read the version before notices."""
    version.version += 1
    version.save(update_fields=["version"])


def checked_amount(amount: Decimal, budget: Budget, field: str = "amount") -> Decimal:
    """An amount of a line: never below zero, in the smallest part of its currency. Raises Refused."""
    if amount < 0:
        raise Refused(NEGATIVE, field)
    if amount > LARGEST:
        raise Refused(TOO_MUCH, field)
    if amount != amount.quantize(unit(budget.currency)):
        raise Refused(TOO_FINE, field)
    return amount


def _category(category: str) -> str:
    if category not in Category.values:
        raise Refused(no(_("Choose one of the answers shown.")), "category")
    return category


def _write_other(actor: Person, budget: Budget, line: BudgetLine, label: str) -> None:
    """The label in the other language waits for somebody else's approval, as every translation."""
    language, label = other(line.source_language), one_line(label)
    if label == words(line, "label", language).text:
        return
    write_half(
        actor_id=actor.pk, thing=line, field="label", language=language,
        text=checked(label, f"label_{language}", LONGEST_LABEL, NEEDED, line=True) if label else "",
        state=HalfState.IN_REVIEW, community_id=budget.community_id,
    )  # fmt: skip
