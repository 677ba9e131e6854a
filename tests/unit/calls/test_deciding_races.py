"""Twenty people in the same moment: one slot, the last place, one letter, one membership (SR-58)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from palabre.calls.actions.accepting import confirm_place, declare_interests, take_place
from palabre.calls.actions.deciding import Ruling, decide, offer_next
from palabre.calls.actions.interviewing import invite_to_talk, offer_slots
from palabre.calls.actions.letters import prepare_letters, send_letter
from palabre.calls.actions.publishing import conclude_call
from palabre.calls.actions.talking import choose_slot
from palabre.calls.actions.withdrawing import withdraw
from palabre.calls.choices import CallState, Outcome
from palabre.calls.models import Application, Interview, Letter, SelectionCount
from palabre.calls.rules.deciding import PLACED, places_left
from palabre.communities.actions.arriving import Newcomer
from palabre.communities.choices import Role
from palabre.communities.models import Membership
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.people.models import Person
from tests.factories import PASSWORD, grant, join, make_person
from tests.personas import make_cast
from tests.races import at_once
from tests.unit.calls.making_deciding import WORDS, Selecting, hands_of
from tests.unit.calls.making_reviewing import to

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


def won(results: list[object]) -> int:
    assert [one for one in results if isinstance(one, Exception) and not isinstance(one, Refused)] == []
    return sum(1 for one in results if not isinstance(one, Exception))


def fresh_person(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


@pytest.mark.covers("SR-58")
def test_twenty_take_one_moment_and_one_has_it() -> None:
    here = Selecting(make_cast(), files=MANY, state=CallState.INTERVIEWS)
    here.shortlist(*here.files)
    invite_to_talk(actor=here.lead, call=here.call, applications=here.files)
    at = timezone.now() + timedelta(days=3)
    slot, *_others = offer_slots(actor=here.lead, call=here.call, moments=[at, at + timedelta(hours=1)], minutes=30)
    calls = [
        (lambda one=one: choose_slot(applicant=hands_of(one), application=one, slot=slot)) for one in here.files
    ]  # fmt: skip
    assert won(at_once(calls)) == 1
    assert Interview.objects.filter(slot=slot).count() == 1


@pytest.mark.covers("SR-58")
def test_two_coordinations_offer_the_last_place_and_one_offer_stands() -> None:
    here = Selecting(make_cast(), files=MANY, places=1)
    second = make_person("Seconde coordination")
    join(second, here.cast.here)
    grant(second, here.cast.here, Role.COORDINATOR)
    here.shortlist(*here.files)
    sitting = here.sitting()
    leads = [here.lead, second]

    def offer(place: int) -> object:
        ruling = Ruling(application=here.files[place], outcome=Outcome.OFFER, **WORDS)
        return decide(actor=fresh_person(leads[place % 2]), deliberation=sitting, rulings=[ruling])

    assert won(at_once([lambda place=place: offer(place) for place in range(MANY)])) == 1
    assert Application.objects.filter(call=here.call, state__in=PLACED).count() == 1
    assert places_left(here.call) == 0


def test_one_free_place_goes_to_one_of_the_waiting_list() -> None:
    here = Selecting(make_cast(), files=4, places=1)
    for file in here.files:
        here.decide(Outcome.WAITLIST, file)
    calls = [
        (lambda one=one: offer_next(actor=fresh_person(here.lead), application=one)) for one in [*here.files] * 5
    ]  # fmt: skip
    assert won(at_once(calls)) == 1
    assert list(Application.objects.filter(state="offered")) == [here.files[0]]


def test_a_letter_leaves_once() -> None:
    here = Selecting(make_cast(), files=1)
    here.decide(Outcome.DECLINE, here.files[0])
    prepare_letters(actor=here.lead, call=here.call)
    letter = Letter.objects.get()
    assert won(at_once([lambda: send_letter(actor=fresh_person(here.lead), letter=letter)] * MANY)) == 1
    assert Entry.objects.filter(kind="calls.letter_sent").count() == 1


def test_letters_are_prepared_once() -> None:
    here = Selecting(make_cast(), files=3)
    here.decide(Outcome.DECLINE, *here.files)
    results = at_once([lambda: prepare_letters(actor=fresh_person(here.lead), call=here.call)] * 8)
    assert sorted(results) == [0] * 7 + [3]  # type: ignore[type-var]


def test_a_place_is_taken_once_whoever_presses_how_often() -> None:
    here = Selecting(make_cast(), files=1)
    here.adopt_code()
    file = here.files[0]
    here.offer(file)
    here.tell_everybody()
    declare_interests(applicant=hands_of(file), application=file, text="", nothing=True)
    results = at_once([lambda: confirm_place(actor=fresh_person(here.lead), application=file)] * MANY)
    assert won(results) == 1
    new = Newcomer(display_name="Awa", password=PASSWORD, language="fr", zone="UTC")
    assert won(at_once([lambda: take_place(applicant=hands_of(file), application=file, newcomer=new)] * 6)) == 1
    assert Person.objects.filter(email=file.email).count() == 1
    assert Membership.objects.filter(community=here.cast.here, person__email=file.email).count() == 1


def test_a_withdrawal_beside_an_offer_leaves_one_story() -> None:
    """Either she is offered a place and then withdraws, or she withdraws and no place is offered to her."""
    here = Selecting(make_cast(), files=6, places=6)
    here.shortlist(*here.files)
    sitting = here.sitting()

    def offer(one: Application) -> object:
        ruling = Ruling(application=one, outcome=Outcome.OFFER, **WORDS)
        return decide(actor=fresh_person(here.lead), deliberation=sitting, rulings=[ruling])

    calls = [
        act
        for one in here.files
        for act in (
            lambda one=one: offer(one),
            lambda one=one: withdraw(applicant=hands_of(one), application=one),
        )
    ]
    won(at_once(calls))
    assert set(Application.objects.filter(call=here.call).values_list("state", flat=True)) == {"withdrawn"}
    assert places_left(here.call) == 6


def test_a_publication_is_concluded_once() -> None:
    here = Selecting(make_cast(), files=2)
    to(here.call, CallState.PUBLISHED)
    results = at_once([lambda: conclude_call(call=here.call)] * 8)
    assert sorted(results) == [False] * 7 + [True]  # type: ignore[type-var]
    assert SelectionCount.objects.filter(call=here.call, what="state").count() == 1
