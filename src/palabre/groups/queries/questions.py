"""What the pages of learning questions and of the learning outcome show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palabre.communities.models import Community
from palabre.communities.queries import called, load_handles
from palabre.decisions.choices import ProposalState, SubjectKind
from palabre.decisions.models import Proposal
from palabre.decisions.queries.basics import open_on
from palabre.groups.choices import QuestionState
from palabre.groups.models import LearningOutcome, LearningQuestion, Wording, WorkingGroup
from palabre.groups.rules.forming import can_see_places
from palabre.groups.rules.outcomes import (
    can_change_outcome,
    can_propose_outcome,
    can_put_outcome,
    can_set_outcome_aside,
    is_adopted,
    is_being_decided,
)
from palabre.groups.rules.questions import (
    MOST_AGREED,
    can_agree,
    can_bring_back,
    can_merge,
    can_propose_question,
    can_put_to_consent,
    can_revise,
    can_reword,
    can_set_aside,
    can_translate_question,
)
from palabre.kit.verdict import Verdict
from palabre.languages.queries import load_halves
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """The questions of a group: agreed, still discussed, put away."""

    agreed: list[LearningQuestion]
    open: list[LearningQuestion]
    away: list[LearningQuestion]
    most: int
    propose: Verdict
    merge: Verdict

    @property
    def left(self) -> int:
        return self.most - len(self.agreed)


def questions_page(reader: Person, group: WorkingGroup) -> QuestionsPage:
    """Every question of a group in three lists, in three queries."""
    rows = list(
        LearningQuestion.objects.filter(group=group).select_related("proposal", "merged_into").order_by("place", "pk")
    )
    load_halves(rows)
    agreed = [one for one in rows if one.state in QuestionState.agreed()]
    open_ = [one for one in rows if one.state in QuestionState.open()]
    return QuestionsPage(
        agreed=agreed,
        open=open_,
        away=[one for one in rows if one not in agreed and one not in open_],
        most=MOST_AGREED,
        propose=can_propose_question(reader, group),
        merge=can_merge(reader, group),
    )


@dataclass(frozen=True, slots=True)
class WordingRow:
    """One wording, what it replaced, and who wrote it."""

    wording: Wording
    before: str
    by: str


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question with its history, and what the reader may do with it."""

    question: LearningQuestion
    history: list[WordingRow]
    merged_from: list[LearningQuestion]
    deciding: Proposal | None
    decided: Proposal | None
    agreed_by: str
    reword: Verdict
    translate: Verdict
    consent: Verdict
    agree: Verdict
    revise: Verdict
    set_aside: Verdict
    bring_back: Verdict

    @property
    def is_agreed(self) -> bool:
        return self.question.state in QuestionState.agreed()

    @property
    def is_open(self) -> bool:
        return self.question.state in QuestionState.open()


def question_page(reader: Person, question: LearningQuestion) -> QuestionPage:
    community = question.group.community
    merged = list(question.merged.order_by("pk"))
    rows = list(Wording.objects.filter(question=question).select_related("by").order_by("version"))
    load_handles([community])
    load_halves([question, question.group, *merged, *([question.merged_into] if question.merged_into else [])])
    proposal = question.proposal
    adopted = proposal is not None and proposal.state == ProposalState.ADOPTED
    named = bool(can_see_places(reader, question.group))
    return QuestionPage(
        question=question,
        history=history_of(rows, community if named else None),
        merged_from=merged,
        deciding=open_on(SubjectKind.LEARNING_QUESTION, question.pk),
        decided=proposal if adopted else None,
        agreed_by=called(question.agreed_by, community) if named and question.agreed_by else "",
        reword=can_reword(reader, question),
        translate=can_translate_question(reader, question),
        consent=can_put_to_consent(reader, question),
        agree=can_agree(reader, question),
        revise=can_revise(reader, question),
        set_aside=can_set_aside(reader, question),
        bring_back=can_bring_back(reader, question),
    )


def history_of(rows: Sequence[Wording], community: Community | None) -> list[WordingRow]:
    """The latest first, each beside the words it replaced; `community`: where the reader may know the names."""
    before = ["", *(row.text for row in rows)]
    names = [called(row.by, community) if community and row.by else "" for row in rows]
    return [WordingRow(*one) for one in zip(rows, before, names, strict=False)][::-1]


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One proposed outcome, where it stands, and what the reader may do with it."""

    outcome: LearningOutcome
    adopted: bool
    deciding: bool
    by: str
    change: Verdict
    put: Verdict
    set_aside: Verdict


@dataclass(frozen=True, slots=True)
class OutcomePage:
    """What a group decided to make, and what else stands as a proposal."""

    adopted: OutcomeRow | None
    proposed: list[OutcomeRow]
    away: list[LearningOutcome]
    propose: Verdict


def outcome_page(reader: Person, group: WorkingGroup) -> OutcomePage:
    rows = list(LearningOutcome.objects.filter(group=group).select_related("proposal", "proposed_by").order_by("-pk"))
    for one in rows:
        one.group = group
    load_handles([group.community])
    load_halves(rows)
    named = bool(can_see_places(reader, group))
    deciding = any(is_being_decided(one) for one in rows if one.set_aside_at is None)
    standing = [_outcome_row(reader, one, named, deciding) for one in rows if one.set_aside_at is None]
    adopted = sorted((one for one in standing if one.adopted), key=_decided_at, reverse=True)
    return OutcomePage(
        adopted=adopted[0] if adopted else None,
        proposed=[one for one in standing if not one.adopted],
        away=[one for one in rows if one.set_aside_at is not None] + [one.outcome for one in adopted[1:]],
        propose=can_propose_outcome(reader, group),
    )


def _decided_at(row: OutcomeRow) -> float:
    proposal = row.outcome.proposal
    at = row.outcome.adopted_at or (proposal.ended_at if proposal else None)
    return at.timestamp() if at else 0.0


def _outcome_row(reader: Person, outcome: LearningOutcome, named: bool, deciding: bool) -> OutcomeRow:
    community = outcome.group.community
    return OutcomeRow(
        outcome=outcome,
        adopted=is_adopted(outcome),
        deciding=is_being_decided(outcome),
        by=called(outcome.proposed_by, community) if named and outcome.proposed_by else "",
        change=can_change_outcome(reader, outcome),
        put=can_put_outcome(reader, outcome, deciding),
        set_aside=can_set_outcome_aside(reader, outcome),
    )
