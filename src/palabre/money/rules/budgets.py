"""Who opens, writes, hands in, comments and approves a budget (DOMAIN.md §3: three different people, none of the group)."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role, Stage
from palabre.communities.models import Community
from palabre.communities.rules import may_act, may_act_as, standing
from palabre.groups.models import WorkingGroup
from palabre.groups.rules.circles import circles, in_group, may_lead
from palabre.kit.verdict import YES, Verdict, no
from palabre.money.choices import ExpenseState, VersionState
from palabre.money.models import Budget, BudgetVersion, Expense
from palabre.money.rules.sums import in_force, in_work
from palabre.people.models import Person

WATCHERS = (Role.COORDINATOR, Role.MEL, Role.TREASURER)
NOT_YOURS = no(_("This budget is for those who write, follow or approve it."))
NOT_COORDINATING = _("This is done by the coordination.")
NOT_LEADING = _("This is done by whoever leads the group.")
OVER = no(_("This community is closed."))
CLOSED = no(_("This budget is closed. It stays to be read."))
NOTHING_WRITTEN = no(_("Nothing is being written. The version in force is changed by a revision."))
HANDED_IN = no(_("This version is handed in. It can be changed again once it is returned."))
NOT_HANDED_IN = no(_("This version is not handed in yet."))
FIRST_STAYS = no(_("The first version is the beginning of this budget: change it as you need."))
IN_WORK = no(_("A version is being written or waits for its approvals. Finish it first, or give it up."))
NOT_IN_FORCE = no(_("No budget is in force yet: three people approve it first."))

NO_APPROVER = _("A budget is approved by the coordination, MEL and the treasury.")
OF_THE_GROUP = no(_("You are in this group: other people approve its budget."))


def visible_budgets(actor: Person) -> QuerySet[Budget]:
    """A group's: its members, coordination, MEL and treasury. The community's own: everybody who reads it."""
    known = standing(actor)
    return Budget.objects.filter(
        Q(group__in=circles(actor).inside, community__in=known.community_ids())
        | Q(community__in=known.communities_with(*WATCHERS))
        | Q(group=None, community__in=known.community_ids())
    )


def can_view_budget(actor: Person, budget: Budget) -> Verdict:
    known = standing(actor)
    inside = budget.community_id in known.community_ids()
    belongs = inside and (budget.group_id is None or budget.group_id in circles(actor).inside)
    return YES if belongs or watches(actor, budget.community_id) else NOT_YOURS


def watches(actor: Person, community_id: int) -> bool:
    """Coordination, MEL or treasury: they see every budget of the community."""
    return bool(standing(actor).roles(community_id) & set(WATCHERS))


def can_open_budget(actor: Person, group: WorkingGroup) -> Verdict:
    """One budget for each group, opened by its lead."""
    verdict = may_lead(actor, group, NOT_LEADING)
    if verdict and Budget.objects.filter(group=group).exists():
        return no(_("This group has a budget already."))
    return verdict


def can_open_community_budget(actor: Person, community: Community) -> Verdict:
    """One at a time, by the coordination."""
    if community.stage in Stage.over():
        return OVER
    verdict = may_act_as(actor, community.pk, NOT_COORDINATING, Role.COORDINATOR)
    if verdict and Budget.objects.filter(community=community, group=None, closed_at=None).exists():
        return no(_("This community has a budget already. Close it before a new one is opened."))
    return verdict


def can_keep_budget(actor: Person, budget: Budget) -> Verdict:
    """Write, hand in, revise, note expenses: the lead of the group; for the community's own, the coordination."""
    if budget.closed_at is not None:
        return CLOSED
    if budget.group is not None:
        return may_lead(actor, budget.group, NOT_LEADING)
    if budget.community.stage in Stage.over():
        return OVER
    return may_act_as(actor, budget.community_id, NOT_COORDINATING, Role.COORDINATOR)


def can_write_budget(actor: Person, budget: Budget, version: BudgetVersion | None = None) -> Verdict:
    """Change lines and amounts, while the version is not handed in. `version`: the one in work, if it is known."""
    verdict = can_keep_budget(actor, budget)
    if not verdict:
        return verdict
    version = version or in_work(budget)
    if version is None:
        return NOTHING_WRITTEN
    return YES if version.state in VersionState.writable() else HANDED_IN


def can_revise_budget(actor: Person, budget: Budget) -> Verdict:
    """Begin a revision of what is in force: one at a time, and the version in force stays until it is approved."""
    verdict = can_keep_budget(actor, budget)
    if not verdict:
        return verdict
    if in_work(budget) is not None:
        return IN_WORK
    return YES if in_force(budget) is not None else NOT_IN_FORCE


def can_withdraw_budget(actor: Person, budget: Budget) -> Verdict:
    """Give up a revision; the version in force stays."""
    verdict = can_keep_budget(actor, budget)
    if not verdict:
        return verdict
    if in_work(budget) is None:
        return NOTHING_WRITTEN
    return YES if in_force(budget) is not None else FIRST_STAYS


def can_comment_budget(actor: Person, budget: Budget) -> Verdict:
    """Everybody who reads it and has signed, while a version is in work."""
    if not (verdict := may_act(actor, budget.community_id)):
        return verdict
    if not can_view_budget(actor, budget):
        return NOT_YOURS
    if budget.closed_at is not None:
        return CLOSED
    return YES if in_work(budget) is not None else NOTHING_WRITTEN


def can_return_budget(actor: Person, budget: Budget) -> Verdict:
    """Send it back with a comment: whoever approves, and is not of the group."""
    if not (verdict := may_act_as(actor, budget.community_id, NO_APPROVER, *WATCHERS)):
        return verdict
    if budget.group is not None and in_group(actor, budget.group):
        return OF_THE_GROUP
    version = in_work(budget)
    return YES if version is not None and version.state == VersionState.SUBMITTED else NOT_HANDED_IN


def can_close_budget(actor: Person, budget: Budget) -> Verdict:
    """By the coordination, once nothing is under way on it."""
    if budget.closed_at is not None:
        return CLOSED
    if not (verdict := may_act_as(actor, budget.community_id, NOT_COORDINATING, Role.COORDINATOR)):
        return verdict
    if in_work(budget) is not None:
        return IN_WORK
    if Expense.objects.filter(budget=budget, state__in=ExpenseState.under_way()).exists():
        return no(_("Expenses are still under way. Pay them or set them aside first."))
    return YES
