"""Who enters, checks, approves, pays and corrects an expense: three steps, two people at least, never one's own."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role
from palabre.communities.models import RoleGrant
from palabre.communities.rules import may_act, may_act_as, standing
from palabre.groups.rules.circles import circles, in_group, leads
from palabre.kit.money import show
from palabre.kit.reader import page_language
from palabre.kit.verdict import YES, Text, Verdict, no
from palabre.money.choices import ExpenseState
from palabre.money.models import Budget, Expense
from palabre.money.rules.budgets import CLOSED, NOT_COORDINATING, NOT_IN_FORCE, WATCHERS, can_keep_budget, watches
from palabre.money.rules.sums import amounts_of, in_force, left_on, spent_on
from palabre.people.models import Person

NOT_SHOWN = no(_("This expense is shown to its group, the coordination, MEL and the treasury."))
NOT_THE_TREASURY = _("This is done by the treasury.")
NOT_PAYING = _("This is done by the treasury or the coordination.")
IN_THIS_GROUP = no(_("You are in this group: somebody else of the treasury approves."))
OWN = no(_("You entered this expense: somebody else goes on with it."))
SAME_HAND = no(_("You approved this expense: another person pays it."))
ASKED_IT = no(_("You asked for this correction: another person confirms it."))
NOT_ITS_TURN = {
    ExpenseState.ENTERED: no(_("This expense was entered and waits to be checked by the coordination.")),
    ExpenseState.CHECKED: no(_("This expense was checked and waits to be approved by the treasury.")),
    ExpenseState.APPROVED: no(_("This expense is approved already and waits to be paid.")),
    ExpenseState.PAID: no(_("This expense is paid. Paid is final: a mistake is corrected by a reversal.")),
    ExpenseState.REJECTED: no(_("This expense was not accepted. It can be entered again.")),
}
ONLY_PAID = no(_("Only what is paid is corrected by a reversal. Until then it can be sent back with a reason."))
NO_REVERSAL = no(_("A correction is not corrected itself. Enter the right expense."))
REVERSED = no(_("A correction of this expense exists already."))
OVER_ITS_LINE = _(
    "What is left on this line: %(left)s. Ask for a revision of the budget, or have the expense entered on another line."
)

USUAL_FEES = Decimal("0.05")  # of the sum that is paid
FEES_OVER = _("What is left on this line: %(left)s. The fees need more: ask for a revision of the budget first.")


def visible_expenses(actor: Person) -> QuerySet[Expense]:
    """Of a group: its members, coordination, MEL and treasury; of the community: these three. And one's own."""
    known = standing(actor)
    reads = known.community_ids()
    return Expense.objects.filter(
        Q(budget__group__in=circles(actor).inside, budget__community__in=reads)
        | Q(budget__community__in=known.communities_with(*WATCHERS))
        | Q(entered_by=actor, budget__community__in=reads)
    )


def can_view_expense(actor: Person, expense: Expense) -> Verdict:
    inside = expense.budget.community_id in standing(actor).community_ids()
    near = expense.budget.group_id in circles(actor).inside or expense.entered_by_id == actor.pk
    return YES if (inside and near) or watches(actor, expense.budget.community_id) else NOT_SHOWN


def can_see_expenses(actor: Person, budget: Budget) -> Verdict:
    """The list of one budget."""
    inside = budget.community_id in standing(actor).community_ids() and budget.group_id in circles(actor).inside
    return YES if inside or watches(actor, budget.community_id) else NOT_SHOWN


def can_read_proof(actor: Person, expense: Expense) -> Verdict:
    """A receipt may carry a name: whoever entered it, leads the group, checks or pays."""
    budget = expense.budget
    inside = budget.community_id in standing(actor).community_ids()
    near = expense.entered_by_id == actor.pk or (budget.group is not None and leads(actor, budget.group))
    return YES if (inside and near) or watches(actor, budget.community_id) else NOT_SHOWN


def can_enter_expense(actor: Person, budget: Budget) -> Verdict:
    """Whoever keeps the budget, once it is in force."""
    verdict = can_keep_budget(actor, budget)
    return verdict if not verdict or in_force(budget) is not None else NOT_IN_FORCE


def can_check_expense(actor: Person, expense: Expense) -> Verdict:
    """The coordination; one's own only where the coordination is one person alone (two others still follow)."""
    if not (verdict := _at(actor, expense, ExpenseState.ENTERED, NOT_COORDINATING, Role.COORDINATOR)):
        return verdict
    if expense.entered_by_id != actor.pk or is_alone_as(actor, expense.budget.community_id, Role.COORDINATOR):
        return YES
    return OWN


def can_approve_expense(actor: Person, expense: Expense) -> Verdict:
    """The treasury, not of what one entered; and never more than is left on the line (INV-18)."""
    if not (verdict := _at(actor, expense, ExpenseState.CHECKED, NOT_THE_TREASURY, Role.TREASURER)):
        return verdict
    if expense.reverses_id is not None:
        return NO_REVERSAL
    if expense.entered_by_id == actor.pk:
        return OWN
    if expense.budget.group is not None and in_group(actor, expense.budget.group):
        return IN_THIS_GROUP
    return fits_its_line(expense)


def fits_its_line(expense: Expense) -> Verdict:
    """Whether its line holds enough in the version that is in force; the refusal says what is left."""
    budget = expense.budget
    left = left_on(expense.line_id, amounts_of(in_force(budget)), spent_on([budget.pk]))
    if expense.amount <= left:
        return YES
    shown = show(max(left, Decimal(0)), budget.currency, page_language())
    return no(OVER_ITS_LINE % {"left": shown})


def fees_fit(expense: Expense, fees: Decimal) -> Verdict:
    """Fees are spent money: they fit what is left on the line once the expense itself weighs on it.

    What a bank usually keeps stops no payment that was made, even of a full line.
    """
    budget = expense.budget
    left = left_on(expense.line_id, amounts_of(in_force(budget)), spent_on([budget.pk]))
    if expense.state not in ExpenseState.counted():
        left -= expense.amount
    if fees <= max(left, abs(expense.amount) * USUAL_FEES):
        return YES
    return no(FEES_OVER % {"left": show(max(left, Decimal(0)), budget.currency, page_language())})


def can_pay_expense(actor: Person, expense: Expense) -> Verdict:
    """Another person of the treasury, or the coordination: neither who entered it nor who approved it."""
    roles = (Role.TREASURER, Role.COORDINATOR)
    if not (verdict := _at(actor, expense, ExpenseState.APPROVED, NOT_PAYING, *roles)):
        return verdict
    if expense.entered_by_id == actor.pk:
        return OWN
    return SAME_HAND if expense.approved_by_id == actor.pk else YES


def can_reject_expense(actor: Person, expense: Expense) -> Verdict:
    """The coordination or the treasury, with a reason; whoever entered it takes it back while nobody has checked it."""
    state = ExpenseState(expense.state)
    if state not in ExpenseState.under_way():
        return NOT_ITS_TURN[state]
    if expense.entered_by_id == actor.pk and state == ExpenseState.ENTERED:
        return may_act(actor, expense.budget.community_id)
    return may_act_as(actor, expense.budget.community_id, NOT_PAYING, Role.TREASURER, Role.COORDINATOR)


def can_reverse_expense(actor: Person, expense: Expense) -> Verdict:
    """The treasury asks for it with a reason, also when the budget is closed: a record is mended, not erased."""
    if expense.reverses_id is not None:
        return NO_REVERSAL
    if expense.state != ExpenseState.PAID:
        return ONLY_PAID
    if not (verdict := may_act_as(actor, expense.budget.community_id, NOT_THE_TREASURY, Role.TREASURER)):
        return verdict
    return REVERSED if expense.reversals.exclude(state=ExpenseState.REJECTED).exists() else YES


def can_confirm_reversal(actor: Person, expense: Expense) -> Verdict:
    """Four eyes as for a payment: not who asked for it."""
    roles = (Role.TREASURER, Role.COORDINATOR)
    if expense.reverses_id is None:
        return NOT_ITS_TURN[ExpenseState(expense.state)]
    if not (verdict := _at(actor, expense, ExpenseState.CHECKED, NOT_PAYING, *roles)):
        return verdict
    return ASKED_IT if expense.entered_by_id == actor.pk else YES


def _at(actor: Person, expense: Expense, state: ExpenseState, why: Text, *roles: str) -> Verdict:
    """It is in that state, and the actor does what these roles do."""
    if expense.budget.closed_at is not None and expense.reverses_id is None:
        return CLOSED
    if not (verdict := may_act_as(actor, expense.budget.community_id, why, *roles)):
        return verdict
    return YES if expense.state == state else NOT_ITS_TURN[ExpenseState(expense.state)]


def is_alone_as(actor: Person, community_id: int, role: str) -> bool:
    """Nobody else holds this role there today."""
    held = RoleGrant.objects.held().filter(community=community_id, role=role, person__is_active=True)
    return not held.exclude(person=actor).exists()
