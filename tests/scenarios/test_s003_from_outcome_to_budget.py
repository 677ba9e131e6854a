"""Scenario 003, step 8, as one story through the pages: outcome, plan, budget, and only then the work."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palabre.communities.choices import RiskProfile, Role
from palabre.decisions.models import Proposal
from palabre.groups.choices import GroupStage
from palabre.groups.models import LearningOutcome, Objective, WorkingGroup, WorkPlan
from palabre.money.models import Budget, BudgetApproval
from palabre.people.models import Person
from tests.factories import grant, join, make_community, make_person
from tests.scenarios.hands import read, send
from tests.unit.groups.making_plans import make_group, place

pytestmark = pytest.mark.django_db
NAMES = ("Awa", "Fanta", "Oumou", "Ruth", "Nènè", "Bintou")
ROLES = {"Ruth": Role.MEL, "Nènè": Role.COORDINATOR, "Bintou": Role.TREASURER}
TICKS = dict.fromkeys(("specific", "measurable", "achievable", "relevant"), "on")
OUTCOME = {
    "kind": "guide", "title_fr": "Un guide de soins", "title_en": "A care guide", "text_fr": "Vingt pages à pratiquer.",
    "text_en": "Twenty pages to practise.",
}  # fmt: skip


def on(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


class Story:
    """A group of three that has agreed its questions; Awa leads it. Ruth follows up, Nènè coordinates, Bintou pays."""

    def __init__(self, as_person) -> None:
        here = make_community("CdP Racines Solides", risk=RiskProfile.HIGH)
        self.people: dict[str, Person] = {name: make_person(name) for name in NAMES}
        for name, person in self.people.items():
            join(person, here)
            if name in ROLES:
                grant(person, here, ROLES[name])
        self.group = make_group(here, "Soin et sécurité", GroupStage.OUTCOME)
        for name in NAMES[:3]:
            place(self.people[name], self.group, leads=name == "Awa")
        self.as_person, self.key = as_person, self.group.public_id

    def at(self, name: str) -> Client:
        client: Client = self.as_person(self.people[name])
        return client

    def asks_for(self, stage: str) -> int:
        """Her lead presses the button of the next stage."""
        return self.at("Awa").post(reverse("groups:stage", args=[self.key]), {"to": stage}).status_code

    def stage(self) -> str:
        return WorkingGroup.objects.get(pk=self.group.pk).stage

    def refused(self, name: str, url: str, **fields: str) -> None:
        assert self.at(name).post(url, fields).status_code == 403, (name, url)


@pytest.fixture
def story(as_person) -> Story:
    return Story(as_person)


@pytest.mark.covers("S003-8", "INV-07", "INV-08", "INV-29")
def test_the_outcome_by_consent_the_plan_after_its_return_and_the_budget_by_three(story: Story) -> None:
    assert story.asks_for("planning") == 403
    the_outcome_is_adopted_by_consent(story)
    assert story.stage() == GroupStage.PLANNING

    the_plan_is_written_without_one_date(story)
    the_plan_is_returned_for_it(story)
    assert story.asks_for("implementing") == 403
    the_plan_is_approved_by_two(story)
    assert (story.asks_for("implementing"), story.stage()) == (403, GroupStage.PLANNING), "the budget is still missing"

    the_budget_is_approved_by_three_different_people(story)
    assert (story.asks_for("implementing"), story.stage()) == (303, GroupStage.IMPLEMENTING)


def the_outcome_is_adopted_by_consent(story: Story) -> None:
    """One objects: nothing passes. The words are mended with her, all consent, and the record has its day of review."""
    second = story.at("Fanta")
    send(second, "groups:outcome_proposing", story.key, **OUTCOME)
    outcome = LearningOutcome.objects.get()
    send(second, "groups:outcome_consent", story.key, outcome.public_id)
    proposal = Proposal.objects.get()
    assert set(proposal.electors.values_list("person__display_name", flat=True)) == set(NAMES[:3])
    send(second, "decisions:stances", proposal.public_id, until=on(7))
    said = {"Awa": "consent", "Fanta": "consent", "Oumou": "object"}
    for name, kind in said.items():
        comment = "Vingt pages, c’est trop." if kind == "object" else ""
        send(story.at(name), "decisions:stance", proposal.public_id, kind=kind, comment=comment)
    send(second, "decisions:round_end", proposal.public_id)
    adoption = reverse("decisions:outcome", args=[proposal.public_id])
    assert second.post(adoption, {"outcome": "Adopté", "review_on": on(120)}).status_code in {403, 422}
    assert story.asks_for("planning") == 403

    # the words are mended in both languages, and everybody is asked again
    mended = {"text": "Dix pages à pratiquer.", "other_text": "Ten pages to practise.", "reason": "Moins à lire"}
    send(second, "decisions:amendment", proposal.public_id, **mended, until=on(7), seen="1")
    for name in said:
        send(story.at(name), "decisions:stance", proposal.public_id, kind="consent", comment="")
    send(second, "decisions:round_end", proposal.public_id)
    send(second, "decisions:outcome", proposal.public_id, outcome="Nous le faisons.", review_on=on(120))
    assert story.asks_for("planning") == 303
    outcome.refresh_from_db()
    assert (outcome.text, outcome.adopted_at is not None) == ("Dix pages à pratiquer.", True)


def the_plan_is_written_without_one_date(story: Story) -> None:
    member = story.at("Fanta")
    for number, (french, english) in enumerate((("Écouter", "Listen"), ("Écrire", "Write"))):
        dated = {} if number else {"time_bound": "on", "due": on(60)}
        fields = {"text_fr": french, "text_en": english, "measure": "Récits relus", **TICKS, **dated}
        send(member, "groups:objectives", story.key, **fields)
    for row in Objective.objects.all():
        where, pair = (story.key, row.public_id), {"title_fr": "Un livret", "title_en": "A booklet"}
        step = {"text_fr": "Premiers pas", "starts_on": on(1), "ends_on": on(30), "person": "", "after": ""}
        send(member, "groups:steps", *where, **step)
        send(member, "groups:deliverables", *where, kind="guide", due=on(55), **pair)
    hand_in_plan(story)


def hand_in_plan(story: Story) -> None:
    lead = story.at("Awa")
    seen = re.search(r'name="seen" value="(\d+)"', read(lead, "groups:plan", story.key))
    assert seen
    send(lead, "groups:plan_submission", story.key, seen=seen[1])


def the_plan_is_returned_for_it(story: Story) -> None:
    """Nobody can approve it; the page and the refusal say which objective lacks what."""
    mel, approval = story.at("Ruth"), reverse("groups:plan_approval", args=[story.key])
    refusal = mel.post(approval, {"number": "1"})
    assert refusal.status_code == 403
    assert "Il manque une date à l’objectif 2" in refusal.content.decode()
    dateless = Objective.objects.get(text="Écrire")
    said = {"text": "Donnez une date à l’écriture.", "objective": dateless.public_id, "number": "1"}
    send(mel, "groups:plan_return", story.key, **said)
    assert WorkPlan.objects.get().state == "comments"
    assert "Donnez une date à l’écriture." in read(story.at("Awa"), "groups:plan", story.key)


def the_plan_is_approved_by_two(story: Story) -> None:
    """Two people from outside the group, each in one name; the first cannot be the second."""
    dateless = Objective.objects.get(text="Écrire")
    member, where = story.at("Oumou"), (story.key, dateless.public_id)
    seen = re.search(r'name="seen" value="([^"]+)"', read(member, "groups:objective", *where))
    assert seen
    fields = {"text_fr": "Écrire", "text_en": "Write", "measure": "Récits relus", "time_bound": "on", "due": on(90)}
    send(member, "groups:objective", *where, seen=seen[1], **TICKS, **fields)
    hand_in_plan(story)
    approval = reverse("groups:plan_approval", args=[story.key])
    story.refused("Oumou", approval, number="2")
    story.refused("Awa", approval, number="2")
    send(story.at("Ruth"), "groups:plan_approval", story.key, number="2")
    story.refused("Ruth", approval, number="2")
    assert WorkPlan.objects.get().state == "submitted"
    send(story.at("Nènè"), "groups:plan_approval", story.key, number="2")
    assert WorkPlan.objects.get().state == "approved"


def the_budget_is_approved_by_three_different_people(story: Story) -> None:
    lead = story.at("Awa")
    send(lead, "money:budget", story.key, currency="EUR")
    budget = Budget.objects.get()
    line = {"label_fr": "Atelier", "label_en": "Workshop", "amount": "1 200,50", "category": "event"}
    send(lead, "money:budget_lines", budget.public_id, **line)
    page = read(lead, "money:budget_lines", budget.public_id)
    send(lead, "money:budget_submission", budget.public_id, seen=seen_on(page))
    approval = reverse("money:budget_approval", args=[budget.public_id])
    for name in ("Awa", "Oumou"):
        story.refused(name, approval)
    for number, name in enumerate(("Ruth", "Bintou", "Nènè")):
        assert BudgetApproval.objects.count() == number
        assert story.asks_for("implementing") == 403
        page = read(story.at(name), "money:one_budget", budget.public_id)
        send(story.at(name), "money:budget_approval", budget.public_id, seen=seen_on(page))
        story.refused(name, approval)
    given = dict(BudgetApproval.objects.values_list("by__display_name", "approver"))
    assert given == {"Ruth": "mel", "Bintou": "treasurer", "Nènè": "coordinator"}


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found
    return found[1]
