"""What the pages of campaigns and introductions show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from palabre.communities.models import Campaign, Community, Introduction, JoinLink, JoinRequest, Membership, Wish
from palabre.communities.queries.directory import contact_of
from palabre.communities.queries.naming import called
from palabre.communities.rules.joining import can_see_links, visible_links
from palabre.communities.rules.matching import (
    can_change_campaign,
    can_propose_introductions,
    can_wish,
    is_made,
    takes_wishes,
    visible_campaigns,
    visible_introductions,
    visible_wishes,
)
from palabre.kit.masking import THRESHOLD
from palabre.kit.paging import Slice, page_of
from palabre.kit.reader import page_language
from palabre.kit.verdict import Verdict
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many asked and how many came in by its links; None: fewer than five, and how few is not said."""

    asked: int | None
    admitted: int | None


@dataclass(frozen=True, slots=True)
class CampaignPage:
    campaign: Campaign
    change: Verdict
    propose: Verdict
    takes: Verdict
    wish: Verdict
    wishes: list[Wish]
    introductions: list[Introduced]
    links: list[JoinLink]
    arrivals: Arrivals | None
    wishers: int | None
    runs: bool


@dataclass(frozen=True, slots=True)
class Introduced:
    """One introduction as one of the two sees it. `name` and `contact` are the other's, once both said yes."""

    introduction: Introduction
    said: str
    made: bool
    name: str
    contact: str
    words: list[str]


def campaigns_page(actor: Person, community: Community, asked: Mapping[str, Any]) -> Slice[Campaign]:
    """The latest first."""
    found = page_of(visible_campaigns(actor).filter(community=community), asked, by="-opens_on")
    load_halves(found.items)
    return found


def campaign_page(actor: Person, campaign: Campaign) -> CampaignPage:
    """What a member says of herself is hers; the coordination reads figures, and none under five."""
    load_halves([campaign])
    change, today = can_change_campaign(actor, campaign), timezone.localdate()
    links = (
        visible_links(actor).filter(campaigns=campaign).order_by("pk")
        if can_see_links(actor, campaign.community)
        else ()
    )
    return CampaignPage(
        campaign=campaign,
        change=change,
        propose=can_propose_introductions(actor, campaign),
        takes=takes_wishes(campaign),
        wish=can_wish(actor, campaign),
        wishes=list(visible_wishes(actor).filter(campaign=campaign).order_by("pk")),
        introductions=introductions_of(actor, campaign),
        links=list(links),
        arrivals=_arrivals(campaign) if change else None,
        wishers=_shown(campaign.wishes.values("membership").distinct().count()) if change else None,
        runs=campaign.opens_on <= today <= campaign.closes_on,
    )


def _arrivals(campaign: Campaign) -> Arrivals:
    """By its links, since its first day. Numbers so close to each other that a few could be worked out are not said."""
    rows = JoinRequest.objects.filter(link__campaigns=campaign, confirmed_at__date__gte=campaign.opens_on)
    admitted = Q(membership__approved_at__isnull=False) | Q(place__state="active")
    asked, came = rows.count(), rows.filter(admitted).count()
    close = 0 < asked - came < THRESHOLD
    return Arrivals(_shown(asked), None if close else _shown(came))


def _shown(number: int) -> int | None:
    return number if number == 0 or number >= THRESHOLD else None


def introductions_of(actor: Person, campaign: Campaign) -> list[Introduced]:
    rows = visible_introductions(actor).filter(campaign=campaign)
    return [introduced(actor, one) for one in _with_people(rows).order_by("pk")]


def introduction_page(actor: Person, community: Community, public_id: str) -> Introduced | None:
    rows = visible_introductions(actor).filter(campaign__community=community, public_id=public_id)
    found = _with_people(rows).first()
    return introduced(actor, found) if found else None


def _with_people(rows: Any) -> Any:
    people = ("first__person__profile", "second__person__profile", "first__community", "second__community")
    return rows.select_related("campaign__community", *people)


def introduced(actor: Person, one: Introduction) -> Introduced:
    """Until both have said yes, the other is nobody in particular."""
    first = one.first.person_id == actor.pk
    mine, other = ("first", "second") if first else ("second", "first")
    made = is_made(one)
    them: Membership = getattr(one, other)
    them.community = one.campaign.community
    said = "yes" if getattr(one, f"{mine}_yes_at") else "no" if getattr(one, f"{mine}_no_at") else ""
    return Introduced(
        introduction=one,
        said=said,
        made=made,
        name=called(them.person, them.community) if made else "",
        contact=(getattr(one, f"{other}_contact") or contact_of(them)) if made else "",
        words=_words(one, them) if made else [],
    )


def _words(one: Introduction, them: Membership) -> list[str]:
    """The line that the other wrote about this theme."""
    rows = Wish.objects.filter(campaign=one.campaign, membership=them, theme__iexact=one.theme).exclude(text="")
    return list(rows.order_by("pk").values_list("text", flat=True))


def themes_of(community: Community) -> list[str]:
    """The themes that the community states, one a line, in the reader's language."""
    load_halves([community])
    return [line.strip() for line in best_words(community, "themes", page_language()).text.splitlines() if line.strip()]


def introduction_by_key(key: int | None) -> Introduction | None:
    return Introduction.objects.filter(pk=key or 0).select_related("first", "second").first()
