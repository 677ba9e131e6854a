"""What the pages of accountability show: the chapters, one's own look, the peer's remarks, the plan and how far it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from palabre.charter.choices import ReviewState
from palabre.charter.models import Improvement, Review, ReviewLine
from palabre.charter.queries.reading import Reading, read
from palabre.charter.rules import (
    can_accept_peer,
    can_add_improvement,
    can_agree_plan,
    can_assess,
    can_comment,
    can_conclude_review,
    can_finish_assessment,
    can_finish_comments,
    can_name_peer,
    can_plan_review,
    is_peer,
    named_reviews,
    possible_peers,
    standards_of,
    visible_reviews,
)
from palabre.commitments.choices import CommitmentState
from palabre.commitments.models import Commitment
from palabre.communities.choices import Role
from palabre.communities.models import Community, RoleGrant
from palabre.communities.rules import holds
from palabre.communities.rules.sharing import may_name
from palabre.kit.verdict import Text, Verdict
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

STATES = list(ReviewState)
NAMED = ("community", "peer", "standards__community")


@dataclass(frozen=True, slots=True)
class NamedReview:
    """A review for which a peer is sought, or which one is asked to read: whose it is, and who reads it."""

    review: Review
    name: str
    peer: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class StandardsPage:
    """The chapters, the reviews of this community, and what is asked of it as a peer or as a network."""

    reading: Reading | None
    reviews: list[Review]
    plan: Verdict
    asked: list[NamedReview]
    reads: list[NamedReview]
    named: list[NamedReview]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One line of a review with the commitments that came from it."""

    line: ReviewLine
    number: int
    commitments: list[Commitment]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One review as one reader sees it."""

    review: Review
    name: str
    peer: str
    chapters: list[Chapter]
    steps: list[Text]
    current: int
    kept: int
    total: int
    as_peer: bool
    assess: Verdict
    finish: Verdict
    comment: Verdict
    finish_comments: Verdict
    improve: Verdict
    agree: Verdict
    conclude: Verdict


def standards_page(actor: Person, community: Community, language: str) -> StandardsPage:
    """A fixed number of queries, whatever the number of reviews."""
    standards = standards_of(community)
    mine = visible_reviews(actor).filter(community=community).select_related(*NAMED)
    coordinates = holds(actor, community.pk, Role.COORDINATOR)
    peer = Review.objects.filter(peer=community).select_related(*NAMED) if coordinates else Review.objects.none()
    below = named_reviews(actor).filter(standards__community=community).exclude(state=ReviewState.FOLLOWED)
    asked, named = list(peer.order_by("-created_at", "-pk")), list(below.select_related(*NAMED).order_by("-pk"))
    _load_names([*asked, *named])
    return StandardsPage(
        reading=read(standards, language) if standards else None,
        reviews=list(mine.order_by("-created_at", "-pk")),
        plan=can_plan_review(actor, community),
        asked=[_named(actor, one, language, can_accept_peer(actor, one)) for one in asked if not one.peer_accepted_at],
        reads=[_named(actor, one, language, can_comment(actor, one)) for one in asked if one.peer_accepted_at],
        named=[_named(actor, one, language, can_name_peer(actor, one)) for one in named],
    )


def _load_names(reviews: Iterable[Review]) -> None:
    load_halves([one for review in reviews for one in (review.community, review.peer) if one is not None])


def _named(actor: Person, review: Review, language: str, verdict: Verdict) -> NamedReview:
    peer = _name(actor, review.peer, language) if review.peer else ""
    return NamedReview(review, _name(actor, review.community, language), peer, verdict)


def _name(actor: Person, community: Community, language: str) -> str:
    """Empty where the name may not stand on this reader's page: the page then says so in general words."""
    return best_words(community, "name", language).text if may_name(actor, community) else ""


def peers_for(review: Review, language: str) -> list[tuple[Community, str]]:
    """The communities that may read it, by name."""
    rows = list(possible_peers(review))
    load_halves(rows)
    named = [(row, best_words(row, "name", language).text) for row in rows]
    return sorted(named, key=lambda pair: pair[1].casefold())


def review_page(actor: Person, review: Review, language: str) -> ReviewPage:
    """Six queries, whatever the number of chapters and commitments."""
    lines = list(ReviewLine.objects.filter(review=review).select_related("chapter").order_by("chapter__position", "pk"))
    promised = _promised(lines)
    commitments = [one for rows in promised.values() for one in rows]
    load_halves([*(line.chapter for line in lines), *commitments])
    _load_names([review])
    return ReviewPage(
        review=review,
        name=_name(actor, review.community, language),
        peer=_name(actor, review.peer, language) if review.peer else "",
        chapters=[Chapter(line, number, promised[line.pk]) for number, line in enumerate(lines, start=1)],
        steps=[state.label for state in STATES],
        current=STATES.index(ReviewState(review.state)) + 1,
        kept=sum(one.state == CommitmentState.DONE for one in commitments),
        total=sum(one.state != CommitmentState.DROPPED for one in commitments),
        as_peer=is_peer(actor, review),
        assess=can_assess(actor, review),
        finish=can_finish_assessment(actor, review),
        comment=can_comment(actor, review),
        finish_comments=can_finish_comments(actor, review),
        improve=can_add_improvement(actor, review),
        agree=can_agree_plan(actor, review),
        conclude=can_conclude_review(actor, review),
    )


def _promised(lines: Iterable[ReviewLine]) -> dict[int, list[Commitment]]:
    found: dict[int, list[Commitment]] = defaultdict(list)
    rows = Improvement.objects.filter(line__in=list(lines)).select_related(
        "commitment__person", "commitment__organisation", "commitment__community"
    )
    for row in rows.order_by("commitment__due", "pk"):
        found[row.line_id].append(row.commitment)
    return found


def review_by_key(key: int | None) -> Review | None:
    """For the notices."""
    return Review.objects.select_related(*NAMED).filter(pk=key or 0).first()


def stewards_of(community_id: int) -> list[int]:
    """The keys of those who care for a network now."""
    rows = RoleGrant.objects.held().filter(community_id=community_id, role=Role.STEWARD)
    return list(rows.values_list("person_id", flat=True))
