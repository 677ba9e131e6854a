"""What groups, circles and money bring to my day, to the translation desk and to the home of a group."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from palabre.groups.choices import GroupStage
from palabre.money.actions.budgets import open_budget
from tests.factories import grant
from tests.personas import Cast
from tests.unit.decisions.making import asked, proposed, say
from tests.unit.desk.helpers import SignIn, page, queries
from tests.unit.groups.making_groups import asked as question
from tests.unit.groups.making_groups import at_work
from tests.unit.groups.making_plans import Circle, make_circle, making, whole_output, whole_plan

pytestmark = pytest.mark.django_db
DESK = "/translate/"


def links(html: str) -> list[str]:
    main = html[html.index("<main") : html.index("</main>")]
    return re.findall(r'<a class="go" href="([^"]+)"', main)


def test_my_day_shows_where_a_circle_waits_for_my_word(cast: Cast, as_person: SignIn) -> None:
    proposal = asked(cast, title="Notre jour à nous")
    url = reverse("decisions:proposal", args=[proposal.public_id])
    day = reverse("desk:my_day")
    assert url in page(as_person(cast.core), day)
    assert url not in page(as_person(cast.facilitator), day), "she is not of the circle"
    say(cast.person("core"), proposal)
    assert url not in page(as_person(cast.core), day)
    more = as_person(cast.second_member)
    before = len(queries(more, day))
    asked(cast, title="Encore un")
    assert len(queries(more, day)) == before


def test_the_translation_desk_lists_what_groups_and_circles_wrote(cast: Cast, as_person: SignIn) -> None:
    group = at_work(cast, GroupStage.QUESTIONS)
    one = question(cast, group)
    done = question(cast, group, "Qui écoute ?", "Who listens?")
    proposal = proposed(cast, other_title="", other_text="")
    frozen = asked(cast, title="Déjà en cours")
    found = links(page(as_person(cast.translator), DESK))
    assert reverse("groups:question", args=[group.public_id, one.public_id]) in found
    assert reverse("groups:question", args=[group.public_id, done.public_id]) in found, "to review"
    assert reverse("decisions:translation", args=[proposal.public_id]) in found
    assert reverse("decisions:translation", args=[frozen.public_id]) not in found
    client = as_person(cast.translator)
    before = len(queries(client, DESK))
    for number in range(4):
        question(cast, group, f"Question {number} ?")
    assert len(queries(client, DESK)) == before


def test_a_plan_and_an_output_wait_there_as_wholes(as_person: SignIn) -> None:
    circle = make_circle(needs_both_languages=True)
    grant(circle.bystander, circle.community, "translator")
    whole_plan(circle)
    plan = reverse("groups:plan", args=[circle.group.public_id])
    assert links(page(as_person(circle.bystander), DESK)).count(plan) == 1
    assert plan not in page(as_person(circle.member), DESK)


def test_a_finished_output_leaves_the_desk(as_person: SignIn) -> None:
    circle = make_circle(needs_both_languages=True)
    grant(circle.bystander, circle.community, "translator")
    output = whole_output(circle, making(circle))
    url = reverse("groups:output_writing", args=[circle.group.public_id, output.deliverable.public_id])
    assert url not in links(page(as_person(circle.bystander), DESK))
    type(output).objects.update(title="Treize récits")
    assert url in links(page(as_person(circle.bystander), DESK))


def test_the_budget_is_begun_from_the_home_of_its_group(as_person: SignIn) -> None:
    circle: Circle = make_circle()
    home = reverse("desk:group", args=[circle.group.public_id])
    budget = reverse("money:budget", args=[circle.group.public_id])

    def offered(name: str) -> bool:
        main = page(as_person(circle.person(name)), home)
        return budget in main[main.index('id="work-t"') : main.index('id="members-t"')]

    assert [name for name in ("lead", "member", "mel", "bystander") if offered(name)] == ["lead"]
    open_budget(actor=circle.person("lead"), group=circle.group, currency="EUR")
    assert [name for name in ("lead", "member", "mel", "bystander") if offered(name)] == ["lead", "member", "mel"]
