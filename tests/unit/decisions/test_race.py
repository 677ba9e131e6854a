"""Several at once: one stance each, one end of a round, one record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from palabre.decisions.actions.clarifying import ask_stances
from palabre.decisions.actions.ending import close_round, record_outcome
from palabre.decisions.actions.speaking import take_stance
from palabre.decisions.choices import ProposalState, StanceKind
from palabre.decisions.models import DecisionRecord, Objection, Proposal, Stance
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from tests.personas import make_cast
from tests.races import at_once
from tests.unit.decisions.making import a_week_ahead, again, proposed, say

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_stances_of_one_person_in_the_same_moment_are_one() -> None:
    cast = make_cast()
    proposal = ask_stances(actor=cast.person("member"), proposal=proposed(cast), until=a_week_ahead())
    kinds = [StanceKind.OBJECT, StanceKind.CONSENT]
    people = [type(cast.core).objects.get(pk=cast.core.pk) for _ in range(20)]
    results = at_once(
        [
            lambda one=one, kind=kinds[n % 2]: take_stance(actor=one, proposal=proposal, kind=kind, comment="Un mot")
            for n, one in enumerate(people)
        ]
    )
    assert all(isinstance(one, Stance) for one in results), results
    stance = Stance.objects.get(proposal=proposal)
    assert Objection.objects.filter(state="open").count() == (stance.kind == StanceKind.OBJECT)


def test_a_round_is_closed_once_and_recorded_once_however_many_try() -> None:
    cast = make_cast()
    proposal = ask_stances(actor=cast.person("member"), proposal=proposed(cast), until=a_week_ahead())
    for name in ("member", "core"):
        say(cast.person(name), proposal)
    Proposal.objects.filter(pk=proposal.pk).update(closes_at=timezone.now() - timedelta(minutes=5))
    closed = at_once([lambda: close_round(proposal=proposal) for _ in range(8)])
    assert closed.count(True) == 1
    assert again(proposal).state == ProposalState.TO_RECORD
    members = [type(cast.member).objects.get(pk=cast.member.pk) for _ in range(8)]
    results = at_once(
        [
            lambda one=one: record_outcome(
                actor=one, proposal=proposal, outcome="Oui", review_on=a_week_ahead(), language="fr"
            )
            for one in members
        ]
    )
    assert sum(isinstance(one, DecisionRecord) for one in results) == 1, results
    assert sum(isinstance(one, Refused) for one in results) == 7
    assert Entry.objects.filter(kind="decisions.adopted").count() == 1
