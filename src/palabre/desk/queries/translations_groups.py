"""What groups and circles wrote that is not up to date in both languages: themes, questions, plans, outputs, decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role
from palabre.communities.models import Community
from palabre.communities.rules import holds
from palabre.decisions.choices import ProposalState
from palabre.decisions.models import DecisionRecord, Proposal
from palabre.decisions.rules.proposals import visible_proposals
from palabre.desk.queries.gaps import Gap
from palabre.groups.choices import GroupStage, PlanState, QuestionState
from palabre.groups.models import (
    Deliverable,
    LearningOutcome,
    LearningQuestion,
    Objective,
    Output,
    PlanStep,
    WorkingGroup,
)
from palabre.groups.rules.circles import visible_groups
from palabre.groups.rules.outputs import visible_outputs
from palabre.languages.models import Translatable
from palabre.languages.queries import pair, weakest
from palabre.people.models import Person

MOST = 100
# the words of a proposal move until stances are asked for, those of its outcome stay to be translated
WRITTEN = (ProposalState.CLARIFYING, ProposalState.AMENDING)
RECORDED = (ProposalState.ADOPTED, ProposalState.SET_ASIDE, ProposalState.REPLACED)
PLAN = "objective__plan__group"


@dataclass(frozen=True, slots=True)
class Written:
    """Everything of one reader's communities, read and not yet looked at."""

    groups: Mapping[int, WorkingGroup]
    questions: list[LearningQuestion]
    outcomes: list[LearningOutcome]
    plans: Mapping[int, list[Translatable]]
    outputs: list[Output]
    proposals: list[Proposal]
    records: list[DecisionRecord]

    def things(self) -> Iterator[Translatable]:
        """For the one query of their halves."""
        kinds: tuple[Iterable[Translatable], ...] = (
            self.groups.values(), self.questions, self.outcomes, self.outputs, self.proposals, self.records,
            (one.proposal for one in self.records), *self.plans.values(),
        )  # fmt: skip
        return chain.from_iterable(kinds)


def written_in(reader: Person, communities: Mapping[int, Community]) -> Written:
    """In nine queries; closed groups and plans, merged questions and what was set aside wait for nobody."""
    groups = visible_groups(reader).filter(community__in=list(communities)).exclude(stage=GroupStage.CLOSED)
    known = {one.pk: one for one in groups}
    questions = LearningQuestion.objects.filter(group__in=known)
    wanted = QuestionState.agreed() | QuestionState.open()
    proposals = visible_proposals(reader).filter(community__in=list(communities))
    records = DecisionRecord.objects.filter(proposal__in=proposals.filter(state__in=RECORDED))
    outputs = visible_outputs(reader).filter(deliverable__objective__plan__group__in=known)
    return Written(
        groups=known,
        questions=list(questions.filter(state__in=wanted).order_by("group", "place", "pk")[:MOST]),
        outcomes=list(LearningOutcome.objects.filter(group__in=known, set_aside_at=None).order_by("-pk")[:MOST]),
        plans=_plans(known),
        outputs=list(outputs.select_related("deliverable__objective__plan").order_by("-pk")[:MOST]),
        proposals=list(proposals.filter(state__in=WRITTEN).order_by("-pk")[:MOST]),
        records=list(records.select_related("proposal").order_by("-pk")[:MOST]),
    )


def _plans(groups: Mapping[int, WorkingGroup]) -> dict[int, list[Translatable]]:
    """The parts of each plan, by group."""
    found: dict[int, list[Translatable]] = defaultdict(list)
    objectives = Objective.objects.filter(plan__group__in=groups).select_related("plan")
    for objective in objectives.exclude(plan__state=PlanState.CLOSED):
        found[objective.plan.group_id].append(objective)
    for model in (PlanStep, Deliverable):
        rows = model._default_manager.filter(**{f"{PLAN}__in": groups}).select_related("objective__plan")
        for part in rows.exclude(objective__plan__state=PlanState.CLOSED):
            found[part.objective.plan.group_id].append(part)
    return found


def gaps_in_groups(reader: Person, written: Written, communities: Mapping[int, Community]) -> Iterator[Gap]:
    """Each text with the page that mends it, or the one where it is read by whoever may not write it."""
    for group in written.groups.values():
        where, key = communities[group.community_id], group.public_id
        theme = "groups:theme" if holds(reader, where.pk, Role.COORDINATOR) else "desk:group"
        yield Gap(_("Working group"), group, "theme", where, reverse(theme, args=[key]), pair(group))
        if parts := written.plans.get(group.pk):
            plan = weakest(pair(one) for one in parts)
            yield Gap(_("Work plan"), group, "theme", where, reverse("groups:plan", args=[key]), plan)
    for question in written.questions:
        group = written.groups[question.group_id]
        url = reverse("groups:question", args=[group.public_id, question.public_id])
        yield Gap(_("Learning question"), question, "text", communities[group.community_id], url, pair(question))
    for outcome in written.outcomes:
        group = written.groups[outcome.group_id]
        url = reverse("groups:outcome", args=[group.public_id])
        yield Gap(_("Learning outcome"), outcome, "title", communities[group.community_id], url, pair(outcome))
    for output in written.outputs:
        group = written.groups[output.deliverable.objective.plan.group_id]
        url = reverse("groups:output_writing", args=[group.public_id, output.deliverable.public_id])
        yield Gap(_("Final output"), output, "title", communities[group.community_id], url, pair(output))


def gaps_in_decisions(written: Written, communities: Mapping[int, Community]) -> Iterator[Gap]:
    """A proposal before its round; afterwards what was decided, under the title of its proposal."""
    rows: list[tuple[Proposal, Translatable]] = [(one, one) for one in written.proposals]
    rows += [(one.proposal, one) for one in written.records]
    for proposal, thing in rows:
        url = reverse("decisions:translation", args=[proposal.public_id])
        yield Gap(_("Decision"), proposal, "title", communities[proposal.community_id], url, pair(thing))
