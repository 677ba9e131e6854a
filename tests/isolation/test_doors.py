"""Every address as a door: shut unless it says otherwise, guarded when it is pushed, and silent about what is behind."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from palabre.kit.access import is_open
from palabre.kit.middleware import POLICY
from tests.factories import make_community
from tests.isolation.addresses import CHOICES, Address, addresses
from tests.isolation.world import World, tell

MARK = "AMBRE7Q"
OPEN = {
    "calls:apply", "calls:apply_another_link", "calls:apply_answer", "calls:apply_answer_file", "calls:apply_balance",
    "calls:apply_balance_removal", "calls:apply_declarations", "calls:apply_file", "calls:apply_file_removal",
    "calls:apply_leaving", "calls:apply_left", "calls:apply_link", "calls:apply_lost", "calls:apply_open",
    "calls:apply_questions", "calls:apply_receipt", "calls:apply_status", "calls:apply_submission",
    "calls:apply_taking_back", "calls:apply_themes", "calls:apply_who", "calls:apply_withdrawal", "calls:offer",
    "calls:offer_refusal", "calls:place", "calls:public_call", "calls:public_list", "calls:ready",
    "calls:reviewer_place", "calls:summary", "calls:talk", "calls:talk_refusal",
    "charter:join_code",
    "communities:confirm_request", "communities:invitation", "communities:join", "health", "meetings:answer",
    "meetings:calendar", "meetings:community_calendar", "people:address_undoing", "people:ask_link", "people:factor",
    "people:factor_lost", "people:factor_without", "people:lock", "people:lock_opening", "people:passkey_sign_in",
    "people:sign_in", "people:sign_out", "people:use_link", "public:about", "public:code", "public:exit",
    "public:favicon", "public:incident", "public:information", "public:landing", "public:landing_en", "public:landing_fr",
    "public:principles", "public:privacy", "public:robots", "public:safety", "public:security",
}  # fmt: skip
"""The views that visitors may see. A new one is a decision: it is written here, or this file fails."""
KEPT = {"meetings:calendar", "meetings:community_calendar"}
"""Feeds without a session, which a calendar client keeps and asks after (`private, no-cache`)."""
FOR_EVERYBODY = {"calls:public_list", "calls:public_call", "calls:ready", "calls:summary"}
"""Pages that are the same for whoever asks, and may be kept (SR-68); `tests/unit/calls/test_call_public.py` reads them."""
SPEAKING = {*CHOICES, "token", "key", "handle"}
"""Arguments that are no random id: a word of ours (language, field, form), or a secret that is the key itself."""
HEADERS = {
    "Content-Security-Policy": POLICY, "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY", "Cache-Control": "no-store",
}  # fmt: skip


@pytest.fixture
def world(db: None) -> World:
    return tell(MARK, make_community("Réseau commun", kind="global"))


def url_of(address: Address, world: World) -> str:
    known = {"token": "not-a-token-that-was-ever-given", **CHOICES, **world.ids}
    return reverse(address.name, kwargs={name: known[name] for name in address.arguments})


def patterns(found: list[URLPattern | URLResolver], space: str = "") -> list[tuple[str, URLPattern]]:
    rows = []
    for one in found:
        if isinstance(one, URLResolver):
            rows += patterns(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            rows.append((f"{space}{one.name}", one))
    return rows


ALL = patterns(get_resolver().url_patterns)


@pytest.mark.covers("SR-11")
def test_only_the_listed_views_are_open_to_visitors(world: World) -> None:
    assert {name for name, pattern in ALL if is_open(pattern.callback)} == OPEN
    wrong = []
    for address in addresses():
        for method in ("get", "post"):
            if address.name not in OPEN:
                answer = getattr(Client(), method)(url_of(address, world))
                if answer.status_code != 302 or not answer["Location"].startswith("/sign-in/"):
                    wrong.append(f"{method} {address.name} answers a visitor {answer.status_code}")
    assert wrong == []


@pytest.mark.covers("SR-23")
def test_an_address_carries_random_ids_and_nothing_that_speaks() -> None:
    for name, pattern in ALL:
        for argument, converter in pattern.pattern.converters.items():
            rid = type(converter).__name__ == "RandomIdConverter"
            assert rid or argument in SPEAKING, f"{name} carries {argument}"


@pytest.mark.covers("SR-20", "SR-53")
def test_every_answer_to_a_person_carries_every_header_and_a_title_without_content(world: World) -> None:
    client = Client()
    client.force_login(world.people["coordinator"])
    wrong = []
    for address in addresses():
        if address.name in KEPT | FOR_EVERYBODY or address.name.startswith("public:"):
            continue
        answer = client.get(url_of(address, world))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        wrong += [f"{address.name}: {one}" for one in unlike(answer)]
        if MARK in "".join(re.findall(r"<title>.*?</title>", body.decode("latin-1"), re.DOTALL)):
            wrong.append(f"{address.name}: the title names what is on the page")
    assert wrong == []


def unlike(answer: HttpResponse) -> list[str]:
    """The headers that are not as they should be; a file that is downloaded is even more shut in."""
    found = {name: answer.headers.get(name, "") for name in HEADERS}
    if "attachment" in answer.headers.get("Content-Disposition", "") and "sandbox" in found["Content-Security-Policy"]:
        found["Content-Security-Policy"] = POLICY
    return [f"{name}: {said}" for name, said in found.items() if said != HEADERS[name]]


@pytest.mark.covers("SR-54")
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_no_form_is_taken_without_its_token(world: World, headers: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["coordinator"])
    taken = [one.name for one in addresses() if client.post(url_of(one, world), headers=headers).status_code != 403]
    assert taken == []
