"""Where somebody lands who asks a network: in the community that answers for her country, else in that for all others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from palabre.communities.choices import CommunityKind, Stage
from palabre.communities.models import Community, CommunityCountry
from palabre.languages.queries import load_halves

_NOWHERE = (*Stage.over(), Stage.PROPOSED)


def _below(community: Community, country: str) -> list[Any]:
    """The open children; each says whether it has countries (`placed`) and whether one of them is hers (`answers`)."""
    places = CommunityCountry.objects.filter(community=OuterRef("pk"))
    rows = Community.objects.filter(parent=community).exclude(stage__in=_NOWHERE)
    marked = rows.annotate(placed=Exists(places), answers=Exists(places.filter(country=country)))
    return list(marked.order_by("pk"))


def destination(start: Community, *, country: str, language: str) -> Community:
    """One level after another: by country, else the one for everybody else; at the end the section of her language."""
    here, seen = start, set()
    while here.pk not in seen:
        seen.add(here.pk)
        following: Community | None = _next(_below(here, country), language)
        if following is None:
            break
        here = following
    return here


def _next(children: Sequence[Any], language: str) -> Community | None:
    by_country = next((one for one in children if one.answers), None)
    placed = any(one.placed for one in children)
    others = next((one for one in children if one.catch_all), None) if placed else None
    section = (one for one in children if one.kind == CommunityKind.SECTION and one.language == language)
    return by_country or others or (None if placed else next(section, None))


def asks_country(community: Community) -> bool:
    """Whether the country decides where one lands."""
    return CommunityCountry.objects.filter(community__parent=community).exclude(community__stage__in=_NOWHERE).exists()


def regions(community: Community) -> list[Community]:
    """The communities among which the country decides, the one for everybody else last."""
    rows = list(
        Community.objects.filter(parent=community).exclude(stage__in=_NOWHERE).order_by("catch_all", "name", "pk")
    )
    load_halves(rows)
    return rows
