"""Member lists that come in and go out."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role
from palabre.communities.models import Community, MemberExport
from palabre.communities.risk import protection_of
from palabre.communities.rules.communities import NOT_YOURS
from palabre.communities.rules.membership import can_invite
from palabre.communities.rules.standing import holds, standing
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

NO_EXPORT = _("The list of this community never leaves it as a file.")


def can_import_members(actor: Person, community: Community) -> Verdict:
    """Whoever invites one person may invite a list."""
    return can_invite(actor, community)


def can_export_members(actor: Person, community: Community) -> Verdict:
    """Coordination, and only where the risk profile allows a list at all (SR-27)."""
    if not holds(actor, community.pk, Role.COORDINATOR):
        return no(NOT_YOURS)
    return YES if protection_of(community.risk).member_export else no(NO_EXPORT)


def visible_exports(actor: Person) -> QuerySet[MemberExport]:
    """Every list that left a community that the actor coordinates."""
    return MemberExport.objects.filter(community_id__in=standing(actor).communities_with(Role.COORDINATOR))
