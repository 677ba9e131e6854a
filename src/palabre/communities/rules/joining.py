"""The ways in: who opens a link, who asks, who vouches, who answers."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import MembershipState, PlaceState, RiskProfile, Role
from palabre.communities.models import Community, JoinLink, JoinQuestion, JoinRequest, Membership, Vouch
from palabre.communities.rules.communities import NOT_YOURS, NOTHING_HERE, still_open
from palabre.communities.rules.standing import holds, may_act, standing
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

# how long somebody belongs before she may answer for another person
VOUCHES_AFTER = timedelta(days=14)
LINK_OVER = _("This link is no longer open.")
ALREADY_HERE = _("You already have a place here, or you have already asked for one.")


def visible_links(actor: Person) -> QuerySet[JoinLink]:
    """Links of the communities that the actor coordinates, or whose network she cares for at this very level."""
    return JoinLink.objects.filter(community_id__in=standing(actor).communities_with(Role.COORDINATOR, Role.STEWARD))


def can_view_link(actor: Person, link: JoinLink) -> Verdict:
    return YES if holds(actor, link.community_id, Role.COORDINATOR, Role.STEWARD) else no(NOTHING_HERE)


def can_see_links(actor: Person, community: Community) -> Verdict:
    return YES if holds(actor, community.pk, Role.COORDINATOR, Role.STEWARD) else no(NOT_YOURS)


def can_open_link(actor: Person, community: Community, *, needs_approval: bool = True) -> Verdict:
    """Give out an address; in a community at high risk, and where members vouch, somebody always decides."""
    if not (verdict := still_open(community)):
        return verdict
    if not needs_approval and (community.risk == RiskProfile.HIGH or community.vouchers_needed):
        return no(_("In this community every request is read before somebody comes in."))
    return can_see_links(actor, community)


def can_shut_link(actor: Person, link: JoinLink) -> Verdict:
    return no(LINK_OVER) if link.closed_at else can_view_link(actor, link)


def can_use_join_link(link: JoinLink) -> Verdict:
    """Not shut, not too old, a place left, and the community still open."""
    return YES if link.is_open and still_open(link.community) else no(LINK_OVER)


def visible_questions(actor: Person) -> QuerySet[JoinQuestion]:
    """Asked now, of the communities whose ways in the actor keeps."""
    kept = standing(actor).communities_with(Role.COORDINATOR, Role.STEWARD)
    return JoinQuestion.objects.filter(community_id__in=kept, closed_at=None)


def can_ask_to_join(actor: Person, community: Community) -> Verdict:
    """One place for each person and community (INV-02); whoever is suspended or excluded has one too."""
    here = Membership.objects.filter(person=actor, community=community)
    if here.taken().exists() or here.filter(suspensions__isnull=False, suspensions__ended_at=None).exists():
        return no(ALREADY_HERE)
    return still_open(community)


def waiting() -> Q:
    """Confirmed, and nobody has answered."""
    return Q(confirmed_at__isnull=False, answered_at=None) & (
        Q(membership__state__in=MembershipState.asking()) | Q(place__state=PlaceState.REQUESTED)
    )


def visible_requests(actor: Person) -> QuerySet[JoinRequest]:
    """Waiting requests: all for whoever coordinates; for members those of persons who let them read, to vouch."""
    known = standing(actor)
    leads = Q(community_id__in=known.communities_with(Role.COORDINATOR))
    acting = [where for where in known.community_ids() if may_act(actor, where)]
    member = Q(community_id__in=acting, open_to_members=True, community__vouchers_needed__gt=0)
    return JoinRequest.objects.filter(waiting() & (leads | member & Q(membership__isnull=False)))


def can_view_request(actor: Person, request: JoinRequest) -> Verdict:
    return YES if visible_requests(actor).filter(pk=request.pk).exists() else no(NOTHING_HERE)


def can_see_requests(actor: Person, community: Community) -> Verdict:
    """The page: coordination, and members where members vouch."""
    if holds(actor, community.pk, Role.COORDINATOR):
        return YES
    return may_act(actor, community.pk) if community.vouchers_needed else no(NOT_YOURS)


def own_requests(actor: Person) -> QuerySet[JoinRequest]:
    """What the actor asked for herself, until it is forgotten."""
    return JoinRequest.objects.filter(person=actor, confirmed_at__isnull=False)


def can_vouch(actor: Person, request: JoinRequest) -> Verdict:
    """Members who have belonged for a while, for somebody else who lets them read, once."""
    if not can_view_request(actor, request) or request.membership is None or not request.community.vouchers_needed:
        return no(NOTHING_HERE)
    if not request.open_to_members:
        return no(_("This person has not yet let members read her request."))
    if request.person_id == actor.pk:
        return no(_("Nobody answers for herself."))
    return may_act(actor, request.community_id) and _vouches(actor, request)


def _vouches(actor: Person, request: JoinRequest) -> Verdict:
    belongs = Membership.objects.inside().filter(person=actor, community=request.community_id)
    if not belongs.filter(joined_at__lte=timezone.now() - VOUCHES_AFTER).exists():
        return no(_("Whoever has belonged for 14 days may answer for somebody."))
    if Vouch.objects.filter(membership=request.membership_id, by=actor).exists():
        return no(_("You have already answered for this person."))
    return YES


def can_answer_request(actor: Person, request: JoinRequest) -> Verdict:
    """Whoever coordinates, as long as nobody else has; never for herself."""
    if not holds(actor, request.community_id, Role.COORDINATOR):
        return no(NOT_YOURS)
    if request.person_id == actor.pk:
        return no(_("Somebody else answers your own request."))
    if not JoinRequest.objects.filter(waiting(), pk=request.pk).exists():
        return no(_("This request has already been answered, or it was withdrawn."))
    return YES


def can_admit(actor: Person, request: JoinRequest) -> Verdict:
    """Where members vouch, only once enough of them have."""
    mine = can_answer_request(actor, request)
    place = request.membership
    if mine and place and request.community.vouchers_needed and place.state != MembershipState.VOUCHED:
        return no(_("First enough members answer for this person."))
    return mine


def can_withdraw_request(actor: Person, request: JoinRequest) -> Verdict:
    if request.person_id != actor.pk:
        return no(NOTHING_HERE)
    if not JoinRequest.objects.filter(waiting(), pk=request.pk).exists():
        return no(_("This request has already been answered, or it was withdrawn."))
    return YES
