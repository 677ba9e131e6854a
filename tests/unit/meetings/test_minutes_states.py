"""From draft to approved in each language, then closed: no step skipped, nobody approves alone what she alone wrote."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from palabre.journal.models import Entry
from palabre.kit.verdict import Clash, Refused
from palabre.languages.models import Half
from palabre.meetings.actions.minutes_flow import record_decision
from palabre.meetings.actions.minutes_states import approve_minutes, close_meeting, propose_minutes
from palabre.meetings.actions.minutes_translation import translate_segment
from palabre.meetings.choices import MeetingState, MinutesState, Presence
from palabre.meetings.models import Meeting, Minutes, MinutesApproval
from palabre.meetings.queries.counting import with_minutes
from palabre.meetings.queries.meeting import minutes_state
from palabre.meetings.rules import can_close_meeting, load_whole
from palabre.people.models import Person
from tests.factories import grant, join, make_person
from tests.personas import Cast, make_cast
from tests.unit.meetings.minutes_story import (
    approved,
    language_of,
    opened,
    passages,
    translated,
    was_there,
    write,
    written,
)

SignIn = Callable[[Person | None], Client]


def propose(cast: Cast, minutes: Minutes, language: str = "fr") -> int:
    by = cast.facilitator if language == "fr" else cast.translator
    return propose_minutes(actor=by, minutes=minutes, language=language).version


def approve(person: Person, minutes: Minutes, language: str = "fr", seen: int = 1) -> str:
    return approve_minutes(actor=person, minutes=minutes, language=language, seen=seen).state


@pytest.mark.covers("SR-18")
def test_what_was_not_proposed_cannot_be_approved(cast: Cast, as_person: SignIn) -> None:
    minutes = translated(cast)
    url = reverse("meetings:minutes_approval", args=[minutes.meeting.public_id, "fr"])
    assert as_person(cast.coordinator).post(url, {"version": 1}).status_code == 403
    assert language_of(minutes, "fr").state == MinutesState.DRAFT
    assert not MinutesApproval.objects.exists()


@pytest.mark.covers("SR-18", "INV-23")
def test_a_meeting_cannot_be_closed_before_its_minutes_are_complete(cast: Cast, as_person: SignIn) -> None:
    minutes = translated(cast)
    url = reverse("meetings:closing", args=[minutes.meeting.public_id])
    assert as_person(cast.coordinator).post(url).status_code == 403
    for language in ("fr", "en"):
        propose(cast, minutes, language)
        assert as_person(cast.coordinator).post(url).status_code == 403
        approve(cast.coordinator, minutes, language)
    assert as_person(cast.facilitator).post(url).status_code == 403
    assert as_person(cast.coordinator).post(url).status_code == 303
    minutes.meeting.refresh_from_db()
    assert minutes.meeting.state == MeetingState.CLOSED
    with pytest.raises(Refused):
        close_meeting(actor=cast.coordinator, meeting=minutes.meeting)


def test_empty_minutes_cannot_be_proposed(cast: Cast) -> None:
    with pytest.raises(Refused):
        propose(cast, opened(cast))


def test_minutes_are_proposed_once(cast: Cast) -> None:
    minutes = written(cast)
    propose(cast, minutes)
    with pytest.raises(Refused):
        propose(cast, minutes)


@pytest.mark.covers("INV-23")
def test_a_language_with_a_missing_passage_cannot_be_proposed(cast: Cast) -> None:
    minutes = written(cast)
    first, second, _third = passages(minutes)
    for segment in (first, second):
        translate_segment(actor=cast.translator, segment=segment, title="T", body="B")
    with pytest.raises(Refused) as refusal:
        propose(cast, minutes, "en")
    assert "3" in str(refusal.value.verdict.why)


def test_the_only_author_cannot_approve_even_as_coordination(cast: Cast) -> None:
    grant(cast.facilitator, cast.here, "coordinator")
    minutes = written(cast)
    propose(cast, minutes)
    with pytest.raises(Refused):
        approve(cast.person("facilitator"), minutes)
    assert approve(cast.coordinator, minutes) == MinutesState.APPROVED


@pytest.mark.covers("SR-18")
def test_whoever_noted_the_only_decision_cannot_approve_it_alone(cast: Cast) -> None:
    """Nothing in the body, one decision in both languages: the words are hers all the same."""
    minutes = opened(cast, points=0)
    (segment,) = passages(minutes)
    record_decision(actor=cast.coordinator, segment=segment, text="Je décide seule.", other_text="I alone decide.")
    for language in ("fr", "en"):
        propose_minutes(actor=cast.coordinator, minutes=minutes, language=language)
        with pytest.raises(Refused):
            approve(cast.person("coordinator"), minutes, language)


@pytest.mark.covers("SR-18")
def test_whoever_alone_amended_approved_minutes_cannot_approve_the_amendment(cast: Cast) -> None:
    minutes = translated(cast)
    write(cast.coordinator, passages(minutes)[0], "Repris par la coordination.")
    propose(cast, minutes)
    approve(cast.coordinator, minutes)
    write(cast.person("coordinator"), passages(minutes)[1], "Changé après coup, seule.")
    propose_minutes(actor=cast.person("coordinator"), minutes=minutes, language="fr")
    with pytest.raises(Refused):
        approve(cast.person("coordinator"), minutes, seen=2)
    grant(cast.facilitator, cast.here, "coordinator")
    assert approve(cast.person("facilitator"), minutes, seen=2) == MinutesState.APPROVED


def test_the_only_translator_cannot_approve_her_translation(cast: Cast) -> None:
    minutes = translated(cast)
    was_there(cast.translator, minutes.meeting)
    propose(cast, minutes, "en")
    with pytest.raises(Refused):
        approve(cast.translator, minutes, "en")


def test_one_of_several_authors_may_approve(cast: Cast) -> None:
    minutes = written(cast)
    write(cast.coordinator, passages(minutes)[0], "Repris par la coordination.")
    propose(cast, minutes)
    assert approve(cast.coordinator, minutes) == MinutesState.APPROVED


def test_two_people_who_were_there_approve_together(cast: Cast) -> None:
    minutes = written(cast)
    for person in (cast.member, cast.core):
        was_there(person, minutes.meeting, Presence.REMOTE)
    was_there(cast.second_member, minutes.meeting, Presence.EXCUSED)
    propose(cast, minutes)
    with pytest.raises(Refused):
        approve(cast.second_member, minutes)
    assert approve(cast.member, minutes) == MinutesState.PROPOSED
    with pytest.raises(Refused):
        approve(cast.member, minutes)
    assert approve(cast.core, minutes) == MinutesState.APPROVED
    assert MinutesApproval.objects.count() == 2


def test_an_approval_of_words_that_have_changed_since_is_refused(cast: Cast, as_person: SignIn) -> None:
    minutes = written(cast)
    seen = propose(cast, minutes)
    write(cast.facilitator, passages(minutes)[0], "Corrigé entre-temps.")
    with pytest.raises(Clash):
        approve(cast.coordinator, minutes, seen=seen)
    url = reverse("meetings:minutes_approval", args=[minutes.meeting.public_id, "fr"])
    assert as_person(cast.coordinator).post(url, {"version": seen}).status_code == 409
    assert as_person(cast.coordinator).post(url, {}).status_code == 409
    assert approve(cast.coordinator, minutes, seen=seen + 1) == MinutesState.APPROVED


def test_words_changed_while_proposed_make_the_approvals_begin_again(cast: Cast) -> None:
    minutes = written(cast)
    for person in (cast.member, cast.core):
        was_there(person, minutes.meeting)
    propose(cast, minutes)
    approve(cast.member, minutes)
    write(cast.facilitator, passages(minutes)[0], "Corrigé.")
    assert approve(cast.core, minutes, seen=2) == MinutesState.PROPOSED
    assert approve(cast.member, minutes, seen=2) == MinutesState.APPROVED


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("coordinators", [0, 2])
def test_people_who_approve_in_the_same_moment_are_each_counted_once(coordinators: int) -> None:
    cast = make_cast()
    minutes = written(cast)
    people = [make_person() for _ in range(2)]
    for person in people:
        join(person, cast.here)
        if coordinators:
            grant(person, cast.here, "coordinator")
        was_there(person, minutes.meeting)
    seen = propose(cast, minutes)
    start, refusals = threading.Barrier(4), []

    def press(pk: int) -> None:
        try:
            start.wait(10)
            approve(Person.objects.get(pk=pk), Minutes.objects.get(pk=minutes.pk), seen=seen)
        except Refused as error:
            refusals.append(error)
        finally:
            connection.close()

    presses = [threading.Thread(target=press, args=(person.pk,)) for person in people for _ in range(2)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert len(refusals) == 2
    assert sorted(MinutesApproval.objects.values_list("person_id", flat=True)) == sorted(one.pk for one in people)
    assert language_of(minutes, "fr").state == MinutesState.APPROVED
    assert Entry.objects.filter(kind="meetings.minutes_approved").count() == 1


@pytest.mark.covers("INV-23")
def test_minutes_are_complete_when_both_languages_are_approved_and_none_is_outdated(cast: Cast) -> None:
    minutes = approved(cast)
    assert can_close_meeting(cast.coordinator, minutes.meeting)
    assert Entry.objects.filter(kind="meetings.minutes_completed").count() == 1
    write(cast.facilitator, passages(minutes)[2], "Le suivi se fait tous les six mois.")
    propose(cast, minutes)
    approve(cast.coordinator, minutes, seen=2)
    assert language_of(minutes, "en").state == MinutesState.APPROVED
    verdict = can_close_meeting(cast.coordinator, minutes.meeting)
    assert not verdict
    assert "3" in str(verdict.why)


@pytest.mark.covers("INV-23")
def test_where_one_language_suffices_the_other_is_not_waited_for(cast: Cast) -> None:
    cast.here.needs_both_languages = False
    cast.here.save()
    minutes = written(cast)
    propose(cast, minutes)
    approve(cast.coordinator, minutes)
    assert can_close_meeting(cast.coordinator, Minutes.objects.get(pk=minutes.pk).meeting)


@pytest.mark.covers("INV-23")
def test_an_amendment_makes_exactly_the_touched_passage_outdated(cast: Cast) -> None:
    minutes = approved(cast)
    write(cast.facilitator, passages(minutes)[2], "Au point 3, le suivi se fait tous les six mois.")
    whole = load_whole(Minutes.objects.select_related("meeting__community").get(pk=minutes.pk))
    assert [passage.state("en") for passage in whole.passages] == ["approved", "approved", "outdated"]
    assert (whole.languages["fr"].state, whole.languages["fr"].version) == ("amended", 2)
    translate_segment(
        actor=cast.translator, segment=passages(minutes)[2], title="Concertation forums", body="Every six months."
    )
    assert (language_of(minutes, "en").state, language_of(minutes, "en").version) == ("amended", 2)
    for language in ("fr", "en"):
        seen = propose(cast, minutes, language)
        assert approve(cast.coordinator, minutes, language, seen=seen) == MinutesState.APPROVED
    assert can_close_meeting(cast.coordinator, minutes.meeting)


@pytest.mark.covers("INV-23")
def test_no_list_calls_minutes_complete_while_a_language_is_outdated(cast: Cast) -> None:
    minutes = approved(cast)
    rows = with_minutes(Meeting.objects.filter(pk=minutes.meeting_id))
    assert minutes_state(rows.get()) == "complete"
    write(cast.facilitator, passages(minutes)[2], "Au point 3, le suivi se fait tous les six mois.")
    seen = propose(cast, minutes, "fr")
    assert approve(cast.coordinator, minutes, "fr", seen=seen) == MinutesState.APPROVED
    row = rows.get()
    assert (row.minutes_fr, row.minutes_en) == ("approved", "outdated")  # type: ignore[attr-defined]
    assert minutes_state(row) == "draft"


def test_words_put_back_as_they_were_leave_nothing_outdated(cast: Cast) -> None:
    minutes = approved(cast)
    segment = passages(minutes)[0]
    write(cast.facilitator, segment, "Autre chose.")
    write(cast.facilitator, segment, segment.body)
    whole = load_whole(Minutes.objects.select_related("meeting__community").get(pk=minutes.pk))
    assert whole.gaps("en") == []


def test_approving_the_other_language_approves_each_of_its_halves(cast: Cast) -> None:
    approved(cast)
    bodies = Half.objects.filter(thing="meetings.segment", field="body")
    assert set(bodies.values_list("state", "approved_by_id")) == {("approved", cast.coordinator.pk)}


@pytest.mark.covers("SR-18")
def test_what_is_approved_is_not_proposed_again_before_it_is_amended(cast: Cast) -> None:
    minutes = approved(cast)
    with pytest.raises(Refused, match="already approved"):
        propose(cast, minutes)
    assert language_of(minutes, "fr").state == MinutesState.APPROVED
    write(cast.facilitator, passages(minutes)[0], "Une correction.")
    propose(cast, minutes)
    assert language_of(minutes, "fr").state == MinutesState.PROPOSED


def test_a_proposed_translation_whose_source_moved_is_not_approved(cast: Cast) -> None:
    minutes = translated(cast)
    propose(cast, minutes, "en")
    write(cast.facilitator, passages(minutes)[1], "Autre chose.")
    assert language_of(minutes, "en").state == MinutesState.PROPOSED
    with pytest.raises(Refused, match="Passage 2 is outdated"):
        approve(cast.coordinator, minutes, "en")
