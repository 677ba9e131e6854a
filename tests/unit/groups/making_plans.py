"""A working group with its people, and a plan that lacks nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from palabre.communities.choices import Role
from palabre.communities.models import Community
from palabre.groups.actions.approving import approve_plan
from palabre.groups.actions.deliverables import add_deliverable
from palabre.groups.actions.handing_in import hand_in
from palabre.groups.actions.outputs import approve_output_words, begin_output, keep_output_file
from palabre.groups.actions.plan_steps import add_step
from palabre.groups.actions.planning import add_objective
from palabre.groups.choices import GroupStage, Smart
from palabre.groups.models import Deliverable, GroupMembership, Objective, Output, PlanStep, WorkingGroup, WorkPlan
from palabre.people.models import Person
from tests.factories import grant, join, make_community, make_person

EVERY = frozenset(Smart.values)
TEXTS = {"fr": "Écouter douze équipes", "en": "Listen to twelve teams"}


@dataclass(slots=True)
class Circle:
    """A group at the stage of planning: its lead, two members; MEL and coordination beside it; another group's lead."""

    community: Community
    group: WorkingGroup
    other: WorkingGroup
    lead: Person
    member: Person
    second: Person
    mel: Person
    coordinator: Person
    other_lead: Person
    bystander: Person

    def person(self, name: str) -> Person:
        found: Person = getattr(self, name)
        return Person.objects.get(pk=found.pk)

    @property
    def plan(self) -> WorkPlan:
        return WorkPlan.objects.select_related("group__community").get(group=self.group)


def place(person: Person, group: WorkingGroup, *, leads: bool = False) -> GroupMembership:
    return GroupMembership.objects.create(community=group.community, group=group, person=person, leads=leads)


def make_group(community: Community, theme: str, stage: str = GroupStage.PLANNING, **fields: object) -> WorkingGroup:
    return WorkingGroup.objects.create(
        community=community, theme=theme, stage=stage, position=community.groups.count() + 1, **fields
    )


def make_circle(stage: str = GroupStage.PLANNING, **fields: object) -> Circle:
    community = make_community("CdP Racines", **fields)
    names = ("lead", "member", "second", "mel", "coordinator", "other_lead", "bystander")
    people = {name: make_person(name.replace("_", " ").capitalize()) for name in names}
    for person in people.values():
        join(person, community)
    grant(people["mel"], community, Role.MEL)
    grant(people["coordinator"], community, Role.COORDINATOR)
    group, other = make_group(community, "Soin et sécurité", stage), make_group(community, "Redevabilité", stage)
    place(people["lead"], group, leads=True)
    place(people["member"], group)
    place(people["second"], group)
    place(people["other_lead"], other, leads=True)
    return Circle(community=community, group=group, other=other, **people)


def day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def write_objective_of(circle: Circle, **wanted: object) -> Objective:
    said: dict[str, object] = {"texts": TEXTS, "checks": EVERY, "measure": "Douze récits relus", "due": day(90)}
    return add_objective(actor=circle.person("member"), group=circle.group, **(said | wanted))  # type: ignore[arg-type]


def write_step_of(circle: Circle, objective: Objective, **wanted: object) -> PlanStep:
    said: dict[str, object] = {"texts": {"fr": "Premiers entretiens"}, "starts_on": day(1), "ends_on": day(20)}
    return add_step(actor=circle.person("member"), objective=objective, **(said | wanted))  # type: ignore[arg-type]


def promise_of(circle: Circle, objective: Objective, **wanted: object) -> Deliverable:
    said: dict[str, object] = {
        "texts": {"fr": "Douze récits", "en": "Twelve accounts"},
        "kind": "guide",
        "due": day(80),
    }
    return add_deliverable(actor=circle.person("member"), objective=objective, **(said | wanted))  # type: ignore[arg-type]


def whole_plan(circle: Circle) -> Objective:
    """One objective with all five checks, one step of the member, one deliverable."""
    objective = write_objective_of(circle)
    write_step_of(circle, objective, person=circle.member)
    promise_of(circle, objective)
    return objective


def approved_plan(circle: Circle) -> Objective:
    """Handed in by its lead, approved by two people."""
    objective = whole_plan(circle)
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    approve_plan(actor=circle.person("mel"), plan=circle.plan)
    approve_plan(actor=circle.person("coordinator"), plan=circle.plan)
    return objective


def at(circle: Circle, stage: str) -> None:
    """The gates between are another story."""
    WorkingGroup.objects.filter(pk=circle.group.pk).update(stage=stage)
    circle.group.refresh_from_db()


def making(circle: Circle) -> Deliverable:
    """An approved plan whose group does its work."""
    objective = approved_plan(circle)
    at(circle, GroupStage.IMPLEMENTING)
    return Deliverable.objects.select_related("objective__plan__group__community").get(objective=objective)


def paper(name: str = "guide.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"Douze gestes de soin.\n", content_type="text/plain")


def whole_output(circle: Circle, deliverable: Deliverable) -> Output:
    """Both languages written by one member and approved by another, a file in one and a link in the other."""
    output = begin_output(
        actor=circle.person("member"), deliverable=deliverable,
        title={"fr": "Douze récits", "en": "Twelve accounts"}, summary={"fr": "Ce qui aide.", "en": "What helps."},
    )  # fmt: skip
    approve_output_words(actor=circle.person("second"), output=output)
    keep_output_file(actor=circle.person("member"), output=output, language="fr", upload=paper())
    keep_output_file(actor=circle.person("member"), output=output, language="en", link="https://example.org/twelve")
    return again(output)


def again(output: Output) -> Output:
    """As the database has it now, its halves too."""
    return Output.objects.select_related("deliverable__objective__plan__group__community").get(pk=output.pk)
