"""Scenario 003, step 4: blind review, a reviewer of the same organisation, five scored criteria and a sixth."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from palabre.calls.choices import ApplicationState, CallState
from palabre.calls.models import Application, Call, ReviewAssignment, Reviewer, Score
from palabre.calls.queries.marks import standings
from palabre.notices.chores import read_journal
from palabre.notices.models import Notice
from palabre.people.models import Person
from tests.factories import make_person
from tests.personas import Cast
from tests.scenarios.hands import read, send
from tests.unit.calls.making_reviewing import (
    answer,
    fresh_client,
    make_application,
    make_call,
    make_criteria,
    make_question,
    to,
)

pytestmark = pytest.mark.django_db
NAMES = ("Awa Traoré", "Oumou Koné", "Salif Bah")


def comes_in(call: Call, person: Person, organisations: str = "") -> None:
    """Her link, her button, her ties."""
    reviewer = Reviewer.objects.get(call=call, person=None)
    client = fresh_client(person)
    send(client, "calls:reviewer_place", reviewer.token())
    said = {"organisations": organisations, "reads": ["fr", "en"], **({} if organisations else {"none": "on"})}
    send(client, "calls:ties", reviewer.public_id, **said)


@pytest.mark.covers("S003-4")
def test_a_reviewer_of_the_same_organisation_misses_the_file_and_others_score_without_a_name(
    cast: Cast, as_person: object
) -> None:
    call = make_call(cast.here)
    criteria = make_criteria(call)
    question = make_question(call, "Votre expérience", criterion=criteria[0])
    tells = make_question(call, "Où travaillez-vous ?", tells_who=True)
    for name, house in zip(NAMES, ("Maison Karité", "Réseau du Fleuve", "Aucune"), strict=True):
        one = make_application(call, name, organisation=house)
        answer(one, question, f"{name} anime un groupe depuis cinq ans.")
        answer(one, tells, f"À {house}.")
    lead = as_person(cast.person("coordinator"))  # type: ignore[operator]

    # the coordination asks three persons, by their addresses; they come in and say their ties
    readers = [make_person(f"Lecture {number}") for number in range(3)]
    for person, ties in zip(readers, ("maison  karite", "Fondation Lune", ""), strict=True):
        send(lead, "calls:committee", call.public_id, email=person.email, language="fr")
        comes_in(call, person, ties)
    for one in Application.objects.filter(call=call):
        send(lead, "calls:admission", call.public_id, one.public_id)
    assert set(Application.objects.values_list("state", flat=True)) == {ApplicationState.ELIGIBLE}
    to(call, CallState.REVIEW)

    # the table is read, then confirmed as it is
    table = read(lead, "calls:assignments", call.public_id)
    seal = re.search(r'name="seen" value="([^"]+)"', table)
    assert seal
    send(lead, "calls:assignments", call.public_id, seen=seal[1])
    read_journal()
    assert all(Notice.objects.filter(person=one, kind="calls.files_given").exists() for one in readers)

    # the file of her own organisation is absent from the first one's list, and its address does not exist for her
    awa = Application.objects.get(code=code_of(NAMES[0]))
    tied = fresh_client(readers[0])
    page = read(tied, "calls:reading")
    assert awa.code not in page
    assert not awa.assignments.filter(reviewer__person=readers[0]).exists()
    other = awa.assignments.first()
    assert other is not None
    assert tied.get(reverse("calls:file", args=[other.public_id])).status_code == 404

    # the others score five criteria, without a name; balance is not among them
    for given in ReviewAssignment.objects.select_related("reviewer__person"):
        reader = given.reviewer.person
        assert reader is not None
        client = fresh_client(reader)
        page = read(client, "calls:file", given.public_id)
        assert not any(word in page for name in NAMES for word in name.split())
        assert "Karité" not in page
        assert "Fleuve" not in page
        assert "cinq ans" in page
        assert page.count('<fieldset class="field"><legend>') >= len(criteria)
        assert call.criteria.get(scored=False).public_id not in page
        points = {f"points_{one.public_id}": "4" for one in criteria}
        send(client, "calls:file", given.public_id, comment="Solide.", recommendation="yes", **points)
    assert Score.objects.filter(criterion__scored=False).count() == 0
    assert Score.objects.count() == 2 * len(NAMES) * len(criteria)
    assert {key: found.mark.number for key, found in standings(call).items() if found.mark} == dict.fromkeys(
        Application.objects.values_list("pk", flat=True), 2
    )
    ranking = read(lead, "calls:ranking", call.public_id)
    assert "80" in ranking
    assert not any(name in ranking for name in NAMES)
    assert awa.code not in read(tied, "calls:ranking", call.public_id)


def code_of(name: str) -> str:
    return next(one.code for one in Application.objects.all() if one.name == name)
