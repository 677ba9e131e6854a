"""Scenario 003, step 8, the plan: returned because one objective has no date, then approved by two people."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from palabre.communities.choices import Role
from palabre.groups.choices import GroupStage
from palabre.groups.gates import missing_before
from palabre.groups.models import Objective, WorkingGroup, WorkPlan
from palabre.notices.chores import read_journal
from palabre.notices.models import Notice
from tests.factories import grant, join, make_community, make_person
from tests.scenarios.hands import at_the_desk_of, read, send
from tests.unit.groups.making_plans import make_group, place

pytestmark = pytest.mark.django_db
TICKS = {"specific": "on", "measurable": "on", "achievable": "on", "relevant": "on"}


def hand_in(lead: Client, group: WorkingGroup) -> None:
    page = read(lead, "groups:plan", group.public_id)
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    send(lead, "groups:plan_submission", group.public_id, seen=seen[1])


def test_a_plan_is_returned_because_one_objective_has_no_date_then_approved() -> None:
    cohort = make_community("CdP Racines Solides")
    awa, fanta, ruth, nene = (make_person(name) for name in ("Awa", "Fanta", "Ruth", "Nènè"))
    for person in (awa, fanta, ruth, nene):
        join(person, cohort)
    grant(ruth, cohort, Role.MEL)
    grant(nene, cohort, Role.COORDINATOR)
    group = make_group(cohort, "Soin et sécurité", GroupStage.PLANNING)
    place(awa, group, leads=True)
    place(fanta, group)
    lead, member, mel, coordination = (at_the_desk_of(person) for person in (awa, fanta, ruth, nene))
    key, today = group.public_id, timezone.localdate()

    def on(days: int) -> str:
        return (today + timedelta(days=days)).isoformat()

    # the members write: two objectives, one without a date; a step and a deliverable each
    texts = (("Écouter douze équipes", "Listen to twelve teams"), ("Écrire un protocole", "Write a protocol"))
    for number, (french, english) in enumerate(texts):
        dated = {"time_bound": "on", "due": on(60)} if number == 0 else {}
        fields = {"text_fr": french, "text_en": english, "measure": "Récits relus", **TICKS, **dated}
        send(member, "groups:objectives", key, **fields)
    for row in Objective.objects.all():
        where = (key, row.public_id)
        send(
            member, "groups:steps", *where, text_fr="Premiers pas", starts_on=on(1), ends_on=on(30), person="", after=""
        )
        send(
            member, "groups:deliverables", *where, title_fr="Un livret", title_en="A booklet", kind="guide", due=on(55)
        )
    dateless = Objective.objects.get(text="Écrire un protocole")

    # it can be handed in; nobody can approve it, and the page says which objective lacks what
    hand_in(lead, group)
    read_journal()
    told = Notice.objects.filter(kind="groups.plan_submitted").values_list("person__display_name", flat=True)
    assert sorted(told) == ["Nènè", "Ruth"]
    assert "Il manque une date à l’objectif 2" in read(mel, "groups:plan", key)
    refused = mel.post(f"/g/{key}/plan/approval/", {"number": "1"})
    assert refused.status_code == 403
    assert "Il manque une date à l’objectif 2" in refused.content.decode()
    send(mel, "groups:plan_return", key, text="Donnez une date au protocole.", objective=dateless.public_id, number="1")

    # the group mends it, its lead hands it in again, two people approve, each in one name
    where = (key, dateless.public_id)
    seen = re.search(r'name="seen" value="([^"]+)"', read(member, "groups:objective", *where))
    assert seen
    whole = {"text_fr": texts[1][0], "text_en": texts[1][1], "measure": "Protocole testé", **TICKS}
    send(member, "groups:objective", *where, **whole, time_bound="on", due=on(90), seen=seen[1])
    hand_in(lead, group)
    send(mel, "groups:plan_approval", key, number="2")
    assert mel.post(f"/g/{key}/plan/approval/", {"number": "2"}).status_code == 403
    assert WorkPlan.objects.get().state == "submitted"
    send(coordination, "groups:plan_approval", key, number="2")
    assert WorkPlan.objects.get().state == "approved"
    assert not [one for one in missing_before(group, GroupStage.IMPLEMENTING) if "/plan/" in one.url]

    # the two versions beside each other show the date that was missing
    page = read(at_the_desk_of(fanta), "groups:plan_versions", key, old="1", new="2")
    assert "<ins>" in page
