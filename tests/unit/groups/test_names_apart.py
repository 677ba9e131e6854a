"""At elevated and high risk the people of a group stand by name on its plan for the group itself alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from palabre.communities.choices import RiskProfile
from palabre.groups.actions.approving import comment_plan
from palabre.groups.actions.handing_in import revise_plan
from palabre.people.models import Person
from tests.unit.groups.making_plans import Circle, approved_plan, make_circle

pytestmark = pytest.mark.django_db
In = Callable[[Person | None], Client]
PAGES = ("plan", "plan_calendar", "plan_print", "plan_versions", "plan_versions?new=1")
# who owns the step, who wrote the remark, who handed it in
NAMES = ("Member", "Second", "Lead")


def read(page: Client, circle: Circle, name: str) -> str:
    name, _mark, query = name.partition("?")
    url = reverse(f"groups:{name}", args=[circle.group.public_id])
    answer = page.get(f"{url}?{query}" if query else url)
    assert answer.status_code == 200
    return answer.content.decode().split("<main", 1)[1]


def written(risk: str) -> Circle:
    circle = make_circle(risk=risk)
    Person.objects.update(language="en")
    approved_plan(circle)
    comment_plan(actor=circle.person("second"), plan=circle.plan, text="Et le mois de mars ?")
    revise_plan(actor=circle.person("lead"), plan=circle.plan)
    return circle


@pytest.mark.parametrize("risk", [RiskProfile.ELEVATED, RiskProfile.HIGH])
@pytest.mark.parametrize("reader", ["bystander", "other_lead"])
def test_who_is_outside_reads_the_plan_without_the_names_of_the_group(risk: str, reader: str, as_person: In) -> None:
    circle = written(risk)
    page = as_person(circle.person(reader))
    for name in PAGES:
        found = read(page, circle, name)
        assert not [one for one in (*NAMES, "Mel", "Coordinator") if f">{one}<" in found or f" {one}<" in found], name
    assert "name known to the group" in read(page, circle, "plan_versions?new=1")


@pytest.mark.parametrize(
    ("risk", "reader"),
    [(RiskProfile.HIGH, "member"), (RiskProfile.ELEVATED, "mel"), (RiskProfile.STANDARD, "bystander")],
)
def test_the_group_and_whoever_accompanies_it_read_them_and_everybody_at_standard_risk(
    risk: str, reader: str, as_person: In
) -> None:
    circle = written(risk)
    page = as_person(circle.person(reader))
    found = " ".join(read(page, circle, name) for name in PAGES)
    assert [one for one in NAMES if one in found] == list(NAMES)
    assert "name known to the group" not in found
