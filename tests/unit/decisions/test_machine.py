"""No sequence of requests, by anybody and in any order, brings a proposal where the table of states does not lead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from palabre.decisions.actions.amending import amend
from palabre.decisions.actions.clarifying import ask_clarification, ask_stances
from palabre.decisions.actions.ending import close_round, end_round, record_outcome, set_aside
from palabre.decisions.actions.opening import open_draft, propose_again, write_proposal
from palabre.decisions.actions.reviewing import review_decision
from palabre.decisions.actions.speaking import integrate_objection, keep_objection, take_stance, withdraw_objection
from palabre.decisions.choices import ObjectionState, ProposalState, StanceKind
from palabre.decisions.models import DecisionRecord, Objection, Proposal, Stance
from palabre.decisions.rules.rounds import tally
from palabre.kit.verdict import Refused
from palabre.people.models import Person
from tests.personas import Cast
from tests.unit.decisions.making import a_week_ahead, proposed

pytestmark = pytest.mark.django_db
S = ProposalState
LEADS_TO: dict[str, set[str]] = {
    S.CLARIFYING: {S.STANCES, S.SET_ASIDE},
    S.STANCES: {S.AMENDING, S.TO_RECORD, S.NO_QUORUM, S.SET_ASIDE},
    S.AMENDING: {S.STANCES, S.TO_RECORD, S.SET_ASIDE},
    S.TO_RECORD: {S.ADOPTED, S.SET_ASIDE},
    S.ADOPTED: set(),
    S.NO_QUORUM: set(),
    S.SET_ASIDE: set(),
}
VERBS = (
    "ask", "write", "open", "stances", "consent", "reservation", "abstain", "object", "object_without", "stale",
    "late", "integrate", "keep", "withdraw", "end", "day", "close", "amend", "record", "set_aside", "review", "again",
)  # fmt: skip
# those who push it on come up as often as those who hinder
steps = st.lists(
    st.tuples(st.sampled_from((*VERBS, "consent", "object", "end", "day", "amend", "record", "stances")),
              st.sampled_from(("member", "second_member", "core", "coordinator", "outsider"))), max_size=24,
)  # fmt: skip


# ways that people usually take, so that chance begins everywhere and not only at the beginning
BEGUN = [("stances", "member")]
HEARD = [*BEGUN, ("consent", "member"), ("consent", "core"), ("consent", "second_member")]
HINDERED = [*BEGUN, ("consent", "member"), ("object", "core"), ("end", "member")]
prefixes = st.sampled_from(([], BEGUN, HEARD, [*HEARD, ("end", "member")], HINDERED, [*HINDERED, ("amend", "member")],
                            [*HEARD, ("end", "member"), ("record", "member")]))  # fmt: skip


class Rolled(Exception):
    """Takes one example back."""


def do(verb: str, actor: Person, proposal: Proposal, number: int) -> None:
    week, said = a_week_ahead(), f"Texte {number}"
    objection = Objection.objects.filter(proposal=proposal, person=actor).order_by("-pk").first()
    simple: dict[str, Callable[[], object]] = {
        "ask": lambda: ask_clarification(actor=actor, proposal=proposal, question="Qui ?", language="fr"),
        "write": lambda: write_proposal(
            actor=actor, proposal=proposal, title="T", text=said, other_text=f"Text {number}"
        ),
        "open": lambda: open_draft(actor=actor, proposal=proposal),
        "stances": lambda: ask_stances(actor=actor, proposal=proposal, until=week),
        "object": lambda: take_stance(actor=actor, proposal=proposal, kind="object", comment=said),
        "object_without": lambda: take_stance(actor=actor, proposal=proposal, kind="object"),
        "stale": lambda: take_stance(actor=actor, proposal=proposal, kind="consent", seen_round=proposal.round + 1),
        "late": lambda: take_stance(
            actor=actor, proposal=proposal, kind="consent", at=timezone.now() + timedelta(days=99)
        ),
        "end": lambda: end_round(actor=actor, proposal=proposal),
        "day": lambda: the_day_passes(proposal),
        "close": lambda: close_round(proposal=proposal),
        "amend": lambda: amend(actor=actor, proposal=proposal, text=said, other_text=f"Text {number}", until=week),
        "record": lambda: record_outcome(actor=actor, proposal=proposal, outcome="Oui", review_on=week, language="fr"),
        "set_aside": lambda: set_aside(actor=actor, proposal=proposal, reason="Non", language="fr"),
        "review": lambda: review_decision(actor=actor, proposal=proposal, note="Bon", language="fr", next_on=week),
        "again": lambda: propose_again(actor=actor, proposal=proposal),
    }
    if verb in ("consent", "reservation", "abstain"):
        take_stance(actor=actor, proposal=proposal, kind=verb, comment="Un mot")
    elif verb in simple:
        simple[verb]()
    elif objection is not None:
        about = {"integrate": integrate_objection, "keep": keep_objection, "withdraw": withdraw_objection}
        about[verb](actor=actor, objection=objection)


def the_day_passes(proposal: Proposal) -> None:
    Proposal.objects.filter(pk=proposal.pk, state=S.STANCES).update(closes_at=timezone.now() - timedelta(minutes=1))


def check(before: Proposal, after: Proposal, verb: str) -> None:
    if after.state != before.state:
        assert after.state in LEADS_TO[before.state], (before.state, verb, after.state)
        assert after.round == before.round + (verb == "amend")
    counted = tally(after)
    if after.state in (S.ADOPTED, S.TO_RECORD):
        assert counted.objections == 0, verb
        assert counted.has_quorum, verb
    assert (after.state in (S.ADOPTED, S.SET_ASIDE)) == DecisionRecord.objects.filter(proposal=after).exists()
    said = list(Stance.objects.filter(proposal=after).values_list("round", "person_id", "kind"))
    assert len({row[:2] for row in said}) == len(said), "two stances of one person in one round"
    standing = set(
        Objection.objects.filter(proposal=after, state=ObjectionState.OPEN).values_list("person_id", flat=True)
    )
    objecting = {person for number, person, kind in said if number == after.round and kind == StanceKind.OBJECT}
    assert objecting <= standing, "whoever says that she objects has an open objection"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(begun=prefixes, steps=steps)
def test_nothing_is_adopted_against_an_objection_and_no_state_is_skipped(
    cast: Cast, begun: list[tuple[str, str]], steps: list[tuple[str, str]]
) -> None:
    try:
        with transaction.atomic():
            row = proposed(cast)
            for number, (verb, name) in enumerate([*begun, *steps]):
                before = Proposal.objects.get(pk=row.pk)
                try:
                    with transaction.atomic():
                        do(verb, cast.person(name), before, number)
                except Refused:
                    now = Proposal.objects.get(pk=row.pk)
                    assert (now.state, now.round, now.text) == (before.state, before.round, before.text)
                after = Proposal.objects.get(pk=row.pk)
                event(f"{before.state} to {after.state}")
                check(before, after, verb)
            raise Rolled
    except Rolled:
        pass
