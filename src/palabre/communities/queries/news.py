"""News as a community reads it: its own, what comes down, what was shared up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from palabre.communities.choices import NewsFor
from palabre.communities.models import Announcement, Community, Membership
from palabre.communities.rules import standing
from palabre.communities.rules.news import WIDE, can_withdraw_announcement, reaching
from palabre.communities.rules.sharing import may_name, shared_level
from palabre.communities.rules.tree import chains
from palabre.kit.paging import Slice, page_of
from palabre.kit.verdict import Verdict
from palabre.languages.queries import load_halves
from palabre.people.models import Person

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of news. `elsewhere`: it comes from another community; `named`: whose name the reader may know."""

    news: Announcement
    elsewhere: bool
    named: bool
    withdraw: Verdict


def latest_news(actor: Person, community: Community) -> list[Piece]:
    """The newest ones, for the first page of a community; their halves are still to be read. Three queries."""
    return [_piece(actor, community, row) for row in _reaching(community).order_by("-published_at", "-pk")[:SHOWN]]


def news_page(actor: Person, community: Community, asked: Mapping[str, Any]) -> tuple[list[Piece], Slice[Announcement]]:
    """The same, twenty at a time. Four queries."""
    found = page_of(_reaching(community), asked, by="-published_at")
    load_halves([*found.items, *(row.community for row in found.items)])
    return [_piece(actor, community, row) for row in found.items], found


def _reaching(community: Community) -> Any:
    return Announcement.objects.filter(reaching([community.pk]), withdrawn_at=None).select_related("community")


def _piece(actor: Person, community: Community, row: Announcement) -> Piece:
    elsewhere = row.community_id != community.pk
    return Piece(row, elsewhere, may_name(actor, row.community), can_withdraw_announcement(actor, row))


def announcement_by_key(key: int | None) -> Announcement | None:
    rows = Announcement.objects.filter(pk=key or 0, withdrawn_at=None)
    return rows.select_related("community").first()


def readers_of(announcement: Announcement) -> list[int]:
    """Whom the notice reaches: the members where it is read, but those who take a break."""
    where = [announcement.community_id]
    if announcement.audience == NewsFor.BELOW:
        where += announcement.community.descendants().values_list("pk", flat=True)
    if announcement.audience == NewsFor.ABOVE:
        up = chains([announcement.community_id]).above(announcement.community_id)
        where += [pk for pk in up if shared_level(pk, announcement.community) in WIDE]
    rows = Membership.objects.active().filter(community_id__in=where)
    return sorted(set(rows.values_list("person_id", flat=True)))


def read_in(actor: Person, rows: Iterable[Announcement]) -> dict[int, Community]:
    """For each piece of news the community of the reader where it is read. Two queries."""
    keys = standing(actor).community_ids()
    own, found = chains(keys), {}
    mine = Community.objects.in_bulk(keys)
    for row in rows:
        near = [row.community_id] if row.community_id in keys else []
        near += [pk for pk in keys if row.community_id in own.above(pk)]
        near += [pk for pk in chains([row.community_id]).above(row.community_id) if pk in keys]
        if near:
            found[row.pk] = mine[near[0]]
    return found
