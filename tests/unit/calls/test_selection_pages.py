"""The pages of a selection: who sees what, filters, several decisions at once, the same cost for one row as for many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from palabre.calls.actions.interviewing import invite_to_talk, offer_slots
from palabre.calls.actions.letters import prepare_letters
from palabre.calls.choices import ApplicationState, CallState, ConflictKind, Outcome
from palabre.calls.models import Application, CallTheme, Conflict, Deliberation, SelectionDecision, ThemeChoice
from palabre.communities.choices import Role
from palabre.communities.models import Membership
from palabre.people.models import Person
from tests.factories import grant, join, make_organisation, make_person
from tests.personas import Cast
from tests.unit.calls.making_deciding import Selecting, in_state, says, state_of
from tests.unit.calls.making_reviewing import fresh_client, to

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(cast: Cast) -> Selecting:
    return Selecting(cast, seats=3)


def address(here: Selecting, name: str, *args: str) -> str:
    return reverse(f"calls:{name}", args=[here.call.public_id, *args])


def page(person: Person, url: str, **asked: str) -> str:
    answer = fresh_client(person).get(url, asked)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def mel(cast: Cast) -> Person:
    person = make_person("Suivi")
    join(person, cast.here)
    grant(person, cast.here, Role.MEL)
    return person


def test_coordination_and_committee_see_the_candidates_others_nothing(here: Selecting) -> None:
    url = address(here, "selection")
    for person in (here.lead, here.reader()):
        shown = page(person, url)
        for file in here.files:
            assert file.code in shown
            assert file.name not in shown
            assert file.email not in shown
    for name in ("member", "core", "facilitator", "translator", "steward", "outsider", "keeper", "nobody"):
        for what in ("selection", "interviews", "sittings", "letters", "places"):
            assert fresh_client(here.cast.person(name)).get(address(here, what)).status_code == 404, (name, what)
    for state in (CallState.SCREENING, CallState.REVIEW):
        to(here.call, state)
        assert fresh_client(here.lead).get(url).status_code == 404


@pytest.mark.covers("INV-16")
def test_monitoring_sees_totals_and_no_line(here: Selecting) -> None:
    here.files += [here.file() for _number in range(36)]
    for place, file in enumerate(here.files):
        says(file, gender="woman" if place % 2 else "man")
    here.shortlist(*here.files[:20])
    count = address(here, "balance_count", Deliberation.objects.latest("pk").public_id)
    assert fresh_client(here.lead).post(count).status_code == 303
    assert fresh_client(here.lead).post(count).status_code == 403
    watcher = mel(here.cast)
    shown = page(watcher, address(here, "selection"))
    for file in here.files:
        assert file.code not in shown
    assert "Équilibre" in shown
    # one more person makes no difference to what she reads
    here.shortlist(here.files[20])
    main = shown.split("<main")[1].split("</main>")[0]
    assert strip(page(watcher, address(here, "selection"))) == strip(shown)
    assert "<table" in main
    for what in ("interviews", "sittings", "letters", "places"):
        assert fresh_client(watcher).get(address(here, what)).status_code == 404


def strip(html: str) -> str:
    """The totals, without the places that are taken (a shortlist takes none)."""
    return html.split('id="balance"')[1].split("</main>", maxsplit=1)[0]


def test_a_reader_never_sees_what_she_is_tied_to(here: Selecting) -> None:
    tied = here.files[0]
    Conflict.objects.create(reviewer=here.seats[0], application=tied, kind=ConflictKind.DECLARED)
    assert tied.code not in page(here.reader(0), address(here, "selection"))
    assert tied.code in page(here.reader(1), address(here, "selection"))
    here.decide(Outcome.DECLINE, tied, actor=here.reader(1), reasons="Raison QZX")
    sitting = Deliberation.objects.get()
    for place, seen in ((0, False), (1, True)):
        shown = page(here.reader(place), address(here, "sitting", sitting.public_id))
        assert ("Raison QZX" in shown) is seen
        assert (tied.code in shown) is seen


def test_a_coordination_that_is_tied_by_the_data_sees_nothing_of_it(here: Selecting) -> None:
    Membership.objects.filter(person=here.lead, community=here.cast.here).update(
        organisation=make_organisation("Maison")
    )
    tied = here.file(points=5, organisation="maison", country="IN")
    shown = page(here.lead, address(here, "selection"))
    assert tied.code not in shown
    assert here.files[0].code in shown


def test_results_wait_for_ones_own_reading(here: Selecting) -> None:
    """INV-14: whoever has still to read a file sees no mark of it here either."""
    from tests.unit.calls.making_reviewing import assign

    file = here.files[3]
    assign(file, here.seats[2])
    assert "sur 100" in page(here.reader(0), address(here, "selection")).split(file.code)[1].split("</li>")[0]
    assert "sur 100" not in page(here.reader(2), address(here, "selection")).split(file.code)[1].split("</li>")[0]
    ordered = page(here.reader(2), address(here, "selection"), order="result")
    assert ordered.index(file.code) > ordered.index(here.files[1].code), "nor does its place in the order tell it"


def test_filters_and_order(here: Selecting) -> None:
    one, two, three, four = here.files
    theme = CallTheme.objects.create(call=here.call, title="Soins")
    ThemeChoice.objects.create(application=one, theme=theme, rank=2)
    Application.objects.filter(pk=two.pk).update(language="en", country="IN")
    in_state(three, ApplicationState.WAITLISTED)
    url = address(here, "selection")
    for asked, left in (
        ({"theme": theme.public_id}, {one}), ({"language": "en"}, {two}), ({"region": "south_asia"}, {two}),
        ({"region": "west_africa"}, {one, three, four}), ({"region": "elsewhere"}, set()),
        ({"state": "waitlisted"}, {three}), ({"state": "draft", "language": "de", "region": "mars"}, set(here.files)),
    ):  # fmt: skip
        shown = page(here.lead, url, **asked)
        assert {file for file in here.files if file.code in shown} == left, asked
    shown = page(here.lead, url, order="result")
    places = [shown.index(file.code) for file in (four, three, two, one)]
    assert places == sorted(places)


def test_several_decisions_from_one_page_beside_their_fields(here: Selecting) -> None:
    one, two, three, _four = here.files
    client = fresh_client(here.lead)
    there = [seat.public_id for seat in here.seats]
    answer = client.post(address(here, "sittings"), {"held_on": "", "present": there[:1], "words": "Bien"})
    assert answer.status_code == 422
    assert "Bien" in answer.content.decode()
    said = {"held_on": timezone.localdate().isoformat(), "present": there, "words": "Bien"}
    assert client.post(address(here, "sittings"), said).status_code == 303
    sitting = address(here, "sitting", Deliberation.objects.get().public_id)
    typed = {
        f"{one.public_id}-outcome": "shortlist", f"{one.public_id}-reasons": "Clair",
        f"{two.public_id}-outcome": "waitlist", f"{two.public_id}-reasons": "Presque", f"{two.public_id}-rank": "3",
        f"{three.public_id}-outcome": "decline", f"{three.public_id}-reasons": "",
    }  # fmt: skip
    answer = client.post(sitting, typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Presque" in shown
    assert "Écrivez pourquoi" in shown
    assert not SelectionDecision.objects.exists()
    assert client.post(sitting, {**typed, f"{three.public_id}-reasons": "Hors thème"}).status_code == 303
    assert [state_of(file) for file in here.files] == ["shortlisted", "waitlisted", "declined", "in_review"]


def test_offers_beyond_the_places_are_refused_on_the_page(here: Selecting) -> None:
    here.shortlist(*here.files[:3])
    sitting = address(here, "sitting", here.sitting().public_id)
    typed = {}
    for file in here.files[:3]:
        typed |= {f"{file.public_id}-outcome": "offer", f"{file.public_id}-reasons": "Oui"}
    answer = fresh_client(here.lead).post(sitting, typed)
    assert answer.status_code == 422
    assert "pas autant de places" in answer.content.decode()


def test_what_somebody_else_decided_meanwhile_is_said_and_nothing_is_noted(here: Selecting) -> None:
    one, two = here.files[:2]
    sitting = address(here, "sitting", here.sitting().public_id)
    here.decide(Outcome.DECLINE, one)
    typed = {
        f"{one.public_id}-outcome": "shortlist", f"{one.public_id}-reasons": "Oui",
        f"{two.public_id}-outcome": "shortlist", f"{two.public_id}-reasons": "Mes mots",
    }  # fmt: skip
    answer = fresh_client(here.lead).post(sitting, typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Entre-temps" in shown
    assert "Mes mots" in shown
    assert state_of(two) == "in_review"
    # and a state it cannot come from, typed by hand, is refused
    answer = fresh_client(here.lead).post(
        sitting, {f"{two.public_id}-outcome": "offer", f"{two.public_id}-reasons": "Oui"}
    )
    assert answer.status_code == 422
    assert state_of(two) == "in_review"


def test_repeats_of_one_submission_make_one_decision(here: Selecting) -> None:
    file = here.files[0]
    sitting = address(here, "sitting", here.sitting().public_id)
    typed = {f"{file.public_id}-outcome": "shortlist", f"{file.public_id}-reasons": "Oui", "once": "a" * 32}
    client = fresh_client(here.lead)
    assert [client.post(sitting, typed).status_code for _time in range(2)] == [303, 303]
    assert SelectionDecision.objects.count() == 1


PAGES = (
    "selection",
    "selection?order=result",
    "sitting",
    "sittings",
    "interviews",
    "talk_invitations",
    "letters",
    "places",
)


@pytest.mark.parametrize("name", PAGES)
def test_twenty_rows_cost_what_two_cost(cast: Cast, name: str) -> None:
    """And the two hundredth application costs nothing (P4)."""
    here = Selecting(cast, files=0, places=300, state=CallState.INTERVIEWS)
    client = fresh_client(here.lead)
    grow(here, 2)
    sitting = here.sitting()
    base, _mark, asked = name.partition("?")
    if base in ("places", "sitting"):
        to(here.call, CallState.SELECTION)
    url = address(here, base, *([sitting.public_id] if base == "sitting" else []))
    before = spent(client, f"{url}?{asked}")
    to(here.call, CallState.INTERVIEWS)
    grow(here, 28)
    if base in ("places", "sitting"):
        to(here.call, CallState.SELECTION)
    assert spent(client, f"{url}?{asked}") == before


def grow(here: Selecting, number: int) -> None:
    """Of every kind one, for each step: read, on the shortlist, invited, with a moment, declined, offered."""
    at = timezone.now() + timedelta(days=3 + len(here.files))
    theme = CallTheme.objects.filter(call=here.call).first() or CallTheme.objects.create(call=here.call, title="Soins")
    for place in range(number):
        rows = [here.file() for _kind in range(6)]
        for row in rows:
            ThemeChoice.objects.create(application=row, theme=theme, rank=1)
            says(row, gender="woman")
        here.files += rows
        here.shortlist(*rows[1:3], rows[5])
        here.decide(Outcome.DECLINE, rows[3])
        here.decide(Outcome.WAITLIST, rows[4])
        invite_to_talk(actor=here.lead, call=here.call, applications=rows[2:3])
        offer_slots(actor=here.lead, call=here.call, moments=[at + timedelta(hours=place)], minutes=20)
        in_state(rows[5], ApplicationState.COI_DECLARED)
    prepare_letters(actor=here.lead, call=here.call)


def spent(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    assert len(seen) <= 45, len(seen)
    return len(seen)


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("slots", lambda here: {"day": "2027-01-01", "hours": "9:00", "minutes": "30", "zone": "UTC"}),
        ("talk_invitations", lambda here: {"applications": [here.files[0].public_id]}),
        ("sittings", lambda here: {"held_on": "2026-01-01", "present": [here.seats[0].public_id]}),
        ("letter_preparation", lambda here: {}),
        ("letters_sending", lambda here: {}),
        ("letter_wording", lambda here: {"outcome": "offer", "text_fr": "A", "text_en": "B"}),
        ("place_groups", lambda here: {}),
        ("place_preferences", lambda here: {}),
    ],
)
def test_posts_are_shut_for_whoever_may_not_see_the_page(
    here: Selecting, name: str, act: Callable[[Selecting], dict[str, object]]
) -> None:
    for who in ("member", "facilitator", "steward", "outsider", "nobody"):
        answer = fresh_client(here.cast.person(who)).post(address(here, name), act(here))
        assert answer.status_code == 404, (who, name)
    assert Client().post(address(here, name), act(here)).status_code in (302, 303, 403)
