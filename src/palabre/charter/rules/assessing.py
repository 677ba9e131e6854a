"""Who looks at her own community, who reads it as a peer, who promises to mend what was found."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.charter.choices import ReviewState, TextKind
from palabre.charter.models import Edition, Improvement, Review, ReviewLine
from palabre.charter.rules.signing import offered_editions
from palabre.charter.rules.texts import CLOSED, NOT_THE_NETWORK
from palabre.communities.choices import RiskProfile, Role, Sharing, Stage
from palabre.communities.models import Community
from palabre.communities.rules import NOT_YOURS, NOTHING_HERE, holds, may_act_as, standing
from palabre.communities.rules.sharing import shared_below
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

ASSESSORS = (Role.COORDINATOR, Role.FACILITATOR, Role.MEL)
PEERS_ONLY = no(_("This is done by the coordination of the community that was asked to read."))
TOO_LATE = no(_("This step of the review is over."))
TOO_EARLY = no(_("This step of the review has not begun yet."))
SHARED = (Sharing.RESULTS, Sharing.RECORDS)


def standards_of(community: Community) -> Edition | None:
    """The standards in force: those of the nearest community, going up, that has some."""
    rows = {row.community_id: row for row in offered_editions(community, TextKind.STANDARDS)}
    if not rows:
        return None
    chain = community.ancestors(include_self=True).values_list("pk", flat=True)
    return next(rows[pk] for pk in reversed(list(chain)) if pk in rows)


def visible_reviews(actor: Person) -> QuerySet[Review]:
    """Of one's own communities; as a peer who said yes; and of a child that shares its results (INV-04)."""
    known = standing(actor)
    return Review.objects.filter(
        Q(community_id__in=known.community_ids())
        | Q(peer_id__in=known.communities_with(Role.COORDINATOR), peer_accepted_at__isnull=False)
        | Q(community_id__in=_sharing(actor))
    )


def _sharing(actor: Person) -> list[int]:
    """Communities below a network that the actor cares for, as long as they share at least their results."""
    below = shared_below(standing(actor).communities_with(Role.STEWARD))
    return [one.community_id for one in below if one.level in SHARED]


def can_view_review(actor: Person, review: Review) -> Verdict:
    return YES if visible_reviews(actor).filter(pk=review.pk).exists() else no(NOTHING_HERE)


def named_reviews(actor: Person) -> QuerySet[Review]:
    """Reviews for which the actor names a peer: that they exist and who reads them, never what they say."""
    return Review.objects.filter(standards__community_id__in=standing(actor).communities_with(Role.STEWARD))


def is_peer(actor: Person, review: Review) -> bool:
    """Coordinates the community that was asked, and does not belong to the one that is read."""
    if review.peer_id is None or review.community_id in standing(actor).community_ids():
        return False
    return holds(actor, review.peer_id, Role.COORDINATOR)


def peer_requests(actor: Person) -> QuerySet[Review]:
    """Reviews that a community of the actor is asked to read, and has not answered."""
    mine = standing(actor).communities_with(Role.COORDINATOR)
    return Review.objects.filter(peer_id__in=mine, peer_accepted_at=None)


def frame_of(actor: Person, review: Review) -> Community:
    """In which of her communities the reader stands while she reads: the reviewed one, else the peer, else the network."""
    known = standing(actor).community_ids()
    if review.community_id in known:
        return review.community
    if review.peer is not None and review.peer_id in known:
        return review.peer
    return review.standards.community


def can_plan_review(actor: Person, community: Community) -> Verdict:
    """By its own coordination, one at a time, once there are standards."""
    if community.stage in Stage.over():
        return CLOSED
    verdict = may_act_as(actor, community.pk, NOT_YOURS, Role.COORDINATOR)
    if not verdict:
        return verdict
    if standards_of(community) is None:
        return no(_("No accountability standards are published yet."))
    if Review.objects.filter(community=community).exclude(state=ReviewState.FOLLOWED).exists():
        return no(_("A review is under way already."))
    return YES


def can_name_peer(actor: Person, review: Review, peer: Community | None = None) -> Verdict:
    """By the network coordination, before the peer reads: another community of the same network, never itself."""
    verdict = may_act_as(actor, review.standards.community_id, NOT_THE_NETWORK, Role.STEWARD)
    if not verdict:
        return verdict
    if review.peer_accepted_at is not None or review.state not in (ReviewState.PLANNED, ReviewState.ASSESSED):
        return no(_("A community has already accepted to read this review."))
    if peer is not None and not possible_peers(review).filter(pk=peer.pk).exists():
        return no(_("Choose another community of the same network: nobody reads her own review."))
    return YES


def possible_peers(review: Review) -> QuerySet[Community]:
    """The other communities of the network that owns the standards."""
    family = Community.objects.descendants(review.standards.community_id, include_self=True)
    found: QuerySet[Community] = family.exclude(pk=review.community_id).exclude(stage__in=Stage.over())
    # the name of a community at high risk stands on no list
    return found.exclude(risk=RiskProfile.HIGH)


def can_accept_peer(actor: Person, review: Review) -> Verdict:
    if not is_peer(actor, review):
        return PEERS_ONLY
    return TOO_LATE if review.peer_accepted_at is not None else YES


def can_assess(actor: Person, review: Review) -> Verdict:
    """Write one chapter of one's own look."""
    verdict = may_act_as(actor, review.community_id, NOT_YOURS, *ASSESSORS)
    if not verdict:
        return verdict
    return YES if review.state == ReviewState.PLANNED else TOO_LATE


def can_finish_assessment(actor: Person, review: Review) -> Verdict:
    """When every chapter says how far and what was found."""
    verdict = may_act_as(actor, review.community_id, NOT_YOURS, Role.COORDINATOR)
    if not verdict:
        return verdict
    if review.state != ReviewState.PLANNED:
        return TOO_LATE
    if ReviewLine.objects.filter(review=review).filter(Q(level="") | Q(finding="")).exists():
        return no(_("A chapter is still empty. Say for each one how far you are and what you found."))
    return YES


def can_comment(actor: Person, review: Review) -> Verdict:
    """Remarks of the peer, chapter by chapter, between the self-assessment and the plan."""
    if not is_peer(actor, review) or review.peer_accepted_at is None:
        return PEERS_ONLY
    if review.state == ReviewState.PLANNED:
        return no(_("The community has not finished its own look yet."))
    return YES if review.state == ReviewState.ASSESSED else TOO_LATE


def can_finish_comments(actor: Person, review: Review) -> Verdict:
    verdict = can_comment(actor, review)
    if verdict and ReviewLine.objects.filter(review=review, comment="").exists():
        return no(_("A chapter is still without your remark. A short one is enough."))
    return verdict


def can_add_improvement(actor: Person, review: Review) -> Verdict:
    """A commitment that mends what was found: after the peer has read."""
    verdict = may_act_as(actor, review.community_id, NOT_YOURS, Role.COORDINATOR)
    if not verdict:
        return verdict
    if review.state in (ReviewState.REVIEWED, ReviewState.IMPROVING):
        return YES
    return TOO_LATE if review.state == ReviewState.FOLLOWED else TOO_EARLY


def can_agree_plan(actor: Person, review: Review) -> Verdict:
    verdict = can_add_improvement(actor, review)
    if not verdict:
        return verdict
    if review.state != ReviewState.REVIEWED:
        return no(_("The improvement plan is agreed already."))
    if not Improvement.objects.filter(line__review=review).exists():
        return no(_("Note at least one commitment first: who does what, by when."))
    return YES


def can_conclude_review(actor: Person, review: Review) -> Verdict:
    """Say what became of the plan."""
    verdict = may_act_as(actor, review.community_id, NOT_YOURS, Role.COORDINATOR)
    if not verdict:
        return verdict
    if review.state == ReviewState.IMPROVING:
        return YES
    return TOO_LATE if review.state == ReviewState.FOLLOWED else TOO_EARLY
