"""Screening: by the coordination, never one's own, never under a tie; what binds is a reason; drafts are nobody's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from palabre.calls.actions.screening import (
    admit_application,
    ask_applicant,
    look_again_at,
    turn_down_application,
)
from palabre.calls.choices import ApplicationState, AssignmentState, CallState, RuleCheck, RuleKind
from palabre.calls.gates import missing_before
from palabre.calls.models import Application, Call, EligibilityRule, Letter, RuleCountry
from palabre.calls.rules.screening import can_view_application, veils, visible_applications
from palabre.communities.choices import Role
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.people.models import Person
from tests.factories import grant, join, make_organisation, make_person
from tests.personas import Cast
from tests.unit.calls.making_reviewing import (
    Reading,
    answer,
    assign,
    make_application,
    make_call,
    make_question,
    make_reviewer,
    person_again,
    to,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(cast: Cast) -> Call:
    return make_call(cast.here)


def state_of(application: Application) -> str:
    return Application.objects.values_list("state", flat=True).get(pk=application.pk)


def test_admissible_or_not_with_the_reason_and_the_journal_knows_no_name(cast: Cast, call: Call) -> None:
    lead, one, two = cast.person("coordinator"), make_application(call, "Awa Traoré"), make_application(call)
    admit_application(actor=lead, application=one)
    for reason in ("", "  \n", "x" * 2001):
        with pytest.raises(Refused) as refusal:
            turn_down_application(actor=lead, application=two, reason=reason)
        assert refusal.value.field == "reason"
    turn_down_application(actor=lead, application=two, reason="La règle 2 n’est pas remplie.")
    assert (state_of(one), state_of(two)) == ("eligible", "ineligible")
    two.refresh_from_db()
    assert (two.screened_by, two.screening_note) == (lead, "La règle 2 n’est pas remplie.")
    assert two.screened_at is not None
    facts = list(Entry.objects.filter(kind="calls.screened").values_list("subject", "facts"))
    assert facts == [("application", {"state": "eligible"}), ("application", {"state": "ineligible"})]
    with pytest.raises(Refused):
        admit_application(actor=lead, application=two)


@pytest.mark.parametrize("who", ["member", "facilitator", "translator", "steward", "outsider", "keeper", "nobody"])
def test_nobody_else_screens_or_sees(cast: Cast, call: Call, who: str, as_person: Callable[[Person], Client]) -> None:
    application, actor = make_application(call), cast.person(who)
    for act in (admit_application, look_again_at):
        with pytest.raises(Refused):
            act(actor=actor, application=application)
    with pytest.raises(Refused):
        turn_down_application(actor=actor, application=application, reason="Non.")
    with pytest.raises(Refused):
        ask_applicant(actor=actor, application=application, question="Où ?")
    client, place = as_person(actor), (call.public_id, application.public_id)
    assert client.get(reverse("calls:applications", args=[call.public_id])).status_code == 404
    for name in ("application", "admission", "inadmissibility", "applicant_question", "second_look", "readers"):
        assert client.post(reverse(f"calls:{name}", args=place)).status_code in (404, 405)
    assert client.get(reverse("calls:application", args=place)).status_code == 404
    assert state_of(application) == ApplicationState.SUBMITTED


@pytest.mark.parametrize("state", [ApplicationState.DRAFT, ApplicationState.WITHDRAWN])
def test_a_draft_and_what_was_withdrawn_are_read_by_nobody(
    cast: Cast, call: Call, state: str, as_person: Callable[[Person], Client]
) -> None:
    """INV-11, for every role of the community."""
    application = make_application(call, "Awa Traoré", state=state)
    for role in Role:
        person = make_person()
        join(person, cast.here)
        grant(person, cast.here, role)
        assert not can_view_application(person_again(person), application)
    client = as_person(cast.person("coordinator"))
    assert client.get(reverse("calls:application", args=[call.public_id, application.public_id])).status_code == 404
    page = client.get(reverse("calls:applications", args=[call.public_id]), {"shelf": "all"}).content.decode()
    assert "Traoré" not in page
    assert application.code not in page


def test_only_between_the_closing_and_the_reading(cast: Cast, call: Call) -> None:
    lead, application = cast.person("coordinator"), make_application(call)
    for state in set(CallState) - {CallState.SCREENING}:
        to(call, state)
        with pytest.raises(Refused):
            admit_application(actor=lead, application=application)
    assert state_of(application) == ApplicationState.SUBMITTED


def test_a_question_goes_out_and_its_answer_brings_it_back_to_be_screened(cast: Cast, call: Call) -> None:
    lead, application = cast.person("coordinator"), make_application(call)
    ask_applicant(actor=lead, application=application, question="Êtes-vous membre d’une alliance ?")
    assert state_of(application) == ApplicationState.NEEDS_INFO
    assert len(missing_before(call, CallState.REVIEW)) == 2  # this one, and the committee
    with pytest.raises(Refused):
        ask_applicant(actor=lead, application=application, question="Encore ?")
    # whatever her answer makes of it, nobody said yet that it is admissible
    for state in (ApplicationState.SUBMITTED, ApplicationState.IN_REVIEW):
        Application.objects.update(state=state, info_given="Non.")
        assert len(missing_before(call, CallState.REVIEW)) == 2
    admit_application(actor=lead, application=application)
    assert len(missing_before(call, CallState.REVIEW)) == 1
    assert state_of(application) == ApplicationState.ELIGIBLE


def test_what_was_said_is_taken_back_until_she_was_written_to(cast: Cast, call: Call) -> None:
    lead, application = cast.person("coordinator"), make_application(call)
    with pytest.raises(Refused):
        look_again_at(actor=lead, application=application)
    turn_down_application(actor=lead, application=application, reason="Une erreur.")
    found = look_again_at(actor=lead, application=application)
    assert (found.state, found.screening_note, found.screened_by) == ("submitted", "", None)
    turn_down_application(actor=lead, application=application, reason="Non.")
    letter = Letter.objects.create(application=application, outcome="ineligible", language="fr", body="…")
    look_again_at(actor=lead, application=application)
    turn_down_application(actor=lead, application=application, reason="Non.")
    letter.sent_at = letter.prepared_at
    letter.save()
    with pytest.raises(Refused):
        look_again_at(actor=lead, application=application)


def test_neither_her_own_nor_one_to_which_she_is_tied(
    cast: Cast, call: Call, as_person: Callable[[Person], Client]
) -> None:
    lead = cast.person("coordinator")
    own = make_application(call, "Moi Même", person=lead)
    with pytest.raises(Refused):
        admit_application(actor=lead, application=own)
    client = as_person(lead)
    assert client.get(reverse("calls:application", args=[call.public_id, own.public_id])).status_code == 404
    # (a candidate looks at no other application either: `test_standing_apart`)
    Application.objects.filter(pk=own.pk).update(state=ApplicationState.WITHDRAWN)
    house = make_organisation("Maison des Voix")
    lead.memberships.update(organisation=house)
    tied = make_application(call, "Awa Traoré", organisation="MAISON  des-voix")
    free = make_application(call, "Oumou Koné", organisation="Autre maison")
    with pytest.raises(Refused) as refusal:
        admit_application(actor=lead, application=tied)
    assert refusal.value.verdict == veils(lead, [tied])[tied.pk]
    answer_ = client.get(reverse("calls:application", args=[call.public_id, tied.public_id]))
    assert answer_.status_code == 403
    assert "Traoré" not in answer_.content.decode()
    # it is counted on no list but that of all, so that its place tells nothing
    assert tied.code not in client.get(reverse("calls:applications", args=[call.public_id])).content.decode()
    page = client.get(reverse("calls:applications", args=[call.public_id]), {"shelf": "all"}).content.decode()
    assert "Koné" in page
    assert "Traoré" not in page
    assert own.code not in page
    assert tied.code in page
    admit_application(actor=lead, application=free)
    # somebody else of the coordination does it
    second = make_person()
    join(second, cast.here)
    grant(second, cast.here, Role.COORDINATOR)
    admit_application(actor=second, application=tied)


def test_a_coordination_that_reads_too_learns_whose_it_is_after_her_review(
    cast: Cast, as_person: Callable[[Person], Client]
) -> None:
    reading = Reading(cast)
    lead, client = reading.lead, as_person(reading.lead)
    to(reading.call, CallState.SCREENING)
    seat = make_reviewer(reading.call, lead, by=lead)
    to(reading.call, CallState.REVIEW)
    application = reading.files[0]
    Application.objects.filter(pk=application.pk).update(name="Awa Traoré")
    application.refresh_from_db()
    given = assign(application, seat)
    path = reverse("calls:application", args=[reading.call.public_id, application.public_id])
    assert client.get(path).status_code == 403
    assert "Traoré" not in client.get(path).content.decode()
    listed = client.get(reverse("calls:applications", args=[reading.call.public_id]), {"shelf": "all"})
    assert "Traoré" not in listed.content.decode()
    given.state = AssignmentState.SUBMITTED
    given.save()
    assert "Traoré" in client.get(path).content.decode()


def test_the_page_shows_whose_it_is_which_rules_were_checked_and_what_was_answered(
    cast: Cast, call: Call, as_person: Callable[[Person], Client]
) -> None:
    rule = EligibilityRule.objects.create(
        call=call, kind=RuleKind.MAY, check_by=RuleCheck.COUNTRIES, label="Vivre au Sahel"
    )
    RuleCountry.objects.create(rule=rule, country="BF")
    EligibilityRule.objects.create(call=call, kind=RuleKind.MAY, check_by=RuleCheck.DECLARED, label="Être disponible")
    application = make_application(call, "Awa Traoré", country="ML", ai_use="Pour la langue.", organisation="Voix")
    answer(application, make_question(call, "Pourquoi ?", tells_who=True), "Parce que je m’appelle Awa.")
    client = as_person(cast.person("coordinator"))
    path = reverse("calls:application", args=[call.public_id, application.public_id])
    page = client.get(path).content.decode()
    for said in ("Awa Traoré", "Voix", "Mali", "Vivre au Sahel", "Être disponible", "Pour la langue.", "Parce que je"):
        assert said in page
    assert "<title>" in page
    assert "Traoré" not in page.split("</title>")[0]
    place = [call.public_id, application.public_id]
    back = client.post(reverse("calls:inadmissibility", args=place), {"reason": ""})
    assert back.status_code == 422
    assert (
        client.post(reverse("calls:applicant_question", args=place), {"question": "Où vivez-vous ?"}).status_code == 303
    )
    assert client.post(reverse("calls:inadmissibility", args=place), {"reason": "Hors du Sahel."}).status_code == 303
    assert client.post(reverse("calls:second_look", args=place)).status_code == 303
    following = make_application(call)
    done = client.post(reverse("calls:admission", args=place))
    assert done["Location"].endswith(f"/{following.public_id}/")
    assert client.post(reverse("calls:admission", args=place)).status_code == 403


def test_applications_of_another_call_or_community_are_not_there(
    cast: Cast, call: Call, as_person: Callable[[Person], Client]
) -> None:
    there = make_application(make_call(cast.there))
    assert not visible_applications(cast.person("coordinator")).filter(pk=there.pk).exists()
    client = as_person(cast.person("coordinator"))
    for place in ([call.public_id, there.public_id], [there.call.public_id, there.public_id]):
        assert client.get(reverse("calls:application", args=place)).status_code == 404
