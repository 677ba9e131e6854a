"""Scenario 003, step 14, the outputs: published FR/EN under byline, alias or no name; the group closes."""

from __future__ import annotations

import pytest
from django.test import Client

from palabre.communities.choices import RiskProfile
from palabre.groups.actions.approving import approve_plan
from palabre.groups.actions.handing_in import hand_in
from palabre.groups.choices import GroupStage
from palabre.groups.models import Deliverable, WorkingGroup
from palabre.people.models import Person
from tests.scenarios.hands import at_the_desk_of, read, send
from tests.unit.groups.making_plans import (
    Circle,
    at,
    day,
    make_circle,
    paper,
    promise_of,
    write_objective_of,
    write_step_of,
)

pytestmark = pytest.mark.django_db
KINDS = {"Récits": "byline", "Carnet": "alias", "Fresque": "none"}


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


@pytest.mark.covers("INV-10")
def test_outputs_go_out_in_both_languages_under_the_names_people_chose_and_the_group_closes() -> None:
    circle = make_circle(risk=RiskProfile.STANDARD)
    deliverables, key = prepared(circle), circle.group.public_id
    lead, member, second = (desk(circle.person(name)) for name in ("lead", "member", "second"))
    coordination, reader = desk(circle.coordinator), desk(circle.bystander)
    for row in deliverables:
        where, credit = (key, row.public_id), KINDS[row.title]
        words = {"title_fr": row.title, "title_en": f"{row.title} EN", "summary_fr": "Court.", "summary_en": "Short."}
        send(member, "groups:output_writing", *where, **words)
        send(second, "groups:output_approval", *where)
        send(member, "groups:output_files", *where, language="fr", file=paper(), link="")
        send(member, "groups:output_files", *where, language="en", link="https://example.org/en")
        send(lead, "groups:output_credit", *where, credit=credit)
        if credit != "none":
            name = "Fanta D." if credit == "byline" else "Baobab"
            assert second.post(f"/g/{key}/outputs/{row.public_id}/name/", {"name": name}).status_code == 303
        assert reader.get(f"/g/{key}/outputs/{row.public_id}/").status_code == 404
        send(coordination, "groups:output_publication", *where, safe="on")
    pages = {row.title: read(reader, "groups:output", key, row.public_id) for row in deliverables}
    assert "Fanta D." in pages["Récits"]
    assert "Baobab" in pages["Carnet"]
    assert "Fanta D." not in pages["Carnet"] + pages["Fresque"]
    # whoever said nothing is nowhere
    assert not [name for name in ("Lead", "Member", "Second") for page in pages.values() if f">{name}<" in page]

    # closed only once the outcome was presented
    refused = lead.post(f"/g/{key}/stage/", {"to": "closed"})
    assert refused.status_code in (403, 422)
    send(lead, "groups:presentation", key, day=day(0).isoformat(), words="Plénière de novembre, trente personnes.")
    send(lead, "groups:stage", key, to="closed")
    assert WorkingGroup.objects.get(pk=circle.group.pk).stage == GroupStage.CLOSED
    assert reader.get(f"/g/{key}/outputs/{deliverables[0].public_id}/").status_code == 200


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
