"""Scenario 003, steps 1 to 3: who may apply, what is read first, and the closing second."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from time_machine import TimeMachineFixture

from palabre.calls.actions.life import announce_call
from palabre.calls.actions.parts import add_part
from palabre.calls.actions.writing import approve_call, begin_call, write_call
from palabre.calls.call_pattern import TO_FILL
from palabre.calls.choices import ApplicationState, CallState, RuleCheck, RuleKind
from palabre.calls.models import Application, Call
from palabre.communities.choices import MembershipState, Role
from palabre.communities.models import Organisation
from palabre.journal.models import Entry
from palabre.languages.choices import LANGUAGES
from palabre.languages.queries import words
from palabre.notices import chores
from tests.factories import grant, join, make_community, make_person
from tests.personas import Cast
from tests.scenarios.hands import at_the_desk_of, complaints

pytestmark = pytest.mark.django_db
SOUTH = ["ML", "SN", "GH", "IN", "NP", "BR", "HT"]
TODAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
OPENS = TODAY + timedelta(days=1)
# the last second of 15 January in Kolkata
CLOSES = datetime(2027, 1, 15, 18, 29, 59, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WHO = {"name": "Adjoa", "pronouns": "elle", "organisation": "", "country": "GH", "french": "good", "english": "fluent"}


@pytest.fixture(autouse=True)
def today(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(TODAY, tick=False)


@pytest.fixture
def call(cast: Cast, time_machine: TimeMachineFixture) -> Call:
    """Written in both languages by the coordination, approved, announced, and open since an hour."""
    writer, alliance = cast.person("coordinator"), Organisation.objects.get(name="Maison des Droits")
    cohort = make_community("Promotion précédente")
    join(writer, cohort)
    grant(writer, cohort, Role.COORDINATOR)
    call = begin_call(
        actor=writer,
        community=cast.here,
        opens_at=OPENS,
        closes_at=CLOSES,
        zone="Asia/Kolkata",
        places=15,
        language="fr",
    )
    filled = {
        name: {one: TO_FILL.sub("Voici." if one == "fr" else "Here.", words(call, name, one).text) for one in LANGUAGES}
        for name in call.translatable
    }
    write_call(actor=writer, call=call, texts=filled)
    rules: tuple[tuple[str, str, dict[str, Any], str], ...] = (
        (RuleKind.MAY, RuleCheck.COUNTRIES, {"countries": SOUTH}, "Vous vivez ou travaillez dans le Sud global."),
        (RuleKind.MAY_NOT, RuleCheck.STAFF, {"organisation": alliance}, "Le personnel de l’alliance ne candidate pas."),
        (RuleKind.MAY_NOT, RuleCheck.EARLIER, {"community": cohort}, "Les promotions précédentes ne candidatent pas."),
    )
    for kind, check_by, more, label in rules:
        said = {"label": {"fr": label, "en": f"In English: {label}"}}
        facts = {"kind": kind, "check_by": check_by, **more}
        add_part(actor=cast.person("coordinator"), call=call, kind="rule", texts=said, facts=facts)
    for title in ("Soins et sécurité", "Redevabilité", "Collaboration"):
        said = {"title": {"fr": title, "en": f"EN {title}"}, "text": {"fr": "Texte.", "en": "Text."}}
        add_part(actor=cast.person("coordinator"), call=call, kind="theme", texts=said)
    approve_call(actor=cast.person("translator"), call=call)
    announce_call(actor=cast.person("coordinator"), call=call)
    time_machine.move_to(OPENS + timedelta(hours=1), tick=False)
    return Call.objects.get(pk=call.pk)


def visitor(language: str = "fr") -> Client:
    return Client(headers={"accept-language": language})


def begin(client: Client, call: Call, **said: str) -> HttpResponse:
    said = {"own_name": "own", "language": "fr", "device": "own", "email": "", **said}
    return client.post(f"/apply/{call.public_id}/", said)


def begun(client: Client, call: Call, **said: str) -> str:
    """The address of the application."""
    answer = begin(client, call, **said)
    assert answer.status_code == 303, complaints(answer)
    return answer["Location"].removesuffix("link/")


def follow(client: Client, url: str, **said: str) -> str:
    """A section is sent, and the next one is where it leads."""
    answer = client.post(url, said)
    assert answer.status_code == 303, complaints(answer)
    return answer["Location"]


def fill(client: Client, file: str, **more: str) -> str:
    """Section after section, by where each page leads, up to the reading before handing in."""
    themes = follow(client, f"{file}who/", **WHO, **{"email": "adjoa@example.org", **more})
    fields = re.findall(r'name="(theme_1)" value="(\w+)"', client.get(themes).content.decode())
    page = follow(client, themes, **dict([fields[1]]))
    while "/questions/" in page:
        html = client.get(page).content.decode()
        texts = dict.fromkeys(
            re.findall(r'<(?:textarea|input type="text") name="(q_\w+)"', html), "Dix ans d’animation."
        )
        ticks = dict(re.findall(r'type="radio" name="(q_\w+)" value="(\w+)"', html))
        page = follow(client, page, **texts, **ticks)
    page = follow(client, page, gender="", age_band="", disability="", diversity="")
    return follow(client, page, declares_rules="on", own_name="on", ai_use=more.get("ai_use", ""))


def refused(answer: HttpResponse, sentence: str, then: str) -> None:
    html = answer.content.decode()
    assert answer.status_code == 422 or "<form" not in html.split("<main", 1)[1].split("</main", 1)[0]
    assert sentence in html
    assert then in html


@pytest.mark.covers("S003-1")
def test_an_organisation_staff_and_a_former_member_are_told_why_and_somebody_of_the_south_passes(
    cast: Cast, call: Call
) -> None:
    # an organisation
    refused(begin(visitor(), call, own_name="organisation"), "en son propre nom", "en votre nom")
    assert not Application.objects.exists()

    # somebody who works for the alliance: signed in, and without an account by the name that she writes
    staff = at_the_desk_of(cast.person("member"))
    refused(staff.get(f"/apply/{call.public_id}/"), "travaillent pour cette organisation", "écrivez à la coordination")
    client = visitor()
    file = begun(client, call)
    answer = client.post(f"{file}who/", WHO | {"email": "k@example.org", "organisation": "maison des DROITS"})
    refused(answer, "travaillent pour cette organisation", "écrivez à la coordination")

    # a member of an earlier cohort: by her account, and by the link that came to her address
    former = make_person("Ancienne", email="ancienne@example.org")
    join(former, call.rules.get(check_by=RuleCheck.EARLIER).community, state=MembershipState.LEFT)
    told = at_the_desk_of(former).get(f"/apply/{call.public_id}/")
    refused(told, "promotion précédente", "transmettre l’appel")
    client = visitor()
    file = begun(client, call, email="ancienne@example.org")
    client.post(_mailed("ancienne@example.org"), {"device": "own"})
    answer = client.post(f"{file}who/", WHO | {"email": "ancienne@example.org"})
    refused(answer, "promotion précédente", "transmettre l’appel")

    # another country, then the South
    client = visitor()
    file = begun(client, call)
    answer = client.post(f"{file}who/", WHO | {"email": "adjoa@example.org", "country": "FR"})
    refused(answer, "Le pays que vous avez choisi", "choisissez celui-là")
    last = fill(client, file)
    assert follow(client, last) == f"{file}receipt/"
    assert Application.objects.get(state=ApplicationState.SUBMITTED).country == "GH"


@pytest.mark.covers("S003-2")
def test_the_capacity_page_and_the_notice_come_first_and_ai_use_changes_nothing(call: Call) -> None:
    client = visitor("en")
    first = client.get(f"/apply/{call.public_id}/").content.decode()
    capacity, notice, begin_here = (
        first.find(one) for one in (f"/calls/{call.public_id}/ready/", "intelligence", "<form")
    )
    assert 0 < capacity < begin_here
    assert 0 < notice < begin_here
    assert client.get(f"/calls/{call.public_id}/ready/").status_code == 200
    assert "palabre" not in client.cookies, "the capacity page keeps nothing"

    standing = []
    for place, word in enumerate(("", "Un outil a écrit toutes mes réponses.")):
        client = visitor()
        file = begun(client, call)
        last = fill(client, file, email=f"a{place}@example.org", ai_use=word)
        follow(client, last)
        page = client.get(f"{file}status/").content.decode().replace(word, "")
        standing.append(re.findall(r'<span class="badge[^>]*>.*?</span>|<h2.*?</h2>', page))
    assert standing[0] == standing[1]
    assert set(Application.objects.values_list("state", flat=True)) == {ApplicationState.SUBMITTED}
    assert not Entry.objects.filter(kind="calls.screened").exists()


@pytest.mark.covers("S003-3", "INV-11")
def test_one_second_past_closing_it_is_refused_and_the_draft_stays_hers(
    call: Call, cast: Cast, time_machine: TimeMachineFixture
) -> None:
    early, late = visitor(), visitor()
    file, other = begun(early, call, email="a@example.org"), begun(late, call, email="b@example.org")
    last, too_late = fill(early, file, email="a@example.org"), fill(late, other, email="b@example.org")
    # the last second by the clock of Kolkata; the page says it by the call's clock and by that of Accra
    time_machine.move_to(CLOSES - timedelta(minutes=1), tick=False)
    assert late.get(too_late).status_code == 404, "nothing stays open on a device for eight weeks"
    early, late = (_opened_again(address) for address in ("a@example.org", "b@example.org"))
    html = late.get(too_late).content.decode()
    assert "23 h 59" in html.replace("\u00a0", " ")
    assert "18 h 29" in html.replace("\u00a0", " ")
    time_machine.move_to(CLOSES + timedelta(milliseconds=999), tick=False)
    assert follow(early, last) == f"{file}receipt/"
    time_machine.move_to(CLOSES + SECOND, tick=False)
    answer = late.post(too_late)
    assert answer.status_code == 422
    assert "reste à vous" in answer.content.decode()
    assert "Dix ans d’animation." in answer.content.decode()
    assert "Dix ans d’animation." in late.get(other).content.decode()
    states = dict(Application.objects.values_list("public_id", "state"))
    assert states == {file.split("/")[3]: ApplicationState.SUBMITTED, other.split("/")[3]: ApplicationState.DRAFT}

    # nobody of the community finds the draft, then or later
    chores.read_journal()
    Call.objects.filter(pk=call.pk).update(state=CallState.SCREENING)
    desk = at_the_desk_of(cast.person("coordinator"))
    page = desk.get(f"/calls/{call.public_id}/applications/")
    assert page.status_code in (200, 404)
    draft = Application.objects.get(state=ApplicationState.DRAFT)
    assert draft.code not in page.content.decode()
    assert desk.get(other).status_code == 404
    assert desk.get(f"/applications/{draft.public_id}/").status_code == 404


def _opened_again(address: str) -> Client:
    """A device on which a new link, asked for by mail, was opened."""
    client = visitor()
    assert client.post("/apply/link/", {"email": address}).status_code == 303
    assert client.post(_mailed(address), {"device": "own"}).status_code == 303
    return client


def _mailed(address: str) -> str:
    """The link of the newest mail to an address: its subject and its words say nothing."""
    chores.read_journal()
    chores.send_mail()
    mine = [one for one in mail.outbox if one.to == [address]]
    assert mine[-1].subject in {"Votre lien", "Nouvelle activité"}
    assert not re.search("appel|candidat|Delta|Soins", str(mine[-1].body))
    found = re.search(r"/apply/open/\S+/", str(mine[-1].body))
    assert found
    return found[0]
