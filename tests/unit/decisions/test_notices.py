"""Who is told of what; mails say neither on what nor where."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from palabre.communities.choices import MembershipState
from palabre.communities.models import Membership
from palabre.decisions.actions.amending import amend
from palabre.decisions.actions.clarifying import answer_clarification, ask_clarification
from palabre.decisions.actions.ending import record_outcome
from palabre.decisions.chores import follow_rounds
from palabre.decisions.models import DecisionRecord, Proposal
from palabre.journal.telling import REGISTRY, Recipient
from palabre.notices.chores import read_journal
from palabre.notices.models import Mail, Notice
from palabre.people.models import Person
from tests.personas import Cast
from tests.unit.decisions.making import a_week_ahead, asked, day_passed, objects, proposed, say

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[Person]:
    read_journal()
    return {row.person for row in Notice.objects.filter(kind=kind).select_related("person")}


def written(name: str, person: Person, **keys: int) -> bool:
    reader = Recipient(person_id=person.pk, address=person.email, language="fr", zone="UTC")
    _subject, write = REGISTRY.writers[f"decisions/email/{name}.txt"]
    return write(keys, reader) is not None


def test_the_circle_hears_of_each_step_and_nobody_else(cast: Cast) -> None:
    proposal = asked(cast)
    circle = {cast.core, cast.second_member}
    assert told("decisions.opened") == circle, "never whoever did it"
    assert told("decisions.stances_asked") == circle
    assert not Mail.objects.exclude(person__in=circle).exists()
    assert written("speak", cast.core, proposal=proposal.pk, round=1)
    objects(cast.person("core"), proposal)
    assert not written("speak", cast.core, proposal=proposal.pk, round=1), "she has spoken"
    Proposal.objects.update(closes_at=timezone.now() + timedelta(hours=3))
    follow_rounds()
    assert told("decisions.round_closing") == {cast.second_member, cast.member}
    say(cast.person("second_member"), proposal)
    day_passed(proposal)
    assert told("decisions.round_ended") == {cast.member, cast.coordinator}
    amend(actor=cast.person("member"), proposal=proposal, text="Le mardi.", other_text="Tuesday.", until=a_week_ahead())
    assert told("decisions.amended") == circle
    assert not written("speak", cast.second_member, proposal=proposal.pk, round=1)
    assert written("speak", cast.second_member, proposal=proposal.pk, round=2)


def test_a_question_reaches_the_proposer_and_its_answer_whoever_asked(cast: Cast) -> None:
    proposal = proposed(cast)
    question = ask_clarification(actor=cast.person("core"), proposal=proposal, question="Qui ?", language="fr")
    assert told("decisions.clarification_asked") == {cast.member}
    answer_clarification(actor=cast.person("coordinator"), clarification=question, answer="Moi", language="fr")
    assert told("decisions.clarification_answered") == {cast.core}


def test_the_end_is_told_and_on_the_day_whoever_recorded_it_or_the_coordination(cast: Cast) -> None:
    proposal = asked(cast)
    for name in ("core", "second_member"):
        say(cast.person(name), proposal)
    day_passed(proposal)
    record_outcome(
        actor=cast.person("member"), proposal=proposal, outcome="Oui", review_on=a_week_ahead(), language="fr"
    )
    assert told("decisions.adopted") == {cast.core, cast.second_member}
    assert written("decided", cast.core, proposal=proposal.pk)
    DecisionRecord.objects.update(review_on=timezone.localdate())
    follow_rounds()
    assert told("decisions.review_due") == {cast.member}
    Membership.objects.filter(person=cast.member).update(state=MembershipState.LEFT)
    DecisionRecord.objects.update(reminded_of=None)
    follow_rounds()
    assert told("decisions.review_due") == {cast.member, cast.coordinator}


def test_below_the_quorum_the_whole_circle_is_told(cast: Cast) -> None:
    proposal = asked(cast)
    say(cast.person("core"), proposal)
    day_passed(proposal)
    assert told("decisions.round_ended") == {cast.member, cast.core, cast.second_member}
