"""What a join link shows to whoever opens it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from palabre.communities.choices import JoinAs, MembershipState
from palabre.communities.models import Community, JoinLink, JoinQuestion, Membership
from palabre.communities.queries.joining import outer_name, questions_asked, speaks_openly
from palabre.communities.queries.routing import asks_country, destination, regions
from palabre.kit.countries import country_name
from palabre.kit.reader import page_language
from palabre.languages.queries import load_halves
from palabre.people.models import Person


@dataclass(slots=True)
class Way:
    """Where the link leads: `landing` is None until the country is known; `named` whether a visitor reads names."""

    link: JoinLink
    joins_as: str
    country: str
    routed: bool
    landing: Community | None = None
    regions: list[Community] = field(default_factory=list)
    questions: list[JoinQuestion] = field(default_factory=list)

    @property
    def named(self) -> bool:
        return self.landing is not None and speaks_openly(self.landing)

    @property
    def country_name(self) -> str:
        return country_name(self.country)

    @property
    def for_organisation(self) -> bool:
        return self.joins_as == JoinAs.ORGANISATION

    @property
    def vouching(self) -> bool:
        return self.landing is not None and self.landing.vouchers_needed > 0


def way_of(link: JoinLink, asked: Mapping[str, Any]) -> Way:
    """`asked`: the words of the address, `as` and `country`. The landing place is what the action computes again."""
    joins_as = JoinAs.ORGANISATION if asked.get("as") == JoinAs.ORGANISATION else JoinAs.PERSON
    routed = asks_country(link.community)
    country = str(asked.get("country", "")).upper() if routed else ""
    way = Way(link, joins_as, country if country_name(country, "en") else "", routed)
    if routed and not way.country:
        way.regions = [one for one in regions(link.community) if speaks_openly(one)]
        load_halves([link.community])
        return way
    way.landing = destination(link.community, country=way.country, language=link.language)
    way.questions = questions_asked(way.landing)
    load_halves([way.landing])
    return way


def sister_places(actor: Person, landing: Community) -> list[tuple[Membership, str]]:
    """Own places elsewhere in the same network, with their names: she may move from one of them."""
    rows = Membership.objects.filter(person=actor, state__in=MembershipState.reading()).exclude(community=landing)
    found = list(rows.select_related("community").order_by("pk"))
    top = _top(landing)
    near = [one for one in found if _top(one.community) == top]
    load_halves([one.community for one in near])
    return [(one, outer_name(one.community, page_language()) or one.community.name) for one in near]


def _top(community: Community) -> int:
    above = community.ancestors().values_list("pk", flat=True)
    return next(iter(above), community.pk)
