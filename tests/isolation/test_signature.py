"""INV-03, address by address: before her signature a member reads, and writes nothing anywhere in the community."""

from __future__ import annotations

import re
import time

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from palabre.communities.choices import Level, MembershipState, Role
from palabre.communities.models import Membership
from palabre.people.models import Person
from palabre.people.proving import FACTOR_KEY, PROVED_KEY
from tests.factories import grant, join, make_community, make_person
from tests.isolation.addresses import CHOICES, Address, addresses
from tests.isolation.world import World, tell

UNSIGNED = (MembershipState.APPROVED, MembershipState.RESTRICTED)
HERS = {
    "charter:signature": "it is the signature itself",
    "communities:departure": "she leaves at once, signed or not",
    "calls:apply": "anybody applies, member or not",
}
"""Addresses of a community that take what she sends before she has signed, and why."""
LOGS = {"journal_entry", "journal_head", "journal_submission", "people_session", "people_draft"}
WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
SIGN_FIRST = "Il faut d’abord signer le code de conduite"
NOT_READ = {
    **dict.fromkeys(("communities:person", "communities:message"), "the directory opens with the signature (INV-03)"),
    **dict.fromkeys(("communities:level", "communities:suspend"), "the member's own place, which nobody else reads"),
    **dict.fromkeys(("meetings:certificate", "meetings:certificate_pdf"), "the member's own paper"),
    "communities:introduction": "proposed to the two whom it would introduce",
    **dict.fromkeys(
        (
            "calls:apply_link",
            "calls:apply_receipt",
            "calls:apply_status",
            "calls:apply_taking_back",
            "calls:apply_withdrawal",
            "calls:talk",
        ),
        "the application of the one who wrote it",
    ),
    **dict.fromkeys(
        (
            "groups:output",
            "money:break",
            "money:budget",
            "money:budget_expenses",
            "money:budget_versions",
            "money:expense",
            "money:expenses",
            "money:one_budget",
        ),
        "before it is published, and where it is paid, work is its group's",
    ),
}
"""Pages that this member reads and another one would not read either, or that the signature opens; and why."""
SAID = {
    "answer": "yes", "text": "Un texte", "language": "fr", "seen": "x", "title_fr": "Titre", "title_en": "Title",
    "name": "Nom", "reason": "Une raison", "evidence": "Une preuve", "due": "2030-01-02", "day": "2030-01-02",
    "comment": "Oui", "kind": "code", "useful": "5", "heard": "5", "change": "Rien", "question": "Une question",
    "to": "active", "level": "partly", "decision": "Oui", "finding": "Constat", "decided_on": "2026-01-02",
    "conclusion": "Fini", "handle": "Un nom", "listed": "on", "part": "b_adopt", "vouch": "1", "message": "Bonjour",
    "body": "Un texte", "look": "Un texte", "offer": "Un texte", "conduct": "on", "up": "1",
}  # fmt: skip
"""What forms ask for, so that a refusal is one of the rules and not of an empty field."""


@pytest.fixture
def world(db: None) -> World:
    return tell("AMBRE7Q", make_community("Réseau commun", kind="global"))


def inside(world: World) -> list[tuple[Address, str]]:
    """Every address that leads into the community, or to a thing of it."""
    held = {**CHOICES, **world.ids}
    ahead = {**held, "meeting_id": world.ids["meeting_ahead_id"]}
    rows = [one for one in addresses() if set(one.arguments) <= set(held)]
    rows = [one for one in rows if set(one.arguments) - set(CHOICES) - {"handle", "key"}]
    found = [(one, known) for one in rows for known in ((ahead, held) if "meeting_id" in one.arguments else (held,))]
    return [(one, reverse(one.name, kwargs={name: known[name] for name in one.arguments})) for one, known in found]


def newcomer(world: World, state: str) -> Person:
    """Somebody with every role of the community, which count for nothing before her signature."""
    person = make_person("AMBRE7Q nouvelle")
    house = Membership.objects.filter(community=world.community).exclude(organisation=None).values("organisation")[:1]
    join(person, world.community, state=state, level=Level.CORE, organisation_id=house[0]["organisation"])
    for role in (Role.COORDINATOR, Role.FACILITATOR, Role.TRANSLATOR):
        grant(person, world.community, role)
    return person


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    session = client.session
    session[PROVED_KEY] = session[FACTOR_KEY] = time.time()
    session.save()
    return client


def written(found: CaptureQueriesContext) -> list[str]:
    """The tables into which something was written while these queries ran; the logs left out."""
    tables = [WRITES.match(one["sql"]) for one in found.captured_queries]
    return sorted({match[1] for match in tables if match} - LOGS)


def entries() -> int:
    """What the journal holds beside refusals."""
    return apps.get_model("journal", "Entry")._default_manager.exclude(kind="journal.denied").count()


@pytest.mark.covers("INV-03")
@pytest.mark.slow
@pytest.mark.parametrize("state", UNSIGNED)
def test_nothing_is_written_before_the_signature(world: World, state: str) -> None:
    person = newcomer(world, state)
    client, wrong = client_of(person), []
    for address, url in inside(world):
        if address.name in HERS:
            continue
        told = entries()
        with CaptureQueriesContext(connection) as found:
            answer = client.post(url, SAID)
        if written(found) or entries() != told or answer.status_code >= 500:
            wrong.append(f"{address.name}: {answer.status_code} {written(found)}")
    assert wrong == [], wrong


@pytest.mark.covers("INV-03")
@pytest.mark.slow
def test_the_same_requests_of_an_active_member_are_taken(world: World) -> None:
    """Otherwise the table above would prove nothing: of the same addresses, many write for her."""
    client = client_of(newcomer(world, MembershipState.ACTIVE))
    taken = set()
    for address, url in inside(world):
        if address.name in HERS or "removal" in url:
            continue
        told = entries()
        if client.post(url, SAID).status_code in (200, 303) and entries() != told:
            taken.add(address.name)
    assert len(taken) > 15, taken
    assert {"meetings:reply", "commitments:dropping", "meetings:publication"} <= taken


@pytest.mark.covers("INV-03")
@pytest.mark.slow
@pytest.mark.parametrize("state", UNSIGNED)
def test_she_reads_and_each_page_shows_the_way_to_sign(world: World, state: str) -> None:
    """The pages that any member reads answer, with the notice; forms say what to do first; names do not open."""
    member, unsigned = client_of(world.people["member"]), client_of(newcomer(world, state))
    shut, bare = [], []
    for address, url in inside(world):
        if address.name in HERS or address.name in NOT_READ or read(member, url)[0] != 200:
            continue
        status, page = read(unsigned, url)
        asks_to_sign = status == 403 and SIGN_FIRST in page
        if status != 200 and not asks_to_sign:
            shut.append(f"{address.name} {status}")
        if '<nav class="local"' in page and "/charter/signature/" not in page:
            bare.append(address.name)
    assert (shut, bare) == ([], [])


def read(client: Client, url: str) -> tuple[int, str]:
    answer = client.get(url)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return answer.status_code, body.decode(errors="ignore")
