"""Texts that are ready, and people who sign them."""

from __future__ import annotations

from datetime import date

from palabre.charter.models import Adoption, Edition, Signature
from palabre.communities.choices import Role
from palabre.communities.models import Community, Membership
from palabre.demo import alliance_charter as story
from palabre.people.models import Person
from tests.factories import grant, make_person
from tests.personas import Cast

DAY = date(2026, 3, 2)


def approver_of(network: Community) -> Person:
    """Somebody of the network who approves what its steward translates."""
    person = make_person("Relecture")
    grant(person, network, Role.TRANSLATOR)
    return person


def publish(cast: Cast, version: int = 1, approver: Person | None = None) -> Edition:
    """The code of the cast's network."""
    approver = approver or approver_of(cast.network)
    return story.publish_code(
        network=cast.network, steward=cast.person("steward"), approver=approver, on=DAY, version=version
    )


def adopted(cast: Cast, community: Community | None = None) -> Adoption:
    """`here` adopts version 1 of the network's code."""
    code = publish(cast)
    return story.adopt(community=community or cast.here, coordinator=cast.person("coordinator"), code=code, on=DAY)


def place_of(person: Person, community: Community) -> Membership:
    return Membership.objects.get(person=person, community=community)


def signed(person: Person, adoption: Adoption, language: str = "fr") -> Signature:
    place = place_of(person, adoption.community)
    return story.sign(person=person, membership=place, code=adoption.code, language=language)
