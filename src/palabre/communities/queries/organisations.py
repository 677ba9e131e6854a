"""What the pages of organisations show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from palabre.communities.models import Community, Invitation, OrganisationPlace, Representative
from palabre.communities.queries.naming import called
from palabre.communities.rules import visible_places, visible_representatives
from palabre.kit.paging import Slice, page_of
from palabre.people.models import Person


def places_page(actor: Person, community: Community, asked: Mapping[str, Any]) -> Slice[OrganisationPlace]:
    """Organisations by name; each has `speakers`: who speaks for it here, as the reader may see it. Four queries."""
    rows = visible_places(actor).filter(community=community).select_related("organisation")
    found = page_of(rows, asked, by="organisation__name")
    speakers: dict[int, list[Representative]] = defaultdict(list)
    for row in representatives(actor, community).filter(place__in=found.items):
        row.name = called(row.membership.person, community)  # type: ignore[attr-defined]
        speakers[row.place_id].append(row)
    for place in found.items:
        place.speakers = speakers[place.pk]  # type: ignore[attr-defined]
    return found


def representatives(actor: Person, community: Community) -> QuerySet[Representative]:
    """Who speaks for an organisation here today, whoever has the voice first."""
    rows = visible_representatives(actor).filter(place__community=community)
    return rows.select_related("place__community", "membership__person").order_by("-votes", "since", "pk")


def speakers_of(actor: Person, place: OrganisationPlace) -> list[Representative]:
    rows = list(representatives(actor, place.community).filter(place=place))
    for row in rows:
        row.name = called(row.membership.person, place.community)  # type: ignore[attr-defined]
    return rows


def speakers_invited(place: OrganisationPlace) -> QuerySet[Invitation]:
    """Invitations to speak for it that nobody has taken yet."""
    now = timezone.now()
    rows = Invitation.objects.filter(place=place, accepted_at=None, withdrawn_at=None, expires_at__gt=now)
    return rows.order_by("created_at", "pk")
