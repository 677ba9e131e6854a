"""How everybody arrives: the keeper founds, each invitation is accepted by whom it was sent to."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from unittest.mock import patch

import pyotp
from django.utils import timezone

from palabre.communities.actions import (
    accept_invitation,
    add_organisation,
    change_level,
    found_community,
    invite,
    state_purpose,
)
from palabre.communities.choices import Level
from palabre.communities.models import Community, Membership, Organisation
from palabre.demo import river, steps
from palabre.demo.cast import (
    ACCOUNTS,
    CAP_MEMBERS,
    FIRST_NAMES,
    GENERATOR,
    ORGANISATIONS,
    PASSPHRASES,
    SECURED,
    ZONE,
)
from palabre.demo.clock import at
from palabre.demo.river import Both
from palabre.demo.stage import Stage
from palabre.people.actions import begin_generator, confirm_generator, create_keeper, create_person, factors
from palabre.people.models import Person

FOUNDED = date(2021, 2, 16)
CORE_GROUP = 7
HOUSE = Both("Maison des palabres", "House of palavers")
RIVER_KEYS = {"translator": "translator", "facilitator": "facilitator", "member": "", "core": ""}
SEATED = ("core", "member", "facilitator")
STEPS_KEYS = {"cap-facilitator": "facilitator", "second-reader": "translator", "cap-member": ""}


def arrive(*, today: date) -> tuple[Stage, Stage]:
    """Everybody is there, since 2021 at the river and since this year in the CAP; gives both stages."""
    with at(datetime.combine(FOUNDED, time(8), tzinfo=UTC)):
        people = _open_accounts()
        network = _found_network(people)
        river_stage = _river(network, people)
    with at(datetime.combine(min(date(2026, 2, 3), today), time(8), tzinfo=UTC)):
        steps_stage = _steps(network, people)
    return river_stage, steps_stage


def _open_accounts() -> dict[str, Person]:
    """The demo accounts; the keeper is named on the command line, as on any instance. Some have a second proof."""
    people = {}
    for account in ACCOUNTS:
        open_account = create_keeper if account.key == "keeper" else create_person
        people[account.key] = open_account(
            email=account.email, display_name=account.name, password=PASSPHRASES[account.key], language=account.language,
            zone=ZONE,
        )  # fmt: skip
        if account.key in SECURED:
            secure(people[account.key])
    return people


def secure(person: Person) -> None:
    """She takes up a code generator, the published one in place of one drawn for her."""
    with patch.object(factors, "new_secret", return_value=GENERATOR):
        begin_generator(actor=person)
    confirm_generator(actor=person, code=pyotp.TOTP(GENERATOR).at(timezone.now()))


def _found_network(people: dict[str, Person]) -> Community:
    network = found_community(actor=people["keeper"], kind="global", name=HOUSE.fr, source_language="fr", zone=ZONE)
    _bring(people["keeper"], network, people["steward"], role="steward")
    return network


def _bring(
    actor: Person, community: Community, person: Person, role: str = "", house: Organisation | None = None
) -> None:
    """Invited by mail; the invitation is accepted by the person it was sent to."""
    invitation = invite(
        actor=actor, community=community, email=person.email, language=person.language, role=role, organisation=house
    )
    accept_invitation(token=invitation.token(), person=person)


def _said(community: Community, lead: Person, words: dict[str, Both]) -> None:
    texts = {name: {"fr": both.fr, "en": both.en} for name, both in words.items()}
    state_purpose(actor=lead, community=community, texts=texts)


def _child(network: Community, people: dict[str, Person], name: str, coordinator: str) -> Community:
    community = found_community(
        actor=people["steward"], parent=network, kind="community", name=name, source_language="fr", zone=ZONE
    )
    _bring(people["steward"], community, people[coordinator], role="coordinator")
    return community


def _river(network: Community, people: dict[str, Person]) -> Stage:
    """22 organisations, 48 representatives, a core group of seven."""
    community, lead = _child(network, people, "CdP Voix du Fleuve", "coordinator"), people["coordinator"]
    words = {"purpose": river.PURPOSE, "domain": river.DOMAIN, "people": river.PEOPLE, "practice": river.PRACTICE}
    _said(community, lead, {"name": Both("CdP Voix du Fleuve", "River Voices CoP"), **words})
    houses = {
        name: add_organisation(actor=lead, community=community, name=name, kind=kind) for name, kind, _ in ORGANISATIONS
    }
    seats = iter([houses[name] for name, _kind, number in ORGANISATIONS for _ in range(number)])
    for key, role in RIVER_KEYS.items():
        _bring(lead, community, people[key], role=role, house=next(seats) if key in SEATED else None)
    for number, (first, house) in enumerate(zip(FIRST_NAMES, seats, strict=True)):
        name = f"{first} {chr(65 + number % 26)}."
        person = create_person(email=f"river{number:02}@demo.example", display_name=name, zone=ZONE)
        _bring(lead, community, person, house=house)
    _core_group(community, lead, people["core"])
    return Stage(community, ZONE, people["facilitator"], lead, people, houses)


def _core_group(community: Community, lead: Person, first: Person) -> None:
    rows = Membership.objects.active().filter(community=community)
    seven = [
        rows.get(person=first),
        *rows.exclude(organisation=None).exclude(person=first).order_by("-pk")[: CORE_GROUP - 1],
    ]
    for membership in seven:
        change_level(actor=lead, membership=membership, level=Level.CORE)


def _steps(network: Community, people: dict[str, Person]) -> Stage:
    """Ten members and one person who facilitates."""
    community, lead = _child(network, people, "CAP Pas à Pas", "cap-coordinator"), people["cap-coordinator"]
    words = {"purpose": steps.PURPOSE, "domain": steps.DOMAIN, "people": steps.PEOPLE, "practice": steps.PRACTICE}
    _said(community, lead, {"name": Both("CAP Pas à Pas", "Step by Step learning community"), **words})
    for key, role in STEPS_KEYS.items():
        _bring(lead, community, people[key], role=role)
    for number, name in enumerate(CAP_MEMBERS):
        person = create_person(email=f"cap{number}@demo.example", display_name=name, zone=ZONE)
        _bring(lead, community, person)
    return Stage(community, ZONE, people["cap-facilitator"], lead, people)
