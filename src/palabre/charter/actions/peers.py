"""A review is planned; the network names another community to read it, and that community says yes or no."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.charter.models import Article, Review, ReviewLine
from palabre.charter.rules import can_accept_peer, can_name_peer, can_plan_review, standards_of
from palabre.communities.models import Community
from palabre.communities.rules import fresh
from palabre.journal.actions import record
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

NO_STANDARDS = no(_("No accountability standards are published yet."))


def plan_review(*, actor: Person, community: Community, language: str) -> Review:
    """Open the chapters of the standards in force, each still empty. Raises Refused."""
    with transaction.atomic():
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_plan_review(fresh(actor), community))
        standards = standards_of(community)
        if standards is None:
            raise Refused(NO_STANDARDS)
        review = Review.objects.create(community=community, standards=standards, planned_by=actor, language=language)
        chapters = Article.objects.filter(edition=standards).order_by("part", "position", "pk")
        ReviewLine.objects.bulk_create(ReviewLine(review=review, chapter=chapter) for chapter in chapters)
        tell("charter.review_planned", actor, review)
    return review


def name_peer(*, actor: Person, review: Review, peer: Community) -> Review:
    """The network coordination asks another community to read. Raises Refused."""
    with transaction.atomic():
        review = locked(review)
        require(can_name_peer(fresh(actor), review, peer), "peer")
        review.peer, review.peer_named_by, review.peer_accepted_at = peer, actor, None
        review.save(update_fields=["peer", "peer_named_by", "peer_accepted_at"])
        tell("charter.peer_named", actor, review, peer=peer.pk)
    return review


def accept_peer(*, actor: Person, review: Review) -> Review:
    """The peer's coordination says yes: from now on it reads this review, and no other. Raises Refused."""
    with transaction.atomic():
        review = locked(review)
        require(can_accept_peer(fresh(actor), review))
        review.peer_accepted_at = timezone.now()
        review.save(update_fields=["peer_accepted_at"])
        tell("charter.peer_accepted", actor, review)
    return review


def decline_peer(*, actor: Person, review: Review) -> Review:
    """The peer's coordination says no, without a reason; the network names another one. Raises Refused."""
    with transaction.atomic():
        review = locked(review)
        require(can_accept_peer(fresh(actor), review))
        tell("charter.peer_declined", actor, review)
        review.peer = None
        review.save(update_fields=["peer"])
    return review


def locked(review: Review) -> Review:
    rows = Review.objects.select_for_update(of=("self",)).select_related("community", "standards__community", "peer")
    return rows.get(pk=review.pk)


def tell(kind: str, actor: Person, review: Review, **facts: int) -> None:
    record(
        kind,
        actor_id=actor.pk,
        community_id=review.community_id,
        subject="review",
        subject_id=review.pk,
        **facts,
    )
