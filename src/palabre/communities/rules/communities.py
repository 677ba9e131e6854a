"""Who sees a community, founds one, says what it is."""

from __future__ import annotations

from django.db.models import Exists, QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role, Stage
from palabre.communities.models import Community, Membership, Organisation
from palabre.communities.rules.standing import holds, is_keeper, keeping, standing
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

NOT_YOURS = _("This is done by the coordination of the community.")
NOTHING_HERE = _("There is nothing here.")
CLOSED = no(_("This community is closed."))


def still_open(community: Community) -> Verdict:
    """Something new may happen there: a closed or archived community is read, and no more than read."""
    return CLOSED if community.stage in Stage.over() else YES


def visible_communities(actor: Person) -> QuerySet[Community]:
    """Communities that the actor belongs to or holds a role in. Nothing else exists for her."""
    return Community.objects.filter(pk__in=standing(actor).community_ids())


def can_view_community(actor: Person, community: Community) -> Verdict:
    return YES if community.pk in standing(actor).community_ids() else no(NOTHING_HERE)


def can_edit_community(actor: Person, community: Community) -> Verdict:
    """State its domain, community and practice; choose its settings."""
    return still_open(community) if holds(actor, community.pk, Role.COORDINATOR) else no(NOT_YOURS)


def can_found_community(actor: Person, parent: Community | None) -> Verdict:
    """A keeper founds the first network; a steward founds inside hers."""
    if parent is None:
        return YES if is_keeper(actor) else no(_("Only the keeper of this site founds a network."))
    if holds(actor, parent.pk, Role.STEWARD):
        return still_open(parent)
    return no(_("This is done by the coordination of the network."))


def can_propose_community(actor: Person, parent: Community) -> Verdict:
    """Whoever coordinates a community proposes another within it; the coordination of the network lets it begin."""
    return still_open(parent) if holds(actor, parent.pk, Role.COORDINATOR) else no(NOT_YOURS)


def can_coordinate(actor: Person, community: Community) -> Verdict:
    """The desk of coordination is for those who coordinate, facilitate or care for the network."""
    led = holds(actor, community.pk, Role.COORDINATOR, Role.FACILITATOR, Role.STEWARD)
    return YES if led else no(NOT_YOURS)


def coordinated_communities(actor: Person) -> QuerySet[Community]:
    """Communities in which the actor coordinates, or cares for the network."""
    return Community.objects.filter(pk__in=standing(actor).communities_with(Role.COORDINATOR, Role.STEWARD))


def founded_communities(actor: Person, parent: Community | None) -> QuerySet[Community]:
    """What the keeper founded at the top, or a steward below her network: names and who leads, never content."""
    if parent is None:
        return Community.objects.filter(Exists(keeping(actor)), parent=None)
    stewarded = standing(actor).communities_with(Role.STEWARD)
    return Community.objects.filter(parent_id__in=stewarded, parent=parent)


def visible_organisations(actor: Person, community: Community) -> QuerySet[Organisation]:
    """Organisations that this community knows; those of other communities do not exist here."""
    if not can_view_community(actor, community):
        return Organisation.objects.none()
    members = Membership.objects.filter(community=community).values("organisation_id")
    return Organisation.objects.filter(
        pk__in=Organisation.objects.filter(added_in=community).values("pk").union(members)
    )


def can_add_organisation(actor: Person, community: Community) -> Verdict:
    return still_open(community) if holds(actor, community.pk, Role.COORDINATOR, Role.STEWARD) else no(NOT_YOURS)
