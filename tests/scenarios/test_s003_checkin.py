"""Scenario 003, step 12: at a MEL check-in only leads are invited; difficulties become commitments."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from palabre.commitments.models import Commitment
from palabre.communities.choices import RiskProfile, Role
from palabre.groups.models import CheckIn, WorkingGroup
from palabre.notices.chores import read_journal
from palabre.notices.models import Notice
from palabre.people.models import Person
from tests.factories import grant, join, make_community, make_person
from tests.scenarios.hands import at_the_desk_of, read, send
from tests.unit.groups.making_plans import make_group, place

pytestmark = pytest.mark.django_db


def people_of(names: str) -> list[Person]:
    return [make_person(name) for name in names.split()]


@pytest.mark.covers("S003-12", "INV-22")
def test_only_leads_are_invited_and_difficulties_become_commitments() -> None:
    cohort = make_community("CdP Racines Solides", risk=RiskProfile.STANDARD)
    awa, ines, moussa, member, eyes, coordination = people_of("Awa Inès Moussa Fanta Ruth Nènè")
    for person in (awa, ines, moussa, member, eyes, coordination):
        join(person, cohort)
    grant(eyes, cohort, Role.MEL)
    grant(coordination, cohort, Role.COORDINATOR)
    themes = ("Soin et sécurité", "Redevabilité", "Collaboration")
    groups: list[WorkingGroup] = [make_group(cohort, theme, "implementing") for theme in themes]
    for lead, group in zip((awa, ines, moussa), groups, strict=True):
        place(lead, group, leads=True)
    place(member, groups[0])
    mel, lead, inside = at_the_desk_of(eyes), at_the_desk_of(awa), at_the_desk_of(member)
    here, today = cohort.public_id, timezone.localdate()

    # MEL opens it; the three leads are told, nobody else is, and for a member there is nothing
    send(mel, "groups:check_ins", here, held_on=(today - timedelta(days=28)).isoformat())
    first = CheckIn.objects.get()
    read_journal()
    told = Notice.objects.filter(kind="groups.check_in_opened").values_list("person__display_name", flat=True)
    assert sorted(told) == ["Awa", "Inès", "Moussa"]
    for address in (f"/c/{here}/check-ins/", f"/c/{here}/check-ins/{first.public_id}/"):
        assert inside.get(address).status_code == 404
        assert lead.get(address).status_code == 200

    # each lead reports for her group, and for no other
    where = (here, first.public_id, groups[0].public_id)
    said = {"progress": "Quatre équipes écoutées", "difficulties": "Deux équipes sans interprète", "seen": "0"}
    send(lead, "groups:check_in_report", *where, **said)
    assert (
        at_the_desk_of(ines).post(f"/c/{here}/check-ins/{first.public_id}/groups/{where[2]}/", said).status_code == 403
    )
    assert inside.post(f"/c/{here}/check-ins/{first.public_id}/groups/{where[2]}/", said).status_code == 404

    # the difficulty becomes a commitment, with its owner and its day
    form = read(lead, "groups:check_in_promise", *where)
    assert "Deux équipes sans interprète" in form
    owner = re.search(r'<option value="(p\.[^"]+)"[^>]*>Awa', form)
    assert owner
    due = (today + timedelta(days=14)).isoformat()
    send(lead, "groups:check_in_promise", *where, text="Trouver deux interprètes", owner=owner[1], due=due)
    promise = Commitment.objects.get()
    assert (promise.person, promise.due.isoformat()) == (awa, due)

    # the next check-in begins with it, and says what became of it
    send(mel, "groups:check_ins", here, held_on=today.isoformat())
    second = CheckIn.objects.latest("held_on")
    page = read(lead, "groups:check_in", here, second.public_id)
    assert page.index("Trouver deux interprètes") < page.index(f'id="g-{groups[0].public_id}"')
    send(lead, "commitments:evidence", promise.public_id, evidence="Contrats signés mardi")
    page = read(at_the_desk_of(coordination), "groups:check_in", here, second.public_id)
    row = page[page.index("Trouver deux interprètes") :]
    assert "fait" in row[: row.index("</li>")]
