"""Links, requests and answers as the tests of joining make them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from palabre.communities.actions import Asking, Newcomer, ask_as_person, ask_to_join, open_join_link
from palabre.communities.models import Community, CommunityCountry, JoinLink, JoinRequest, Membership
from palabre.people.models import Person
from tests.factories import make_community
from tests.personas import Cast

NEW = Newcomer(display_name="Kadi", password="une porte ouverte au matin", language="fr", zone="Africa/Bamako")


def link_to(cast: Cast, community: Community | None = None, **wanted: Any) -> JoinLink:
    """A French link of the community called « here », unless said otherwise."""
    where = community or cast.here
    actor = cast.steward if where == cast.network else cast.coordinator
    wanted.setdefault("language", "fr")
    return open_join_link(actor=actor, community=where, **wanted)


def asked_by_mail(link: JoinLink, email: str = "kadi@example.org", **said: Any) -> JoinRequest:
    """What a visitor asked, not yet confirmed."""
    ask_to_join(link=link, said=Asking(display_name="Kadi", email=email, **said), language="fr", source="here")
    return JoinRequest.objects.get(email__iexact=email, confirmed_at=None)


def asked(person: Person, link: JoinLink, **said: Any) -> JoinRequest:
    """The request of somebody who has an account."""
    leaves = said.pop("leaves", None)
    return ask_as_person(actor=person, link=link, said=Asking(**said), leaves=leaves)


def settled(person: Person, community: Community) -> None:
    """She has belonged there for long enough to answer for others."""
    Membership.objects.filter(person=person, community=community).update(joined_at=timezone.now() - timedelta(days=20))


def regions_of(network: Community) -> dict[str, Community]:
    """West Africa (ML, SN) with a section for each language, East Africa (KE), and the one for everybody else."""
    west = make_community("Afrique de l'Ouest", parent=network, kind="regional")
    east = make_community("Afrique de l'Est", parent=network, kind="regional")
    rest = make_community("Mondiale", parent=network, kind="regional", catch_all=True)
    for where, country in ((west, "ML"), (west, "SN"), (east, "KE")):
        CommunityCountry.objects.create(community=where, country=country)
    sections = {
        language: make_community(f"Section {language}", parent=west, kind="section", language=language)
        for language in ("fr", "en")
    }
    return {"west": west, "east": east, "rest": rest, **sections}
