"""Decisions and commitments taken in the flow of the text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from palabre.commitments.models import Commitment
from palabre.communities.queries import local_id
from palabre.kit.verdict import Refused
from palabre.languages.queries import words
from palabre.meetings.actions.minutes_flow import change_decision, record_decision, take_commitment, withdraw_decision
from palabre.meetings.actions.minutes_states import propose_minutes
from palabre.meetings.models import Minutes, RecordedDecision, TakenCommitment
from palabre.meetings.rules import load_whole
from palabre.people.models import Person
from tests.factories import make_organisation
from tests.personas import Cast
from tests.unit.meetings.minutes_story import approved, language_of, opened, passages, translated

SignIn = Callable[[Person | None], Client]
SOON = date.today() + timedelta(days=20)  # noqa: DTZ011


def test_a_decision_leads_to_a_commitment_and_the_thread_holds(cast: Cast, as_person: SignIn) -> None:
    segment = passages(opened(cast))[1]
    args = [segment.minutes.meeting.public_id, segment.public_id]
    facilitator = as_person(cast.facilitator)
    said = {"text": "La caisse continue.", "other_text": "The box goes on.", "once": "1"}
    assert facilitator.post(reverse("meetings:decision_new", args=args), said).status_code == 303
    decision = RecordedDecision.objects.get()
    promise = {
        "text": "Réunir les trois clés",
        "other_text": "",
        "owner": f"p.{local_id(cast.member, cast.here)}",
        "due": SOON.isoformat(),
        "decision": decision.public_id,
        "once": "2",
    }
    assert facilitator.post(reverse("meetings:commitment_new", args=args), promise).status_code == 303
    taken = TakenCommitment.objects.select_related("commitment").get()
    assert (taken.meeting_id, taken.segment_id, taken.decision_id) == (
        segment.minutes.meeting_id,
        segment.pk,
        decision.pk,
    )
    assert (taken.commitment.person_id, taken.commitment.due) == (cast.member.pk, SOON)
    assert words(decision, "text", "en").text == "The box goes on."


@pytest.mark.covers("INV-24")
@pytest.mark.parametrize(("field", "value"), [("owner", ""), ("due", ""), ("owner", "p.222222222222"), ("due", "hier")])
def test_a_commitment_without_owner_or_date_comes_back_filled(
    cast: Cast, as_person: SignIn, field: str, value: str
) -> None:
    segment = passages(opened(cast))[0]
    url = reverse("meetings:commitment_new", args=[segment.minutes.meeting.public_id, segment.public_id])
    form = {"text": "Envoyer", "owner": f"p.{local_id(cast.member, cast.here)}", "due": SOON.isoformat()} | {
        field: value
    }
    answer = as_person(cast.facilitator).post(url, form)
    assert answer.status_code == 422
    assert "Envoyer" in answer.content.decode()
    assert not Commitment.objects.exists()


def test_an_organisation_of_the_community_may_promise_and_another_may_not(cast: Cast) -> None:
    segment = passages(opened(cast))[0]
    house = cast.member.memberships.get().organisation
    taken = take_commitment(actor=cast.facilitator, segment=segment, text="Tester", due=SOON, organisation=house)
    assert taken.commitment.organisation == house
    with pytest.raises(Refused):
        take_commitment(
            actor=cast.facilitator, segment=segment, text="Tester", due=SOON, organisation=make_organisation()
        )
    with pytest.raises(Refused):
        take_commitment(actor=cast.facilitator, segment=segment, text="Tester", due=SOON, person=cast.outsider)


def test_a_promise_may_fall_between_the_meeting_and_today_but_not_before_the_meeting(cast: Cast) -> None:
    segment = passages(opened(cast))[0]
    held = segment.minutes.meeting.local_start.date()
    take_commitment(
        actor=cast.facilitator, segment=segment, text="Déjà dû", due=held + timedelta(days=2), person=cast.member
    )
    with pytest.raises(Refused):
        take_commitment(
            actor=cast.facilitator, segment=segment, text="Trop tôt", due=held - timedelta(days=1), person=cast.member
        )


def test_a_decision_of_other_minutes_is_refused(cast: Cast) -> None:
    decision = record_decision(actor=cast.facilitator, segment=passages(opened(cast))[0], text="Là-bas")
    with pytest.raises(Refused):
        take_commitment(
            actor=cast.facilitator,
            segment=passages(opened(cast))[0],
            text="Ici",
            due=SOON,
            person=cast.member,
            decision=decision,
        )


def test_a_decision_noted_after_approval_amends_the_minutes_and_is_missing_in_the_other_language(cast: Cast) -> None:
    minutes = approved(cast)
    record_decision(actor=cast.facilitator, segment=passages(minutes)[0], text="Une décision oubliée.")
    whole = load_whole(Minutes.objects.select_related("meeting__community").get(pk=minutes.pk))
    assert language_of(minutes, "fr").state == "amended"
    assert [passage.state("en") for passage in whole.passages] == ["missing", "approved", "approved"]


def test_a_changed_decision_makes_its_translation_outdated(cast: Cast) -> None:
    minutes = translated(cast)
    decision = record_decision(
        actor=cast.facilitator, segment=passages(minutes)[0], text="Tous les ans.", other_text="Yearly."
    )
    change_decision(actor=cast.facilitator, decision=decision, text="Tous les six mois.")
    whole = load_whole(Minutes.objects.select_related("meeting__community").get(pk=minutes.pk))
    assert whole.passages[0].state("en") == "outdated"


def test_a_promise_reworded_later_leaves_the_minutes_as_they_are(cast: Cast) -> None:
    from palabre.commitments.actions import change_commitment

    minutes = translated(cast)
    taken = take_commitment(
        actor=cast.facilitator,
        segment=passages(minutes)[0],
        text="Envoyer la liste",
        other_text="Send the list",
        due=SOON,
        person=cast.member,
    )
    change_commitment(actor=cast.member, commitment=taken.commitment, text="Envoyer la liste complète", due=SOON)
    whole = load_whole(Minutes.objects.select_related("meeting__community").get(pk=minutes.pk))
    assert whole.gaps("en") == []


def test_a_decision_noted_by_mistake_goes_and_its_promises_stay(cast: Cast) -> None:
    segment = passages(opened(cast))[0]
    decision = record_decision(actor=cast.facilitator, segment=segment, text="Erreur", other_text="Mistake")
    taken = take_commitment(
        actor=cast.facilitator, segment=segment, text="Faire", due=SOON, person=cast.member, decision=decision
    )
    withdraw_decision(actor=cast.facilitator, decision=decision)
    taken.refresh_from_db()
    assert taken.decision_id is None
    assert not RecordedDecision.objects.exists()


def test_saving_a_passage_can_lead_straight_to_a_decision(cast: Cast, as_person: SignIn) -> None:
    segment = passages(opened(cast))[0]
    args = [segment.minutes.meeting.public_id, segment.public_id]
    form = {"title": segment.title, "body": "Dit.", "base_version": 0, "then": "decision", "once": "1"}
    answer = as_person(cast.facilitator).post(reverse("meetings:segment", args=args), form)
    assert answer["Location"] == reverse("meetings:decision_new", args=args)


def test_two_people_who_correct_one_decision_notice_each_other(cast: Cast, as_person: SignIn) -> None:
    segment = passages(opened(cast))[0]
    decision = record_decision(actor=cast.facilitator, segment=segment, text="Un")
    url = reverse("meetings:decision", args=[segment.minutes.meeting.public_id, decision.public_id])
    coordinator = as_person(cast.coordinator)
    base = coordinator.get(url).context["form"]["base"].value()
    change_decision(actor=cast.facilitator, decision=decision, text="Deux")
    answer = coordinator.post(url, {"text": "Trois", "base": base, "once": "1"})
    assert answer.status_code == 409
    assert "Deux" in answer.content.decode()
    decision.refresh_from_db()
    assert decision.text == "Deux"


def test_a_promise_without_its_other_half_keeps_its_passage_from_being_approved(cast: Cast) -> None:
    minutes = translated(cast)
    segment = passages(minutes)[1]
    take_commitment(actor=cast.facilitator, segment=segment, text="Tester", due=SOON, person=cast.member)
    with pytest.raises(Refused, match="Passage 2 is missing in English"):
        propose_minutes(actor=cast.translator, minutes=minutes, language="en")
