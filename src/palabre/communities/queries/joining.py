"""What the pages of the ways in show: links, questions, requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet

from palabre.communities.choices import MembershipState, PlaceState, RiskProfile
from palabre.communities.models import Community, JoinLink, JoinQuestion, JoinRequest, Membership, Suspension
from palabre.communities.rules import (
    own_requests,
    standing,
    visible_links,
    visible_questions,
    visible_requests,
    visible_suspensions,
)
from palabre.kit.ids import digest
from palabre.kit.paging import Slice, page_of
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person


def link_by_token(token: str) -> JoinLink | None:
    """A join link, open or not."""
    return JoinLink.objects.select_related("community").filter(digest=digest(token)).first()


def request_by_token(token: str) -> JoinRequest | None:
    """What was asked behind the link of a mail, confirmed or not."""
    rows = JoinRequest.objects.select_related("community", "link__community", "membership", "place")
    return rows.filter(digest=digest(token)).first()


def request_by_key(key: int) -> JoinRequest | None:
    return JoinRequest.objects.select_related("community", "link__community").filter(pk=key).first()


def links_page(actor: Person, community: Community, asked: Mapping[str, Any]) -> Slice[JoinLink]:
    """Links, the latest first."""
    rows = visible_links(actor).filter(community=community).select_related("community")
    return page_of(rows, asked, by="-created_at")


def questions_asked(community: Community) -> list[JoinQuestion]:
    """What this community asks of whoever wants to join, in order. Two queries."""
    rows = list(JoinQuestion.objects.filter(community=community, closed_at=None))
    load_halves(rows)
    return rows


def own_questions(actor: Person, community: Community) -> list[JoinQuestion]:
    """The same, for whoever writes them."""
    rows = list(visible_questions(actor).filter(community=community))
    load_halves(rows)
    return rows


def speaks_openly(community: Community) -> bool:
    """Whether a visitor may read its name: never at high risk (DOMAIN.md §4.1)."""
    return community.risk != RiskProfile.HIGH


def outer_name(community: Community, language: str) -> str:
    """What whoever does not belong may call it; empty where it must have no name."""
    return best_words(community, "name", language).text if speaks_openly(community) else ""


def requests_page(actor: Person, community: Community, asked: Mapping[str, Any]) -> Slice[JoinRequest]:
    """Who waits, the longest first; each has `vouched`, how many answer for her. A name, never an address."""
    rows = visible_requests(actor).filter(community=community).select_related("membership", "place")
    return page_of(rows.annotate(vouched=Count("membership__vouches")), asked, by="confirmed_at")


def open_request(actor: Person, community: Community) -> QuerySet[JoinRequest]:
    """Requests of this community that the actor may open."""
    rows = visible_requests(actor).filter(community=community)
    return rows.select_related("community", "membership", "place__organisation", "person")


@dataclass(frozen=True, slots=True)
class Answered:
    """A question in the words of the community, and her words."""

    question: JoinQuestion
    text: str


def answers_of(request: JoinRequest) -> list[Answered]:
    rows = list(request.answers.select_related("question").order_by("question__position", "question_id"))
    load_halves([row.question for row in rows])
    return [Answered(row.question, row.text) for row in rows]


def vouchers_of(request: JoinRequest) -> list[Person]:
    """Members who answer for her, the first first."""
    if request.membership is None:
        return []
    rows = request.membership.vouches.select_related("by").order_by("at", "pk")
    return [row.by for row in rows]


@dataclass(slots=True)
class Mine:
    """What one has asked for, and where one's place is shut: the part of « my communities » that is no community yet."""

    requests: list[JoinRequest] = field(default_factory=list)
    shut: list[Membership] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.requests or self.shut)


def mine_at_the_door(actor: Person) -> Mine:
    """Own requests that wait or were not accepted, and own places that are suspended. One query for whoever has none."""
    asked = own_requests(actor).select_related("community", "membership", "place").order_by("-confirmed_at", "pk")
    states = MembershipState.asking() | {MembershipState.DECLINED}
    rows = [one for one in asked if _state(one) in states | {PlaceState.REQUESTED.value, PlaceState.DECLINED.value}]
    held: list[Membership] = []
    if standing(actor).shut:
        shut = Membership.objects.filter(person=actor, suspensions__isnull=False, state__in=MembershipState.shut())
        held = list(shut.select_related("community").prefetch_related("suspensions").distinct().order_by("pk"))
    load_halves([*(one.community for one in rows), *(one.community for one in held)])
    return Mine(rows, held)


def suspension_of(actor: Person, membership: Membership) -> Suspension | None:
    """The latest suspension of a place, if the actor may read it."""
    return visible_suspensions(actor).filter(membership=membership).order_by("-at", "-pk").first()


def suspension_by_key(key: int) -> Suspension | None:
    return Suspension.objects.select_related("membership__community").filter(pk=key).first()


def _state(request: JoinRequest) -> str:
    return request.membership.state if request.membership else request.place.state if request.place else ""
