"""In a later round nobody hears what became of others' objections before she has said her own word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from palabre.communities.rules import fresh
from palabre.decisions.actions.amending import amend
from palabre.decisions.actions.ending import end_round
from palabre.decisions.actions.speaking import integrate_objection, keep_objection, withdraw_objection
from palabre.decisions.choices import ObjectionState, StanceKind
from palabre.decisions.models import Objection, Proposal
from palabre.decisions.queries.page import proposal_page
from palabre.kit.verdict import Refused
from palabre.people.models import Person
from tests.personas import Cast
from tests.unit.decisions.making import HARM, a_week_ahead, again, asked, objects, say

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person | None], Client]


def in_second_round(cast: Cast) -> Proposal:
    """`second_member` objected in the first round; `core` is silent in the second."""
    proposal = asked(cast)
    say(cast.person("member"), proposal)
    say(cast.person("core"), proposal)
    objects(cast.person("second_member"), proposal)
    end_round(actor=cast.person("member"), proposal=proposal)
    amend(
        actor=cast.person("member"), proposal=again(proposal), text="Nous nous voyons le lundi.",
        other_text="We meet on Monday.", until=a_week_ahead(), reason="Le marché",
    )  # fmt: skip
    return again(proposal)


def seen(reader: Person, proposal: Proposal) -> list[tuple[str, str, str, bool]]:
    raised = proposal_page(fresh(reader), again(proposal), "fr").raised
    return [(one.objection.state, one.name, one.objection.reason, one.objection.closed_at is None) for one in raised]


def reworded(person: Person, objection: Objection) -> None:
    say(person, objection.proposal, StanceKind.OBJECT, "Autre chose encore.")


def consented(person: Person, objection: Objection) -> None:
    say(person, objection.proposal)


def new_one(person: Person, objection: Objection) -> None:
    integrate_objection(actor=person, objection=objection)
    say(person, objection.proposal, StanceKind.OBJECT, "Autre chose encore.")


STEPS = {
    "integrated": lambda person, objection: integrate_objection(actor=person, objection=objection),
    "kept": lambda person, objection: keep_objection(actor=person, objection=objection),
    "withdrawn": lambda person, objection: withdraw_objection(actor=person, objection=objection),
    "consented": consented,
    "reworded": reworded,
    "new": new_one,
}


@pytest.mark.covers("INV-29")
@pytest.mark.parametrize("step", STEPS)
def test_the_silent_read_the_objections_as_they_stood_when_the_round_began(
    cast: Cast, as_person: AsPerson, step: str
) -> None:
    proposal = in_second_round(cast)
    silent, author = cast.person("core"), cast.person("second_member")
    before = seen(silent, proposal)
    assert [(state, reason, still) for state, _name, reason, still in before] == [(ObjectionState.OPEN, HARM, True)]
    url = reverse("decisions:proposal", args=[proposal.public_id])
    objection = Objection.objects.get(proposal=proposal)
    objection.proposal = again(proposal)
    STEPS[step](author, objection)
    assert seen(silent, proposal) == before
    page = as_person(silent).get(url).content.decode()
    assert HARM in page
    assert "Autre chose" not in page
    own = seen(author, proposal)
    assert own != before or step == "kept", "she reads her own as it is"
    say(silent, proposal)
    assert seen(silent, proposal) == own, "having spoken, she hears"


def test_what_was_taken_back_before_the_round_is_shown_as_it_is(cast: Cast) -> None:
    proposal = asked(cast)
    first = objects(cast.person("second_member"), proposal)
    withdraw_objection(actor=cast.person("second_member"), objection=first)
    kept = objects(cast.person("second_member"), proposal, "Le lundi non plus.")
    say(cast.person("member"), proposal)
    say(cast.person("core"), proposal)
    end_round(actor=cast.person("member"), proposal=again(proposal))
    amend(actor=cast.person("member"), proposal=again(proposal), text="Le mardi.", other_text="Tuesday.",
          until=a_week_ahead())  # fmt: skip
    kept.refresh_from_db()
    kept.proposal = again(proposal)
    integrate_objection(actor=cast.person("second_member"), objection=kept)
    found = [(state, still) for state, _name, _reason, still in seen(cast.person("core"), proposal)]
    assert found == [(ObjectionState.OPEN, True), (ObjectionState.WITHDRAWN, False)]


def test_a_refusal_does_not_tell_what_became_of_it(cast: Cast) -> None:
    proposal = in_second_round(cast)
    objection, said = Objection.objects.get(proposal=proposal), []
    objection.proposal = again(proposal)
    silent = cast.person("core")
    for step in (integrate_objection, keep_objection, withdraw_objection):
        with pytest.raises(Refused) as told:
            step(actor=silent, objection=objection)
        said.append(str(told.value.verdict.why))
    integrate_objection(actor=cast.person("second_member"), objection=objection)
    for number, step in enumerate((integrate_objection, keep_objection, withdraw_objection)):
        with pytest.raises(Refused) as told:
            step(actor=silent, objection=objection)
        assert str(told.value.verdict.why) == said[number]
