"""What two people agree on: less protection, and another parent."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role, Stage
from palabre.communities.models import Community, Move, RiskEasing
from palabre.communities.risk import is_stricter
from palabre.communities.rules.communities import NOT_YOURS, still_open
from palabre.communities.rules.life import NETWORKS, cares_for
from palabre.communities.rules.roles import is_last_with
from palabre.communities.rules.standing import holds, standing
from palabre.communities.rules.tree import chains
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

OVER = no(_("This has already been answered."))
A_CIRCLE = no(_("A community cannot stand below itself."))
ONE_FOR_THE_REST = no(_("There is already a community for everybody else here. There can be only one."))
NOT_A_NETWORK = no(_("Only a network takes communities in."))


def can_ask_risk(actor: Person, community: Community, risk: str) -> Verdict:
    """The coordination: stricter at once; less strict only as a question to a second person."""
    if risk == community.risk:
        return no(_("This is the protection of today."))
    if not holds(actor, community.pk, Role.COORDINATOR):
        return no(NOT_YOURS)
    if not is_stricter(risk, community.risk) and community.easings.filter(confirmed_at=None, ended_at=None).exists():
        return no(_("A second person has already been asked. First that question is answered or taken back."))
    return still_open(community)


def can_confirm_easing(actor: Person, easing: RiskEasing) -> Verdict:
    """Somebody else than who asked: the coordination of the network above; at the top, a second one who leads."""
    if easing.confirmed_at or easing.ended_at:
        return OVER
    if easing.asked_by_id == actor.pk:
        return no(_("A second person answers this: not the one who asked."))
    return YES if cares_for(actor, easing.community) else no(_("This is done by the coordination of the network."))


def can_end_easing(actor: Person, easing: RiskEasing) -> Verdict:
    """Taken back by the coordination that asked, or declined by who could have said yes."""
    if easing.confirmed_at or easing.ended_at:
        return OVER
    if holds(actor, easing.community_id, Role.COORDINATOR) or cares_for(actor, easing.community):
        return YES
    return no(NOT_YOURS)


def visible_easings(actor: Person) -> QuerySet[RiskEasing]:
    """Of the communities that the actor coordinates, and of those just below a network that she cares for."""
    leads = standing(actor).communities_with(Role.COORDINATOR, Role.STEWARD)
    below = Q(community__parent_id__in=standing(actor).communities_with(Role.STEWARD))
    return RiskEasing.objects.filter(Q(community_id__in=leads) | below)


def can_ask_move(actor: Person, community: Community, after: Community) -> Verdict:
    """Whoever cares for the community today asks; below another network, not below itself."""
    if not cares_for(actor, community):
        return no(_("This is done by the coordination of the network."))
    if community.parent_id == after.pk:
        return no(_("The community stands there already."))
    if community.moves.filter(accepted_at=None, ended_at=None).exists():
        return no(_("A move is already waiting for its answer. First it is answered or taken back."))
    return fits(community, after)


def fits(community: Community, after: Community) -> Verdict:
    """Whether the tree allows it, as it stands now (INV-01)."""
    if after.kind not in NETWORKS:
        return NOT_A_NETWORK
    if after.stage in Stage.over() or community.stage in Stage.over():
        return no(_("A closed community neither moves nor takes others in."))
    if after.pk == community.pk or community.pk in chains([after.pk]).above(after.pk):
        return A_CIRCLE
    if community.catch_all and after.children.filter(catch_all=True).exists():
        return ONE_FOR_THE_REST
    return YES


def can_accept_move(actor: Person, move: Move) -> Verdict:
    """Whoever cares for the new parent, not she who asked unless she is alone there; and the tree still allows it."""
    if move.accepted_at or move.ended_at:
        return OVER
    if not holds(actor, move.after_id, Role.STEWARD):
        return no(_("This is done by the coordination of the network."))
    if move.asked_by_id == actor.pk and not is_last_with(Role.STEWARD, move.after_id, actor):
        return no(_("A second person answers this: not the one who asked."))
    if move.community.parent_id != move.before_id:
        return no(_("The community stands elsewhere by now. The move has to be asked for again."))
    return fits(move.community, move.after)


def can_end_move(actor: Person, move: Move) -> Verdict:
    """Taken back by who cares for the old place, or declined by who cares for the new one."""
    if move.accepted_at or move.ended_at:
        return OVER
    if cares_for(actor, move.community) or holds(actor, move.after_id, Role.STEWARD):
        return YES
    return no(_("This is done by the coordination of the network."))


def visible_moves(actor: Person) -> QuerySet[Move]:
    """From or to a network that the actor cares for; and those of communities that she reads."""
    stewarded = standing(actor).communities_with(Role.STEWARD)
    here = standing(actor).communities_with(Role.COORDINATOR, Role.STEWARD)
    return Move.objects.filter(Q(before_id__in=stewarded) | Q(after_id__in=stewarded) | Q(community_id__in=here))
