"""Who shows a second factor (SR-03), and who says of somebody that it is she."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Exists, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role
from palabre.communities.models import Community, Membership, RoleGrant
from palabre.communities.rules.communities import NOT_YOURS, NOTHING_HERE
from palabre.communities.rules.roles import LEADING
from palabre.communities.rules.standing import holds, is_keeper, keepers, keeping, standing
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import FactorReset, Person


def needs_factor(actor: Person) -> bool:
    """Whoever holds a role, belongs where the risk asks it of everybody, or keeps the instance."""
    known = standing(actor)
    return known.has_role() or known.protection().factor_for_all or is_keeper(actor)


def may_wait(actor: Person, until: datetime | None) -> bool:
    """Only where every community's risk is standard, and not past her day; `until` None: it has not been said yet."""
    if not settings.SECOND_FACTOR_GRACE or standing(actor).protection().factor_for_all:
        return False
    return until is None or until > timezone.now()


def can_see_resets(actor: Person, community: Community | None) -> Verdict:
    """Who coordinates here or cares for the network; at the top, the keeper."""
    if community is None:
        return YES if is_keeper(actor) else no(NOTHING_HERE)
    return YES if holds(actor, community.pk, Role.COORDINATOR, Role.STEWARD) else no(NOT_YOURS)


def visible_resets(actor: Person, community: Community | None) -> QuerySet[FactorReset]:
    """Of the people of this community, and of who coordinates the communities below; never one's own.

    Without a community: of who leads at the top, and of the other keepers, whom nobody else coordinates.
    """
    rows = FactorReset.objects.filter(ended_at=None).exclude(person=actor)
    if not can_see_resets(actor, community):
        return rows.none()
    running = RoleGrant.objects.running()
    if community is None:
        top = running.filter(community__parent=None, role__in=LEADING)
        return rows.filter(
            Q(person__in=top.values("person")) | Q(person__in=keepers().values("person")), Exists(keeping(actor))
        )
    here = Q(person__in=Membership.objects.inside().filter(community=community).values("person"))
    here |= Q(person__in=running.filter(community=community).values("person"))
    if holds(actor, community.pk, Role.STEWARD):
        below = running.filter(community__parent=community, role=Role.COORDINATOR)
        here |= Q(person__in=below.values("person"))
    return rows.filter(here)


def can_confirm_reset(actor: Person, reset: FactorReset, community: Community | None) -> Verdict:
    """Somebody else than she, who coordinates a community of hers: four eyes."""
    if reset.person_id == actor.pk or not visible_resets(actor, community).filter(pk=reset.pk).exists():
        return no(NOTHING_HERE)
    return no(_("Somebody has said it already.")) if reset.confirmed_at else YES
