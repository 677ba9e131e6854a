"""Questions, stances, objections, amendments: who says what, and until when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from palabre.communities.choices import MembershipState
from palabre.communities.models import Membership
from palabre.decisions.actions.amending import amend
from palabre.decisions.actions.clarifying import answer_clarification, approve_words, ask_clarification, ask_stances
from palabre.decisions.actions.ending import end_round, record_outcome
from palabre.decisions.actions.opening import write_proposal
from palabre.decisions.actions.speaking import integrate_objection, keep_objection, take_stance, withdraw_objection
from palabre.decisions.choices import ObjectionState, ProposalState, StanceKind
from palabre.decisions.models import Objection, Stance
from palabre.decisions.rules.rounds import can_ask_stances, can_integrate, can_take_stance
from palabre.kit.verdict import Clash, Refused
from palabre.languages.queries import state_in
from tests.personas import Cast
from tests.unit.decisions.making import HARM, OTHER, a_week_ahead, again, asked, day_passed, objects, proposed, say

pytestmark = pytest.mark.django_db
NEW = {"text": "Le jour change chaque mois.", "other_text": "The day changes each month."}


def test_questions_are_for_the_circle_and_the_proposer_answers(cast: Cast) -> None:
    proposal = proposed(cast)
    for name in ("facilitator", "coordinator", "outsider"):
        with pytest.raises(Refused):
            ask_clarification(actor=cast.person(name), proposal=proposal, question="À quelle heure ?", language="fr")
    with pytest.raises(Refused) as refused:
        ask_clarification(actor=cast.person("core"), proposal=proposal, question=" ", language="fr")
    assert refused.value.field == "question"
    question = ask_clarification(
        actor=cast.person("core"), proposal=proposal, question="À quelle heure ?", language="fr"
    )
    for name in ("core", "second_member"):
        with pytest.raises(Refused):
            answer_clarification(actor=cast.person(name), clarification=question, answer="À 9 h.", language="fr")
    assert "answer" in str(can_ask_stances(cast.person("member"), proposal).why)
    answer_clarification(actor=cast.person("member"), clarification=question, answer="À 9 h.", language="fr", seen="")
    with pytest.raises(Clash):
        answer_clarification(
            actor=cast.person("coordinator"), clarification=question, answer="À 10 h.", language="fr", seen=""
        )
    assert can_ask_stances(cast.person("member"), proposal)
    ask_stances(actor=cast.person("coordinator"), proposal=proposal, until=a_week_ahead())
    with pytest.raises(Refused):
        ask_clarification(actor=cast.person("core"), proposal=proposal, question="Et où ?", language="fr")


def test_a_community_of_two_languages_is_asked_in_both(cast: Cast) -> None:
    """Missing, then outdated; never by pressing on. A community that reads one language is asked at once."""
    proposal = proposed(cast, other_title="", other_text="")
    member = cast.person("member")
    with pytest.raises(Refused) as refused:
        ask_stances(actor=member, proposal=proposal, until=a_week_ahead())
    assert "English" in str(refused.value)
    said = {"title": "Notre jour", "text": "Le mardi."}
    write_proposal(actor=member, proposal=proposal, **said, other_title="Our day", other_text="Tuesday.")
    write_proposal(actor=member, proposal=proposal, title="Notre jour", text="Le mercredi.")
    assert "outdated" in str(can_ask_stances(member, again(proposal)).why)
    write_proposal(actor=member, proposal=proposal, title="Notre jour", text="Le mercredi.", other_text="Wednesday.")
    assert state_in(again(proposal), "en") == "in_review"
    with pytest.raises(Refused):
        approve_words(actor=member, proposal=proposal)
    approve_words(actor=cast.person("core"), proposal=proposal)
    assert state_in(again(proposal), "en") == "approved"
    ask_stances(actor=member, proposal=proposal, until=a_week_ahead())
    with pytest.raises(Refused):
        write_proposal(actor=member, proposal=proposal, **said)
    cast.here.needs_both_languages = False
    cast.here.save()
    alone = proposed(cast, other_title="", other_text="")
    ask_stances(actor=member, proposal=alone, until=a_week_ahead())


def test_a_round_has_a_day_that_lies_ahead(cast: Cast) -> None:
    proposal = proposed(cast)
    for day in (timezone.localdate() - timedelta(days=1), timezone.localdate() + timedelta(days=200)):
        with pytest.raises(Refused) as refused:
            ask_stances(actor=cast.person("member"), proposal=proposal, until=day)
        assert refused.value.field == "until"
    with pytest.raises(Refused):
        ask_stances(actor=cast.person("core"), proposal=proposal, until=a_week_ahead())


@pytest.mark.covers("INV-29")
def test_an_objection_has_a_reason_and_nothing_passes_while_it_is_open(cast: Cast) -> None:
    proposal = asked(cast)
    core = cast.person("core")
    for empty in ("", "   ", "\n"):
        with pytest.raises(Refused) as refused:
            say(core, proposal, StanceKind.OBJECT, empty)
        assert refused.value.field == "comment"
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.create(proposal=proposal, person=core, round=1, reason="")
    with pytest.raises(Refused):
        say(core, proposal, StanceKind.RESERVATION)
    with pytest.raises(Refused):
        say(core, proposal, "veto")
    assert not Stance.objects.exists()
    objection = objects(core, proposal)
    for name in ("member", "second_member"):
        say(cast.person(name), proposal)
    assert end_round(actor=cast.person("member"), proposal=proposal).state == ProposalState.AMENDING
    for name in ("member", "coordinator"):
        with pytest.raises(Refused):
            record_outcome(
                actor=cast.person(name), proposal=proposal, outcome="Oui", review_on=a_week_ahead(), language="fr"
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.create(proposal=proposal, person=core, round=1, reason="encore")
    objection.refresh_from_db()
    assert objection.state == ObjectionState.OPEN


def test_the_last_word_counts_until_the_last_moment(cast: Cast) -> None:
    proposal = asked(cast)
    core = cast.person("core")
    objects(core, proposal)
    say(core, proposal, StanceKind.CONSENT, "Bon.")
    assert Stance.objects.get().kind == StanceKind.CONSENT
    assert Objection.objects.get().state == ObjectionState.WITHDRAWN
    objects(core, proposal, "Tout de même.")
    assert Stance.objects.count() == 1
    assert Objection.objects.filter(state=ObjectionState.OPEN).count() == 1
    late = again(proposal).closes_at
    assert late is not None
    with pytest.raises(Refused):
        take_stance(actor=core, proposal=proposal, kind="consent", at=late)
    just = late - timedelta(microseconds=1)
    assert take_stance(actor=core, proposal=proposal, kind="consent", at=just).kind == "consent"


def test_only_the_circle_speaks_and_only_whoever_has_signed(cast: Cast) -> None:
    proposal = asked(cast)
    assert [n for n, one in cast.everyone().items() if can_take_stance(one, proposal)] == [
        "core", "member", "second_member",
    ]  # fmt: skip
    Membership.objects.filter(person=cast.core).update(state=MembershipState.RESTRICTED)
    assert "sign" in str(can_take_stance(cast.person("core"), proposal).why)
    Membership.objects.filter(person=cast.core).update(state=MembershipState.LEFT)
    assert not can_take_stance(cast.person("core"), proposal)


def test_nobody_consents_to_words_that_she_has_not_seen(cast: Cast) -> None:
    proposal = asked(cast)
    objects(cast.person("core"), proposal)
    day_passed_with_two(cast, proposal)
    amend(actor=cast.person("member"), proposal=proposal, until=a_week_ahead(), **NEW)
    with pytest.raises(Clash):
        take_stance(actor=cast.person("second_member"), proposal=proposal, kind="consent", seen_round=1)
    assert not Stance.objects.filter(round=2).exists()
    take_stance(actor=cast.person("second_member"), proposal=proposal, kind="consent", seen_round=2)


def day_passed_with_two(cast: Cast, proposal: object) -> None:
    say(cast.person("second_member"), proposal)  # type: ignore[arg-type]
    day_passed(proposal)  # type: ignore[arg-type]


def test_an_amendment_keeps_both_texts_and_asks_everybody_again(cast: Cast) -> None:
    proposal = asked(cast)
    objection = objects(cast.person("core"), proposal)
    member = cast.person("member")
    with pytest.raises(Refused):
        amend(actor=member, proposal=proposal, until=a_week_ahead(), **NEW)
    day_passed_with_two(cast, proposal)
    assert not can_take_stance(cast.person("member"), again(proposal))
    for wrong, field in (({"text": " "}, "text"), ({"text": proposal.text}, "text"), ({"other_text": ""}, "other_text"),
                         ({"other_text": OTHER}, "other_text")):  # fmt: skip
        with pytest.raises(Refused) as refused:
            amend(actor=member, proposal=proposal, until=a_week_ahead(), **{**NEW, **wrong})
        assert refused.value.field == field
    with pytest.raises(Clash):
        amend(actor=member, proposal=proposal, until=a_week_ahead(), **NEW, seen=9)
    with pytest.raises(Refused):
        amend(actor=cast.person("core"), proposal=proposal, until=a_week_ahead(), **NEW)
    amendment = amend(actor=member, proposal=proposal, until=a_week_ahead(), reason="Pour le marché", **NEW)
    now = again(proposal)
    assert (now.state, now.round, now.text) == (ProposalState.STANCES, 2, NEW["text"])
    assert (amendment.before, amendment.other_before, amendment.other_after) == (
        proposal.text, OTHER, NEW["other_text"],
    )  # fmt: skip
    assert not Stance.objects.filter(round=2).exists()
    objection.refresh_from_db()
    assert objection.state == ObjectionState.OPEN
    assert Stance.objects.filter(round=1).count() == 2


def test_whoever_objected_says_what_becomes_of_it(cast: Cast) -> None:
    proposal = asked(cast)
    core, second = cast.person("core"), cast.person("second_member")
    first, other = objects(core, proposal), objects(second, proposal, "Trop tôt")
    with pytest.raises(Refused):
        integrate_objection(actor=core, objection=first)
    day_passed(proposal)
    amend(actor=cast.person("member"), proposal=proposal, until=a_week_ahead(), **NEW)
    for name in ("member", "second_member", "coordinator"):
        with pytest.raises(Refused):
            integrate_objection(actor=cast.person(name), objection=first)
    integrate_objection(actor=core, objection=first)
    first.refresh_from_db()
    assert first.state == ObjectionState.INTEGRATED
    assert first.integrated_by is not None
    keep_objection(actor=second, objection=other)
    stance = Stance.objects.get(round=2, person=second)
    assert (stance.kind, stance.comment) == (StanceKind.OBJECT, "Trop tôt")
    with pytest.raises(Refused):
        keep_objection(actor=second, objection=other)
    say(core, proposal)
    assert day_passed(proposal).state == ProposalState.AMENDING
    withdraw_objection(actor=second, objection=other)
    assert again(proposal).state == ProposalState.TO_RECORD
    stance.refresh_from_db()
    assert (stance.kind, stance.comment) == (StanceKind.ABSTAIN, "")


def test_consenting_to_the_new_text_integrates_ones_objection(cast: Cast) -> None:
    proposal = asked(cast)
    objection = objects(cast.person("core"), proposal)
    day_passed_with_two(cast, proposal)
    amend(actor=cast.person("member"), proposal=proposal, until=a_week_ahead(), **NEW)
    say(cast.person("core"), proposal)
    objection.refresh_from_db()
    assert objection.state == ObjectionState.INTEGRATED


def test_an_objection_that_nobody_can_answer_any_more_is_answered_by_the_coordination(cast: Cast) -> None:
    proposal = asked(cast)
    objection = objects(cast.person("core"), proposal)
    day_passed_with_two(cast, proposal)
    amend(actor=cast.person("member"), proposal=proposal, until=a_week_ahead(), **NEW)
    assert not can_integrate(cast.person("coordinator"), objection)
    Membership.objects.filter(person=cast.core).update(state=MembershipState.LEFT)
    objection = Objection.objects.select_related("proposal__community", "person").get()
    assert not can_integrate(cast.person("member"), objection), "never whoever proposed"
    integrate_objection(actor=cast.person("coordinator"), objection=objection)


def test_a_round_ends_early_when_nothing_more_can_change(cast: Cast) -> None:
    proposal = asked(cast)
    member = cast.person("member")
    say(member, proposal)
    with pytest.raises(Refused):
        end_round(actor=member, proposal=proposal)
    objects(cast.person("core"), proposal, HARM)
    with pytest.raises(Refused):
        end_round(actor=cast.person("core"), proposal=proposal)
    assert end_round(actor=member, proposal=proposal).state == ProposalState.AMENDING
