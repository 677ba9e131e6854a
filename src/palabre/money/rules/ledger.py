"""Who reads the ledger, and the names in it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role
from palabre.communities.models import Community
from palabre.communities.rules import holds, standing
from palabre.groups.models import WorkingGroup
from palabre.groups.rules.circles import circles
from palabre.kit.verdict import YES, Verdict, no
from palabre.money.models import Budget
from palabre.money.rules.budgets import watches
from palabre.people.models import Person

NOT_SHOWN = no(_("The ledger is for the treasury, the coordination, MEL, and whoever leads a group."))


def accounted_budgets(actor: Person, community: Community) -> QuerySet[Budget]:
    """The budgets whose spending the actor follows there: all of them, or that of the group she leads."""
    if community.pk not in standing(actor).community_ids():
        return Budget.objects.none()
    rows = Budget.objects.filter(community=community)
    return rows if watches(actor, community.pk) else rows.filter(group__in=circles(actor).led)


def can_read_ledger(actor: Person, community: Community) -> Verdict:
    """Treasury, coordination, MEL; who leads a group reads its part. Whoever has not signed holds no role yet."""
    if watches(actor, community.pk):
        return YES
    mine = Q(community=community, pk__in=circles(actor).led)
    inside = community.pk in standing(actor).community_ids()
    return YES if inside and WorkingGroup.objects.filter(mine).exists() else NOT_SHOWN


def can_export_ledger(actor: Person, community: Community) -> Verdict:
    """What one reads one may take along; the journal keeps who did."""
    return can_read_ledger(actor, community)


def keeps_accounts(actor: Person, community: Community) -> bool:
    """Treasury or MEL team, who have no desk of coordination."""
    return holds(actor, community.pk, Role.TREASURER, Role.MEL)


def can_see_money(actor: Person, community: Community) -> Verdict:
    """The page of what waits: for those who check, approve and pay, and for MEL."""
    return YES if watches(actor, community.pk) else no(NOT_SHOWN.why)


def reads_whole_ledger(actor: Person, community: Community) -> bool:
    """Also the honoraria, which belong to no group."""
    return watches(actor, community.pk)


def reads_names(actor: Person, community: Community) -> bool:
    """To whom an honorarium was paid: treasury and coordination only."""
    return holds(actor, community.pk, Role.TREASURER, Role.COORDINATOR)
