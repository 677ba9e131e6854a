"""Hands for the second chapter: networks are founded, people ask to join them, are admitted, and sign."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from palabre.charter.models import Edition
from palabre.communities.actions import (
    Asking,
    accept_invitation,
    admit,
    ask_as_person,
    found_community,
    invite,
    open_join_link,
    state_purpose,
    take_step,
)
from palabre.communities.actions.presence import set_presence
from palabre.communities.actions.settling import Settings
from palabre.communities.models import Community, JoinLink, Membership
from palabre.demo import alliance_charter
from palabre.demo.clock import at
from palabre.demo.river import Both
from palabre.people.actions import create_person
from palabre.people.models import Person


@contextmanager
def on(day: date, hour: int = 9) -> Iterator[None]:
    with at(datetime.combine(day, time(hour), tzinfo=UTC)):
        yield


@dataclass(slots=True)
class Seat:
    """A community of the chapter, who coordinates it, and its members in the order in which they came."""

    community: Community
    lead: Person
    people: list[Person] = field(default_factory=list)
    link: JoinLink | None = None


def bring(actor: Person, community: Community, person: Person, role: str = "") -> None:
    """Invited by mail, accepted by the person it was sent to."""
    invitation = invite(actor=actor, community=community, email=person.email, language=person.language, role=role)
    accept_invitation(token=invitation.token(), person=person)


def founded(
    *, by: Person, parent: Community, lead: Person, name: Both, kind: str, zone: str, source: str = "fr",
    settings: Settings | None = None, risk: str = "standard",
) -> Seat:  # fmt: skip
    """A community inside a network, and whoever coordinates it."""
    said = name.fr if source == "fr" else name.en
    community = found_community(
        actor=by, parent=parent, kind=kind, name=said, source_language=source, zone=zone, settings=settings, risk=risk
    )
    bring(by, community, lead, "coordinator")
    say(lead, community, {"name": name})
    return Seat(community, lead)


def say(actor: Person, community: Community, words: Mapping[str, Both]) -> None:
    texts = {name: {"fr": both.fr, "en": both.en} for name, both in words.items()}
    state_purpose(actor=actor, community=community, texts=texts)


def newcomer(name: str, address: str, language: str, zone: str) -> Person:
    """An invented person with an account; nobody knows its password."""
    return create_person(email=f"{address}@demo.example", display_name=name, language=language, zone=zone)


def link_of(seat: Seat, language: str) -> JoinLink:
    """The address that this community gives out."""
    seat.link = open_join_link(actor=seat.lead, community=seat.community, language=language, needs_approval=True)
    return seat.link


def join(seat: Seat, person: Person, *, country: str, profile: str, code: Edition | None = None) -> Membership:
    """She asks, the coordination admits her, she signs in her language."""
    link = seat.link or link_of(seat, seat.community.source_language)
    request = ask_as_person(actor=person, link=link, said=Asking(country=country, profile=profile))
    admit(actor=seat.lead, request=request)
    membership = Membership.objects.taken().get(person=person, community=seat.community)
    if code is not None:
        alliance_charter.sign(person=person, membership=membership, code=code)
    seat.people.append(person)
    return membership


def adopt(seat: Seat, code: Edition, day: date) -> None:
    """The charter and the code are adopted; the community becomes active; whoever coordinates signs first."""
    alliance_charter.adopt(community=seat.community, coordinator=seat.lead, code=code, on=day)
    own = Membership.objects.taken().get(person=seat.lead, community=seat.community)
    alliance_charter.sign(person=seat.lead, membership=own, code=code)
    take_step(actor=seat.lead, community=seat.community, to="active")


def stand(person: Person, membership: Membership, *, handle: str = "", listed: bool = False) -> None:
    """Who she is there: under another name, or in the directory."""
    set_presence(
        actor=person, membership=membership, handle=handle, shows_pronouns=False, profile=membership.profile,
        listed=listed, about="", level=membership.level,
    )  # fmt: skip
