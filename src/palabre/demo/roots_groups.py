"""Chapter three: fifteen people choose among three groups, agree on seven questions, and on three outcomes by consent."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from palabre.decisions.actions.clarifying import approve_words, ask_stances
from palabre.decisions.actions.ending import end_round, record_outcome
from palabre.decisions.actions.speaking import take_stance
from palabre.decisions.models import Proposal
from palabre.demo.networks import on
from palabre.demo.roots_call import both
from palabre.demo.roots_circles import AIMS, CIRCLES, Circle
from palabre.demo.roots_founding import Roots
from palabre.demo.roots_people import APPLICANTS
from palabre.groups.actions.agenda import publish_agenda, write_aims
from palabre.groups.actions.forming import choose, open_choice
from palabre.groups.actions.leading import name_lead
from palabre.groups.actions.outcomes import propose_outcome, put_outcome, take_up_decisions
from palabre.groups.actions.questions import agree_question
from palabre.groups.actions.sharing_out import confirm_sharing, propose_sharing
from palabre.groups.actions.stages import take_stage
from palabre.groups.actions.wording import propose_question, reword_question
from palabre.groups.models import GroupMembership, WorkingGroup
from palabre.people.models import Person

AGREED = "Décidé par le groupe en réunion, sans objection."


def groups_of(stage: Roots) -> list[WorkingGroup]:
    return list(WorkingGroup.objects.filter(community=stage.community).order_by("position", "pk"))


def fresh_person(person: Person) -> Person:
    """With nothing remembered of another day."""
    for name in ("_standing", "_circles"):
        person.__dict__.pop(name, None)
    return person


def people_of(group: WorkingGroup) -> list[Person]:
    """Its members, whoever leads first."""
    rows = GroupMembership.objects.filter(group=group, left_at=None).select_related("person")
    return [fresh_person(row.person) for row in rows.order_by("-leads", "pk")]


def share_out(stage: Roots) -> None:
    """Each ranks the groups; the sharing-out honours them; one leads each group."""
    start = stage.begun + timedelta(days=132)
    with on(start):
        until = datetime.combine(start + timedelta(days=7), time(18), tzinfo=UTC)
        open_choice(actor=stage.who("roots-coordinator"), community=stage.community, until=until)
    groups = groups_of(stage)
    chosen = [one for one in APPLICANTS if one.fate.startswith("member")]
    with on(start + timedelta(days=3)):
        for one, person in zip(chosen, stage.members, strict=True):
            first, second = one.themes
            third = ({0, 1, 2} - {first, second}).pop()
            ranking = [groups[first], groups[second], groups[third]]
            choose(actor=fresh_person(person), community=stage.community, ranking=ranking)
    with on(start + timedelta(days=8)):
        propose_sharing(actor=stage.who("roots-coordinator"), community=stage.community)
        confirm_sharing(actor=stage.who("roots-coordinator"), community=stage.community)
        for group in groups:
            name_lead(actor=stage.who("roots-coordinator"), group=group, person=people_of(group)[0])


def ask_questions(stage: Roots) -> None:
    """Proposed by members, one of them reworded, agreed in a meeting; then the agenda of the whole community."""
    start = stage.begun + timedelta(days=145)
    for group, circle in zip(groups_of(stage), CIRCLES, strict=True):
        _questions(stage, group, circle)
    with on(start + timedelta(days=16)):
        write_aims(actor=stage.who("roots-coordinator"), community=stage.community, texts=both(AIMS), language="fr")
        publish_agenda(actor=stage.who("roots-coordinator"), community=stage.community)


def _questions(stage: Roots, group: WorkingGroup, circle: Circle) -> None:
    start, people = stage.begun + timedelta(days=145), people_of(group)
    with on(start):
        take_stage(actor=fresh_person(people[0]), group=group, to="refining_questions")
    asked = []
    with on(start + timedelta(days=2)):
        for number, text in enumerate(circle.questions):
            person = fresh_person(people[(number + 1) % len(people)])
            asked.append(propose_question(actor=person, group=group, text=text.fr, language="fr", other_text=text.en))
    with on(start + timedelta(days=5)):
        first = circle.questions[0]
        reword_question(
            actor=fresh_person(people[0]), question=asked[0], text=first.fr, other_text=first.en,
            reason="Plus court, plus près du terrain.",
        ) if asked[0].text != first.fr else None  # fmt: skip
    with on(start + timedelta(days=14)):
        for question in asked:
            agree_question(
                actor=fresh_person(people[0]), question=question, decided_on=start + timedelta(days=13), decision=AGREED
            )
        take_stage(actor=fresh_person(people[0]), group=group, to="choosing_outcome")


def decide_outcomes(stage: Roots) -> None:
    """Each group decides on its outcome by consent, then goes on to plan."""
    start = stage.begun + timedelta(days=166)
    for group, circle in zip(groups_of(stage), CIRCLES, strict=True):
        people = people_of(group)
        with on(start):
            outcome = propose_outcome(
                actor=people[0], group=group, kind=circle.kind, title=circle.outcome.fr, text=circle.outcome_text.fr,
                language="fr", other_title=circle.outcome.en, other_text=circle.outcome_text.en,
            )  # fmt: skip
            proposal = put_outcome(actor=fresh_person(people[0]), outcome=outcome)
        _consent(stage, proposal, people)
        with on(start + timedelta(days=12)):
            take_up_decisions()
            take_stage(actor=fresh_person(people[0]), group=group, to="planning")


def _consent(stage: Roots, proposal: Proposal, people: list[Person]) -> None:
    begun = stage.begun + timedelta(days=166)
    with on(begun + timedelta(days=1)):
        approve_words(actor=stage.who("roots-coordinator"), proposal=proposal)
    with on(begun + timedelta(days=2)):
        ask_stances(actor=fresh_person(people[0]), proposal=proposal, until=begun + timedelta(days=9))
    with on(begun + timedelta(days=4)):
        for number, person in enumerate(people):
            kind = "reservation" if number == 2 else "consent"
            comment = "À relire après le premier essai." if number == 2 else ""
            take_stance(actor=fresh_person(person), proposal=proposal, kind=kind, comment=comment, language="fr")
    with on(begun + timedelta(days=10)):
        end_round(actor=fresh_person(people[0]), proposal=proposal)
        record_outcome(
            actor=fresh_person(people[0]), proposal=proposal, outcome="Adopté par consentement.", language="fr",
            review_on=begun + timedelta(days=190),
        )  # fmt: skip
