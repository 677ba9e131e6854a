"""Scenario 003, step 14: the outputs go out under byline, alias or no name, the group closes, the others are forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import TimeMachineFixture

from palabre.calls.actions.links import mailed_token
from palabre.calls.actions.publishing import conclude_call
from palabre.calls.choices import ApplicationState, CallState, Outcome
from palabre.calls.models import Answer, Application, Letter, Review, Score, SelectionCount
from palabre.communities.choices import RiskProfile, Role
from palabre.exchange.chores import retain
from palabre.groups.actions.approving import approve_plan
from palabre.groups.actions.handing_in import hand_in
from palabre.groups.choices import GroupStage
from palabre.groups.models import Deliverable, WorkingGroup
from palabre.people.models import Person
from tests.factories import grant, join, make_person
from tests.personas import Cast
from tests.scenarios.hands import at_the_desk_of, read, send
from tests.unit.calls.making_deciding import Selecting, holder, in_state
from tests.unit.calls.making_reviewing import answer, make_application, make_question, to
from tests.unit.groups.making_plans import (
    Circle,
    at,
    day,
    make_circle,
    make_group,
    paper,
    place,
    promise_of,
    write_objective_of,
    write_step_of,
)

pytestmark = pytest.mark.django_db
KINDS = {"Récits": "byline", "Carnet": "alias", "Fresque": "none"}
# in the night, when the retention goes round
PUBLISHED = datetime.fromisoformat("2027-01-20T03:30:00+00:00")


def prepared(circle: Circle) -> list[Deliverable]:
    """An approved plan with three deliverables; the group shares what it made."""
    objective = write_objective_of(circle)
    write_step_of(circle, objective)
    found = [promise_of(circle, objective, texts={"fr": name, "en": name}) for name in KINDS]
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    approve_plan(actor=circle.person("mel"), plan=circle.plan)
    approve_plan(actor=circle.person("coordinator"), plan=circle.plan)
    at(circle, GroupStage.SHARING)
    return found


def desk(person: Person) -> Client:
    return at_the_desk_of(Person.objects.get(pk=person.pk))


def cohort_of(cast: Cast) -> Circle:
    """A working group in the community that held the call."""
    type(cast.here).objects.filter(pk=cast.here.pk).update(risk=RiskProfile.STANDARD)
    cast.here.refresh_from_db()
    mel, reader = make_person("Ruth"), make_person("Sira")
    join(mel, cast.here)
    join(reader, cast.here)
    grant(mel, cast.here, Role.MEL)
    groups = [make_group(cast.here, theme) for theme in ("Soin et sécurité", "Redevabilité")]
    people = {"lead": cast.member, "member": cast.second_member, "second": cast.core}
    for name, person in people.items():
        place(person, groups[0], leads=name == "lead")
    others = {"mel": mel, "coordinator": cast.coordinator, "other_lead": mel, "bystander": reader}
    return Circle(community=cast.here, group=groups[0], other=groups[1], **people, **others)


@pytest.mark.covers("S003-14", "INV-10")
def test_outputs_go_out_the_group_closes_and_unsuccessful_applications_vanish_after_six_months(
    cast: Cast, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(PUBLISHED, tick=False)
    refused, accepted = a_selection_is_published(cast)
    circle = cohort_of(cast)
    deliverables = prepared(circle)
    closing_is_refused(circle)
    each_output_goes_out_in_both_languages(circle, deliverables)
    closing_is_refused(circle)
    names_are_those_that_people_chose(circle, deliverables)
    the_outcome_is_presented_and_the_group_closes(circle, deliverables)

    time_machine.move_to(PUBLISHED + timedelta(days=179), tick=False)
    retain()
    assert_still_there(refused)
    time_machine.move_to(PUBLISHED + timedelta(days=181), tick=False)
    links = [holder_link(one) for one in refused]
    retain()
    assert_gone(cast, refused, links)
    assert Application.objects.get(pk=accepted.pk).state == ApplicationState.ACCEPTED


def a_selection_is_published(cast: Cast) -> tuple[list[Application], Application]:
    """One came in; one waits, one was not retained, one was not admissible. Everybody has her letter."""
    call = Selecting(cast, files=3)
    accepted, waiting, declined = call.files
    call.offer(accepted)
    call.decide(Outcome.WAITLIST, waiting)
    call.decide(Outcome.DECLINE, declined)
    in_state(accepted, ApplicationState.ACCEPTED)
    not_admissible = make_application(call.call, state=ApplicationState.INELIGIBLE)
    refused = [waiting, declined, not_admissible]
    question = make_question(call.call)
    for one in refused:
        answer(one, question, "Ce que je n’ai dit qu’à vous.")
    call.tell_everybody()
    to(call.call, CallState.PUBLISHED)
    conclude_call(call=call.call)
    return refused, accepted


def each_output_goes_out_in_both_languages(circle: Circle, deliverables: list[Deliverable]) -> None:
    """Written by one, read over by another, a file or a link in each language; until then it cannot go out."""
    key = circle.group.public_id
    lead, member, second = (desk(circle.person(name)) for name in ("lead", "member", "second"))
    coordination, reader = desk(circle.coordinator), desk(circle.bystander)
    for row in deliverables:
        where, credit = (key, row.public_id), KINDS[row.title]
        words = {"title_fr": row.title, "title_en": f"{row.title} EN", "summary_fr": "Court.", "summary_en": "Short."}
        send(member, "groups:output_writing", *where, **words)
        publication = reverse("groups:output_publication", args=where)
        assert coordination.post(publication, {"safe": "on"}).status_code in {403, 422}, "one language is not approved"
        send(second, "groups:output_approval", *where)
        send(member, "groups:output_files", *where, language="fr", file=paper(), link="")
        send(member, "groups:output_files", *where, language="en", link="https://example.org/en")
        send(lead, "groups:output_credit", *where, credit=credit)
        if credit != "none":
            said = {"name": "Fanta D." if credit == "byline" else "Baobab"}
            assert second.post(reverse("groups:output_name", args=where), said).status_code == 303
        assert reader.get(reverse("groups:output", args=where)).status_code == 404
        assert coordination.post(publication, {"safe": ""}).status_code == 422, "somebody looks at the safety first"
        send(coordination, "groups:output_publication", *where, safe="on")


def names_are_those_that_people_chose(circle: Circle, deliverables: list[Deliverable]) -> None:
    reader, key = desk(circle.bystander), circle.group.public_id
    for language, suffix in (("fr", ""), ("en", " EN")):
        pages = {row.title: read(reader, "groups:output", key, row.public_id, lang=language) for row in deliverables}
        assert all(f"{title}{suffix}" in page for title, page in pages.items())
        assert "Fanta D." in pages["Récits"]
        assert "Baobab" in pages["Carnet"]
        assert "Fanta D." not in pages["Carnet"] + pages["Fresque"]
        assert "Baobab" not in pages["Récits"] + pages["Fresque"]
        # whoever said nothing is nowhere
        called = [circle.person(name).display_name for name in ("lead", "member", "second")]
        assert not [name for name in called for page in pages.values() if f">{name}<" in page]


def closing_is_refused(circle: Circle) -> None:
    stage = reverse("groups:stage", args=[circle.group.public_id])
    assert desk(circle.person("lead")).post(stage, {"to": "closed"}).status_code in {403, 422}
    assert WorkingGroup.objects.get(pk=circle.group.pk).stage == GroupStage.SHARING


def the_outcome_is_presented_and_the_group_closes(circle: Circle, deliverables: list[Deliverable]) -> None:
    lead, reader, key = desk(circle.person("lead")), desk(circle.bystander), circle.group.public_id
    send(lead, "groups:presentation", key, day=day(0).isoformat(), words="En plénière, trente personnes.")
    send(lead, "groups:stage", key, to="closed")
    assert WorkingGroup.objects.get(pk=circle.group.pk).stage == GroupStage.CLOSED
    for row in deliverables:
        assert reader.get(reverse("groups:output", args=[key, row.public_id])).status_code == 200


def holder_link(application: Application) -> str:
    return reverse("calls:apply_open", args=[mailed_token(application)])


def assert_still_there(refused: list[Application]) -> None:
    for one in refused:
        assert read(holder(one), "calls:apply_status", one.public_id)
    assert Answer.objects.filter(application__in=refused).count() == 3


def assert_gone(cast: Cast, refused: list[Application], links: list[str]) -> None:
    """Nothing of them is left, their links open nothing; the counts stay."""
    assert not Application.objects.filter(pk__in=[one.pk for one in refused]).exists()
    for table in (Answer, Review, Score):
        assert not table.objects.exists(), table
    assert not Letter.objects.exclude(application__state=ApplicationState.ACCEPTED).exists()
    for one, link in zip(refused, links, strict=True):
        opened = Client().post(link, {"device": "own"})
        assert "Location" not in opened or one.public_id not in opened["Location"]
        assert desk(cast.coordinator).get(reverse("calls:apply_status", args=[one.public_id])).status_code == 404
    counts = dict(SelectionCount.objects.filter(what="state").values_list("key", "number"))
    assert counts == {"accepted": 1, "declined": 1, "waitlisted": 1, "ineligible": 1}


def test_at_high_risk_the_group_stands_for_everybody_until_somebody_writes_her_own_name() -> None:
    circle = make_circle()
    row, key = prepared(circle)[0], circle.group.public_id
    type(circle.community).objects.filter(pk=circle.community.pk).update(risk=RiskProfile.HIGH)
    from palabre.groups.actions.outputs import be_named, begin_output, choose_credit
    from palabre.groups.queries.outputs import output_page

    words = {"fr": "Récits", "en": "Accounts"}
    output = begin_output(actor=circle.person("member"), deliverable=row, title=words, summary=words)
    assert output.credit == "collective"
    choose_credit(actor=circle.person("lead"), output=output, credit="byline")
    output.refresh_from_db()
    assert output_page(circle.person("lead"), output).names == []
    be_named(actor=circle.person("second"), output=output, name="Fanta D.")
    assert output_page(circle.person("lead"), output).names == ["Fanta D."]
    assert key
