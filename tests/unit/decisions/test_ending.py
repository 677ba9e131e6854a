"""The end of a round by the clock, the quorum, the record, setting aside, looking again, erasing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from palabre.decisions.actions.clarifying import ask_stances
from palabre.decisions.actions.ending import close_round, record_outcome, set_aside
from palabre.decisions.actions.erasing import erase_stances
from palabre.decisions.actions.opening import draft_proposal, open_draft, propose_again
from palabre.decisions.actions.reviewing import remind_of_review, review_decision
from palabre.decisions.choices import ObjectionState, ProposalState, StanceKind, SubjectKind
from palabre.decisions.chores import follow_rounds
from palabre.decisions.models import DecisionRecord, Elector, Objection, Proposal, Stance
from palabre.decisions.queries.basics import adopted
from palabre.decisions.rules.rounds import can_take_stance, needed_of, tally
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.languages.queries import words
from tests.personas import Cast
from tests.unit.decisions.making import TEXT, a_week_ahead, again, asked, day_passed, objects, say

pytestmark = pytest.mark.django_db


def ready(cast: Cast, **fields: object) -> Proposal:
    """Nobody objects, the round is over."""
    proposal = asked(cast, **fields)
    say(cast.person("core"), proposal)
    say(cast.person("second_member"), proposal, StanceKind.RESERVATION, "À revoir en été")
    return day_passed(proposal)


def record(cast: Cast, proposal: Proposal, **fields: object) -> DecisionRecord:
    said = {"outcome": "Le premier jeudi, dès janvier.", "review_on": a_week_ahead(), "language": "fr", **fields}
    return record_outcome(actor=cast.person("member"), proposal=proposal, **said)  # type: ignore[arg-type]


def test_the_quorum_is_a_part_of_the_circle_rounded_up_and_never_nobody() -> None:
    assert [needed_of(n, q) for n, q in ((3, 50), (4, 50), (30, 50), (7, 100), (3, 0), (1, 1))] == [2, 2, 15, 7, 1, 1]


def test_below_the_quorum_the_outcome_is_no_quorum(cast: Cast) -> None:
    proposal = asked(cast)
    objects(cast.person("core"), proposal)
    assert day_passed(proposal).state == ProposalState.NO_QUORUM
    with pytest.raises(Refused):
        record(cast, proposal)
    assert not can_take_stance(cast.person("member"), again(proposal))


def test_a_round_is_closed_once_by_the_clock(cast: Cast) -> None:
    """Before its last moment nothing happens; from it on no stance is taken, whether the worker came by or not."""
    proposal = asked(cast)
    say(cast.person("core"), proposal)
    say(cast.person("member"), proposal)
    assert follow_rounds() == 0
    assert not close_round(proposal=proposal)
    Proposal.objects.filter(pk=proposal.pk).update(closes_at=timezone.now() - timedelta(seconds=5))
    assert not can_take_stance(cast.person("second_member"), again(proposal))
    assert follow_rounds() == 0, "what came in at the last second may still be on its way"
    Proposal.objects.filter(pk=proposal.pk).update(closes_at=timezone.now() - timedelta(minutes=5))
    assert follow_rounds() == 1
    assert follow_rounds() == 0
    assert again(proposal).state == ProposalState.TO_RECORD
    facts = Entry.objects.get(kind="decisions.round_ended").facts
    assert facts == {"round": 1, "state": "to_record", "spoken": 2, "electors": 3}


def test_the_last_day_is_announced_once(cast: Cast) -> None:
    proposal = asked(cast)
    Proposal.objects.filter(pk=proposal.pk).update(closes_at=timezone.now() + timedelta(hours=20))
    assert [follow_rounds(), follow_rounds()] == [1, 0]
    assert Entry.objects.filter(kind="decisions.round_closing").count() == 1


def test_adopted_in_words_with_figures_and_a_day_to_look_again(cast: Cast) -> None:
    proposal = ready(cast, subject=SubjectKind.LEARNING_OUTCOME, subject_id=7)
    for wrong in (None, timezone.localdate(), timezone.localdate() + timedelta(days=3000)):
        with pytest.raises(Refused) as refused:
            record(cast, proposal, review_on=wrong)
        assert refused.value.field == "review_on"
    with pytest.raises(Refused) as refused:
        record(cast, proposal, outcome=" ")
    assert refused.value.field == "outcome"
    with pytest.raises(Refused):
        record_outcome(
            actor=cast.person("core"), proposal=proposal, outcome="Oui", review_on=a_week_ahead(), language="fr"
        )
    row = record(cast, proposal, other_outcome="The first Thursday, from January.")
    assert again(proposal).state == ProposalState.ADOPTED
    assert (row.electors, row.consenting, row.with_reservation, row.standing_aside) == (3, 1, 1, 0)
    assert words(row, "outcome", "en").text.startswith("The first")
    assert adopted(SubjectKind.LEARNING_OUTCOME, 7) == proposal
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionRecord.objects.filter(pk=row.pk).update(review_on=None)
    with pytest.raises(Refused):
        record(cast, proposal)


def test_set_aside_with_a_reason_at_any_moment_before_the_end(cast: Cast) -> None:
    proposal = asked(cast)
    with pytest.raises(Refused) as refused:
        set_aside(actor=cast.person("member"), proposal=proposal, reason="", language="fr")
    assert refused.value.field == "reason"
    with pytest.raises(Refused):
        set_aside(actor=cast.person("core"), proposal=proposal, reason="Trop tard", language="fr")
    set_aside(actor=cast.person("coordinator"), proposal=proposal, reason="Trop tard", language="fr")
    assert again(proposal).state == ProposalState.SET_ASIDE
    with pytest.raises(Refused):
        set_aside(actor=cast.person("member"), proposal=proposal, reason="encore", language="fr")


def test_on_the_day_whoever_recorded_it_is_reminded_once_and_it_stays(cast: Cast) -> None:
    proposal = ready(cast)
    row = record(cast, proposal)
    assert follow_rounds() == 0
    DecisionRecord.objects.filter(pk=row.pk).update(review_on=timezone.localdate())
    assert [follow_rounds(), follow_rounds()] == [1, 0]
    assert not remind_of_review(record=row)
    member = cast.person("member")
    with pytest.raises(Refused):
        review_decision(
            actor=cast.person("core"), proposal=proposal, note="Bien", language="fr", next_on=a_week_ahead()
        )
    review = review_decision(actor=member, proposal=proposal, note="Bien", language="fr", next_on=a_week_ahead())
    row.refresh_from_db()
    assert row.review_on == review.next_on
    DecisionRecord.objects.filter(pk=row.pk).update(review_on=timezone.localdate() - timedelta(days=1))
    DecisionRecord.objects.filter(pk=row.pk).update(reminded_of=None)
    assert follow_rounds() == 1


def test_a_new_decision_replaces_the_old_one_when_it_is_adopted(cast: Cast) -> None:
    old = ready(cast)
    record(cast, old)
    draft = propose_again(actor=cast.person("core"), proposal=old)
    assert (draft.text, draft.replaces_id, words(draft, "text", "en").text) == (
        TEXT,
        old.pk,
        words(old, "text", "en").text,
    )
    open_draft(actor=cast.person("core"), proposal=draft)
    ask_stances(actor=cast.person("core"), proposal=draft, until=a_week_ahead())
    assert again(old).state == ProposalState.ADOPTED
    for name in ("member", "core", "second_member", "coordinator"):
        say(cast.person(name), draft)
    day_passed(draft)
    record_outcome(
        actor=cast.person("core"), proposal=draft, outcome="Le mardi.", review_on=a_week_ahead(), language="fr"
    )
    assert again(old).state == ProposalState.REPLACED
    with pytest.raises(Refused):
        propose_again(actor=cast.person("core"), proposal=old)


def test_an_erased_person_stays_as_a_count_and_her_objection_without_her_name(cast: Cast) -> None:
    proposal = asked(cast)
    core = cast.person("core")
    objects(core, proposal)
    say(cast.person("member"), proposal)
    draft_proposal(actor=core, community=cast.here, title="Secret", text="x", language="fr")
    erase_stances(person=core, delete=True)
    assert tally(proposal).electors == 3
    assert tally(proposal).spoken == 2
    stance = Stance.objects.get(person=None)
    assert (stance.kind, stance.comment) == (StanceKind.OBJECT, "")
    objection = Objection.objects.get()
    assert (objection.person, objection.state) == (None, ObjectionState.OPEN)
    assert not Elector.objects.filter(person=core).exists()
    assert not Proposal.objects.filter(state=ProposalState.DRAFT).exists()
    assert day_passed(proposal).state == ProposalState.AMENDING
