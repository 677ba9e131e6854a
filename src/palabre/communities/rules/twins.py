"""Who ties two communities together, and who unties them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role, Stage
from palabre.communities.models import Community, TwinLink
from palabre.communities.rules.communities import NOT_YOURS, NOTHING_HERE
from palabre.communities.rules.standing import holds, standing
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person


def visible_twins(actor: Person) -> QuerySet[TwinLink]:
    """Links that stand, for everybody of both sides; those not answered yet, for the two coordinations."""
    known = standing(actor)
    inside, leading = known.community_ids(), known.communities_with(Role.COORDINATOR)
    both = Q(asking_id__in=inside) | Q(asked_id__in=inside)
    waiting = Q(asking_id__in=leading) | Q(asked_id__in=leading)
    return TwinLink.objects.filter(both & Q(accepted_at__isnull=False) | waiting, ended_at=None)


def can_view_twin(actor: Person, twin: TwinLink) -> Verdict:
    return YES if visible_twins(actor).filter(pk=twin.pk).exists() else no(NOTHING_HERE)


def can_make_twin_code(actor: Person, community: Community) -> Verdict:
    """A code for another coordination, and asking with the code of another: the coordination."""
    if not holds(actor, community.pk, Role.COORDINATOR):
        return no(NOT_YOURS)
    return no(_("This community is closed.")) if community.stage in Stage.over() else YES


def can_accept_twin(actor: Person, twin: TwinLink) -> Verdict:
    """The coordination that gave the code."""
    if twin.ended_at is not None or twin.accepted_at is not None:
        return no(_("This request is no longer open."))
    if Stage(twin.asking.stage) in Stage.over():
        return no(_("The other community is closed."))
    return can_make_twin_code(actor, twin.asked)


def can_end_twin(actor: Person, twin: TwinLink) -> Verdict:
    """The coordination of either side, at any moment."""
    if twin.ended_at is not None:
        return no(_("This link has already ended."))
    mine = holds(actor, twin.asking_id, Role.COORDINATOR) or holds(actor, twin.asked_id, Role.COORDINATOR)
    return YES if mine else no(NOT_YOURS)


def running_twin(first_id: int, second_id: int) -> TwinLink | None:
    """The link between these two, if it stands."""
    return TwinLink.objects.standing().of(first_id).of(second_id).first()


def are_twins(first_id: int, second_id: int) -> bool:
    return running_twin(first_id, second_id) is not None
