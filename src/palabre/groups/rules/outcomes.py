"""The learning outcome: proposed by members, decided on by the group's consent (INV-07)."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.decisions.choices import ProposalState
from palabre.groups.choices import GroupStage
from palabre.groups.models import LearningOutcome, WorkingGroup
from palabre.groups.rules.circles import leads, may_work, visible_groups
from palabre.groups.rules.stages import has_reached
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

MOST_OUTCOMES = 20
ADOPTED = Q(adopted_at__isnull=False) | Q(proposal__state=ProposalState.ADOPTED)
BEING_DECIDED = Q(proposal__state__in=ProposalState.open())
TOO_EARLY = no(_("First agree the learning questions and take the step to the learning outcome."))
DECIDING = no(_("The group is deciding on an outcome already. Wait until it has decided."))
THIS_ADOPTED = no(_("The group has adopted this outcome. To change it, propose another one and decide on that."))
SET_ASIDE = no(_("This proposal was set aside. Propose a new one."))
NOT_HERS = no(_("Whoever proposed it, or whoever leads the group, sets it aside."))


def visible_outcomes(actor: Person) -> QuerySet[LearningOutcome]:
    return LearningOutcome.objects.filter(group__in=visible_groups(actor))


def adopted_outcome(group: WorkingGroup | int) -> LearningOutcome | None:
    """What the group decided to make: the latest that its consent adopted, whether or not it was written down yet."""
    rows = LearningOutcome.objects.filter(ADOPTED, group=group, set_aside_at=None).select_related("proposal")
    return rows.order_by("-proposal__ended_at", "-pk").first()


def is_adopted(outcome: LearningOutcome) -> bool:
    """`proposal` has been read with it."""
    decided = outcome.proposal is not None and outcome.proposal.state == ProposalState.ADOPTED
    return outcome.set_aside_at is None and (outcome.adopted_at is not None or decided)


def is_being_decided(outcome: LearningOutcome) -> bool:
    return outcome.proposal is not None and outcome.proposal.state in ProposalState.open()


def can_propose_outcome(actor: Person, group: WorkingGroup) -> Verdict:
    """Every member of the group; several may stand side by side."""
    return may_work(actor, group)


def can_change_outcome(actor: Person, outcome: LearningOutcome) -> Verdict:
    """Every member, until the group decides on it."""
    if not (verdict := may_work(actor, outcome.group)):
        return verdict
    return _still_open(outcome)


def can_put_outcome(actor: Person, outcome: LearningOutcome, deciding: bool | None = None) -> Verdict:
    """Put it to the group's consent: every member, one at a time. `deciding`: looked up already."""
    if not (verdict := can_change_outcome(actor, outcome)):
        return verdict
    if not has_reached(outcome.group, GroupStage.OUTCOME):
        return TOO_EARLY
    others = LearningOutcome.objects.filter(BEING_DECIDED, group=outcome.group_id, set_aside_at=None)
    return DECIDING if (others.exists() if deciding is None else deciding) else YES


def can_set_outcome_aside(actor: Person, outcome: LearningOutcome) -> Verdict:
    """Whoever proposed it or leads the group, unless it is adopted or being decided on."""
    if not (verdict := can_change_outcome(actor, outcome)):
        return verdict
    return YES if outcome.proposed_by_id == actor.pk or leads(actor, outcome.group) else NOT_HERS


def _still_open(outcome: LearningOutcome) -> Verdict:
    if outcome.set_aside_at is not None:
        return SET_ASIDE
    if is_adopted(outcome):
        return THIS_ADOPTED
    return DECIDING if is_being_decided(outcome) else YES
