"""What the pages of a budget show: what is in force and what is spent, what is being written, what was before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from palabre.communities.models import Community
from palabre.communities.queries.naming import called
from palabre.groups.models import WorkingGroup
from palabre.kit.verdict import Text, Verdict
from palabre.languages.queries import load_halves
from palabre.money.choices import VersionState
from palabre.money.models import Budget, BudgetApproval, BudgetComment, BudgetLine, BudgetVersion
from palabre.money.queries.figure import Figure, figure_of
from palabre.money.rules.approving import Signing, can_approve_budget, signing_of
from palabre.money.rules.budgets import (
    can_close_budget,
    can_comment_budget,
    can_keep_budget,
    can_return_budget,
    can_revise_budget,
    can_withdraw_budget,
    can_write_budget,
    watches,
)
from palabre.money.rules.expenses import can_see_expenses
from palabre.money.rules.lines import is_ready
from palabre.money.rules.sums import NOTHING, Spent, amounts_of, spent_on
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line in force: what it holds, what is gone, what is left."""

    number: int
    line: BudgetLine
    amount: Decimal
    spent: Spent
    left: Decimal


@dataclass(frozen=True, slots=True)
class Change:
    """One line in two versions; `number` is its place in the budget."""

    number: int
    line: BudgetLine
    before: Decimal
    after: Decimal
    difference: Decimal


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions side by side; `before` is None for the first one."""

    before: BudgetVersion | None
    after: BudgetVersion
    rows: list[Change]
    total_before: Decimal
    total_after: Decimal
    difference: Decimal


@dataclass(frozen=True, slots=True)
class Said:
    """A remark or an approval, with the name its author has here."""

    name: str
    what: BudgetComment | BudgetApproval


@dataclass(frozen=True, slots=True)
class Whole:
    """The sums of a budget in force."""

    total: Decimal
    spent: Spent
    left: Decimal


@dataclass(frozen=True, slots=True)
class BudgetPage:
    """One budget as one reader sees it."""

    budget: Budget
    versions: list[BudgetVersion]
    force: BudgetVersion | None
    work: BudgetVersion | None
    rows: list[LineRow]
    whole: Whole
    figure: Figure
    changes: Comparison | None
    signing: Signing | None
    approvals: list[Said]
    comments: list[Said]
    sees_spending: Verdict
    watches: bool
    keep: Verdict
    write: Verdict
    ready: Verdict | None
    revise: Verdict
    withdraw: Verdict
    comment: Verdict
    approve: Verdict
    send_back: Verdict
    close: Verdict

    def explained(self) -> Text:
        return self.signing.sentence() if self.signing else ""


def budget_page(actor: Person, budget: Budget) -> BudgetPage:
    """A fixed number of queries, whatever the number of lines and versions."""
    versions = list(BudgetVersion.objects.filter(budget=budget).order_by("-number"))
    force = next((one for one in versions if one.state == VersionState.APPROVED), None)
    work = next((one for one in versions if one.state in VersionState.open()), None)
    lines = _lines(budget)
    rows = _rows(budget, lines, force)
    signing = signing_of(budget, work) if work and work.state == VersionState.SUBMITTED else None
    write = can_write_budget(actor, budget, work)
    return BudgetPage(
        budget=budget, versions=versions, force=force, work=work, rows=rows, whole=whole_of(rows),
        figure=figure_of([(row.number, row.amount, row.spent) for row in rows]),
        changes=_compared(lines, force, work) if work else None,
        signing=signing, approvals=_approvals(budget, work), comments=_comments(budget, work),
        sees_spending=can_see_expenses(actor, budget), watches=watches(actor, budget.community_id),
        keep=can_keep_budget(actor, budget), write=write,
        ready=is_ready(budget, work) if work and write else None,
        revise=can_revise_budget(actor, budget), withdraw=can_withdraw_budget(actor, budget),
        comment=can_comment_budget(actor, budget), approve=can_approve_budget(actor, budget, work, signing),
        send_back=can_return_budget(actor, budget), close=can_close_budget(actor, budget),
    )  # fmt: skip


def _lines(budget: Budget) -> list[BudgetLine]:
    lines = list(BudgetLine.objects.filter(budget=budget))
    load_halves(lines)
    return lines


def _rows(budget: Budget, lines: list[BudgetLine], force: BudgetVersion | None) -> list[LineRow]:
    amounts, spent = amounts_of(force), spent_on([budget.pk])
    rows = []
    for number, line in enumerate(lines, start=1):
        held, gone = amounts.get(line.pk, NOTHING), spent.get(line.pk, Spent())
        if held or gone.whole() or gone.paid:
            rows.append(LineRow(number, line, held, gone, held - gone.whole()))
    return rows


def whole_of(rows: Iterable[LineRow]) -> Whole:
    rows = list(rows)
    spent = Spent(
        sum((row.spent.approved for row in rows), NOTHING),
        sum((row.spent.paid for row in rows), NOTHING),
        sum((row.spent.fees for row in rows), NOTHING),
    )
    total = sum((row.amount for row in rows), NOTHING)
    return Whole(total, spent, total - spent.whole())


def lines_in_force(budget: Budget) -> list[LineRow]:
    """The lines on which one may spend, with what is left on each."""
    force = BudgetVersion.objects.filter(budget=budget, state=VersionState.APPROVED).first()
    return [row for row in _rows(budget, _lines(budget), force) if row.amount]


def lines_in_work(budget: Budget, work: BudgetVersion | None) -> list[tuple[BudgetLine, Decimal]]:
    """The lines of the version that is written, with what each holds in it."""
    amounts = amounts_of(work)
    return [(line, amounts[line.pk]) for line in _lines(budget) if line.pk in amounts]


def compare(budget: Budget, before: int | None, after: int | None) -> Comparison | None:
    """Two versions by their numbers; without numbers the last one beside the one before it."""
    versions = {one.number: one for one in BudgetVersion.objects.filter(budget=budget)}
    if not versions:
        return None
    chosen = versions.get(after or 0) or versions[max(versions)]
    earlier = versions.get(before or 0) or versions.get(chosen.number - 1)
    return _compared(_lines(budget), earlier if earlier != chosen else None, chosen)


def _compared(lines: list[BudgetLine], before: BudgetVersion | None, after: BudgetVersion) -> Comparison:
    was, becomes = amounts_of(before), amounts_of(after)
    rows = [
        Change(number, line, was.get(line.pk, NOTHING), becomes.get(line.pk, NOTHING),
               becomes.get(line.pk, NOTHING) - was.get(line.pk, NOTHING))
        for number, line in enumerate(lines, start=1)
        if line.pk in was or line.pk in becomes
    ]  # fmt: skip
    total_before, total_after = sum(was.values(), NOTHING), sum(becomes.values(), NOTHING)
    return Comparison(before, after, rows, total_before, total_after, total_after - total_before)


def _approvals(budget: Budget, version: BudgetVersion | None) -> list[Said]:
    rows = BudgetApproval.objects.filter(version=version).select_related("by").order_by("at", "pk") if version else ()
    return [Said(_name(one.by, budget.community), one) for one in rows]


def _comments(budget: Budget, version: BudgetVersion | None) -> list[Said]:
    rows = BudgetComment.objects.filter(version=version).select_related("by") if version else ()
    return [Said(_name(one.by, budget.community), one) for one in rows]


def _name(person: Person | None, community: Community) -> str:
    return called(person, community) if person is not None else ""


def budget_of_group(group: WorkingGroup) -> Budget | None:
    return Budget.objects.filter(group=group).select_related("community", "group").first()


def budgets_of_community(community: Community) -> list[Budget]:
    """The community's own, the open one first, then the closed ones, the latest before."""
    rows = Budget.objects.filter(community=community, group=None).select_related("community", "group")
    return sorted(rows, key=lambda one: (one.closed_at is not None, -one.pk))
