"""Every address × every persona: what belongs to the other community is not there, in no body, whatever the door."""

from __future__ import annotations

import io
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator

import pypdf
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from palabre.communities.choices import MembershipState
from palabre.communities.models import Community
from palabre.people.models import Keeper, Person
from palabre.people.proving import FACTOR_KEY, PROVED_KEY
from tests.factories import grant, join, make_community, make_person
from tests.isolation.addresses import CHOICES, Address, addresses
from tests.isolation.world import World, tell

NOT_CRAWLED = {
    "people:sign_out": "ends the session of the crawl itself",
    "public:exit": "ends the session of the crawl itself",
}
FOR_EVERYBODY = {"calls:apply", "calls:public_call", "calls:ready", "calls:summary"}
"""What a community tells the whole world: a call that was announced, and the figures of its selection."""
STATES = {
    "unsigned": MembershipState.APPROVED,
    "resting": MembershipState.PAUSED,
    "suspended": MembershipState.SUSPENDED,
}
ALSO_FOR_THE_SUSPENDED: frozenset[str] = frozenset()
TOKENS = {"token": "not-a-token-that-was-ever-given"}


RISKS = ("standard", "elevated", "high")
"""On SQLite every persona asks for every address at each risk. On PostgreSQL, where the same rules run, this is so at
standard risk; at the others a third of the cast asks for each address, another third at each risk."""
at_every_risk = pytest.mark.parametrize("worlds", RISKS, indirect=True)


@pytest.fixture
def worlds(
    db: None, settings: object, tmp_path: object, request: pytest.FixtureRequest
) -> tuple[World, World, dict[str, Person | None]]:
    """Two sister communities of one risk profile (standard, unless the test goes through all three), and the cast."""
    network = make_community("Réseau commun", kind="global")
    ours, theirs = tell("AMBRE7Q", network), tell("COBALT9Z", network)
    Community.objects.exclude(pk=network.pk).update(risk=getattr(request, "param", "standard"))
    steward, keeper, nobody = make_person("Réseau"), make_person("Garde"), make_person("Personne")
    grant(steward, network, "steward")
    Keeper.objects.create(person=keeper)
    for name, state in STATES.items():
        ours.people[name] = make_person(f"AMBRE7Q {name}")
        join(ours.people[name], ours.community, state=state)
    cast: dict[str, Person | None] = {
        "visitor": None,
        "steward": steward,
        "keeper": keeper,
        "nobody": nobody,
        **ours.people,
    }
    return ours, theirs, cast


def client_of(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
        session = client.session
        session[PROVED_KEY] = session[FACTOR_KEY] = time.time()
        session.save()
    return client


def arguments(address: Address, *sources: dict[str, str]) -> list[dict[str, str]] | None:
    """The arguments of an address, each source taken first in turn; None where an argument is unknown."""
    known = [{**TOKENS, **CHOICES, **source} for source in sources]
    if any(name not in known[0] for name in address.arguments):
        return None
    return [{name: source[name] for name in address.arguments} for source in known]


def words(response: HttpResponse) -> str:
    """Everything a reader could find: body, headers, and what is packed inside documents."""
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    text = body.decode("utf-8", errors="ignore") + str(dict(response.headers))
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            text += " ".join(archive.read(name).decode("utf-8", errors="ignore") for name in archive.namelist())
    if body[:5] == b"%PDF-":
        text += " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    return text


def test_every_address_has_known_arguments(worlds: tuple[World, World, dict[str, Person | None]]) -> None:
    """A new URL whose arguments the crawl cannot fill fails here: tell the world about the new thing."""
    ours, _, _ = worlds
    strangers = [address.name for address in addresses() if arguments(address, ours.ids) is None]
    assert strangers == []


def ask(
    clients: dict[str, Client], cast: dict[str, Person | None], persona: str, method: str, url: str
) -> HttpResponse:
    """One request of a persona, signed in anew when an earlier request of the crawl ended her session."""
    response: HttpResponse = getattr(clients[persona], method)(url)
    if persona != "visitor" and response.status_code in (302, 303) and "/sign-in/" in response["Location"]:
        clients[persona] = client_of(cast[persona])
        response = getattr(clients[persona], method)(url)
    return response


def asking(personas: list[str], number: int, risk: str) -> list[str]:
    """Who asks for the address of this number."""
    turn = 0 if connection.vendor == "sqlite" else RISKS.index(risk)
    return [name for place, name in enumerate(personas) if not turn or (place + number) % 3 == turn]


def walk(
    worlds: tuple[World, World, dict[str, Person | None]], *, theirs_first: bool
) -> Iterator[tuple[str, str, str, HttpResponse]]:
    """Address, persona, method and answer, for every address, method, and persona whose turn it is."""
    ours, theirs, cast = worlds
    clients = {persona: client_of(person) for persona, person in cast.items()}
    risk = ours.community_risk()
    for number, address in enumerate(addresses()):
        if address.name in NOT_CRAWLED:
            continue
        filled = arguments(address, theirs.ids if theirs_first else ours.ids) or []
        for persona in asking(list(cast), number, risk):
            for choice in filled:
                for method in ("get", "post"):
                    url = reverse(address.name, kwargs=choice)
                    yield address.name, persona, method, ask(clients, cast, persona, method, url)


def is_theirs(address: str, by_name: dict[str, Address]) -> bool:
    return any(name not in CHOICES and name not in TOKENS for name in by_name[address].arguments)


@pytest.mark.covers("SR-12", "SR-14")
@pytest.mark.slow
@at_every_risk
def test_what_belongs_to_the_sister_community_does_not_exist(
    worlds: tuple[World, World, dict[str, Person | None]], record_property: Callable[[str, object], None]
) -> None:
    _, theirs, cast = worlds
    by_name = {address.name: address for address in addresses()}
    counts: Counter[int] = Counter()
    wrong: list[str] = []
    for name, persona, method, response in walk(worlds, theirs_first=True):
        counts[response.status_code] += 1
        if name in FOR_EVERYBODY:
            continue
        if theirs.mark.lower() in words(response).lower():
            wrong.append(f"{persona} {method} {name} shows the mark")
        if is_theirs(name, by_name) and "key" not in "".join(by_name[name].arguments):
            allowed = {404, 405} if persona != "visitor" else {302, 303, 404, 405}
            if response.status_code not in allowed:
                wrong.append(f"{persona} {method} {name} answers {response.status_code}")
    requests = sum(counts.values())
    answers = dict(sorted(counts.items()))
    who = f"{len(cast)} personas, two communities of {theirs.community_risk()} risk"
    said = f"isolation: {len(by_name)} addresses, {who}, {requests} requests, answers {answers}"
    record_property("said", said)
    assert wrong == []


@pytest.mark.covers("SR-14")
@pytest.mark.slow
@at_every_risk
def test_ones_own_pages_never_show_the_sister_community_and_never_break(
    worlds: tuple[World, World, dict[str, Person | None]],
) -> None:
    _, theirs, _ = worlds
    wrong: list[str] = []
    for name, persona, method, response in walk(worlds, theirs_first=False):
        if theirs.mark.lower() in words(response).lower():
            wrong.append(f"{persona} {method} {name} shows the mark")
        if response.status_code >= 500:
            wrong.append(f"{persona} {method} {name} answers {response.status_code}")
    assert wrong == []


@pytest.mark.covers("SR-12")
@pytest.mark.slow
def test_a_thing_of_the_sister_community_is_not_reached_through_ones_own(
    worlds: tuple[World, World, dict[str, Person | None]],
) -> None:
    """`/meetings/<ours>/guests/<theirs>/`: each argument in turn is theirs, the others ours."""
    ours, theirs, cast = worlds
    wrong = []
    client = client_of(cast["coordinator"])
    for address in addresses():
        rows = [name for name in address.arguments if name in ours.ids]
        if len(rows) < 2:
            continue
        for foreign in rows:
            mixed = {**ours.ids, foreign: theirs.ids[foreign]}
            kwargs = (arguments(address, mixed) or [{}])[0]
            for method in ("get", "post"):
                response = getattr(client, method)(reverse(address.name, kwargs=kwargs))
                if response.status_code not in (404, 405) or theirs.mark.lower() in words(response).lower():
                    wrong.append(f"{method} {address.name} with their {foreign}: {response.status_code}")
    assert wrong == []


@pytest.mark.covers("SR-12")
def test_absent_and_forbidden_are_the_same_answer(worlds: tuple[World, World, dict[str, Person | None]]) -> None:
    """Byte for byte, but for the keys that change with every answer."""
    import re

    _, theirs, cast = worlds
    client = client_of(cast["member"])
    forbidden = client.get(reverse("meetings:meeting", kwargs={"meeting_id": theirs.ids["meeting_id"]}))
    absent = client.get(reverse("meetings:meeting", kwargs={"meeting_id": "zzzzzzzzzzzz"}))
    strip = re.compile(rb'value="[^"]*"|/meetings/\w+/|[0-9A-Z]{4}-[0-9A-Z]{4}|<code>.*?</code>')
    assert (forbidden.status_code, strip.sub(b"", forbidden.content)) == (404, strip.sub(b"", absent.content))


@pytest.mark.covers("SR-12")
@pytest.mark.slow
def test_to_a_suspended_person_her_community_does_not_exist(
    worlds: tuple[World, World, dict[str, Person | None]],
) -> None:
    """Whatever she could read before; but for the page that tells her why and takes her appeal."""
    ours, _, cast = worlds
    client = client_of(cast["suspended"])
    shown = []
    for address in addresses():
        if "community_id" not in address.arguments or address.name in ALSO_FOR_THE_SUSPENDED:
            continue
        url = reverse(address.name, kwargs=(arguments(address, ours.ids) or [{}])[0])
        if (response := client.get(url)).status_code not in (404, 405):
            shown.append(f"{address.name}: {response.status_code}")
    assert shown == []
