"""The learning outcome: proposed, reworded, put to the group's consent, adopted when the group has decided."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.decisions.actions.opening import open_proposal
from palabre.decisions.choices import ProposalState, SubjectKind
from palabre.decisions.models import Proposal
from palabre.groups.actions.telling import TWO_WRITERS, locked_group, tell
from palabre.groups.choices import OutcomeKind
from palabre.groups.models import LearningOutcome, WorkingGroup
from palabre.groups.queries.words import seal_of
from palabre.groups.rules.circles import electors_of, fresh_circles
from palabre.groups.rules.outcomes import (
    MOST_OUTCOMES,
    can_change_outcome,
    can_propose_outcome,
    can_put_outcome,
    can_set_outcome_aside,
)
from palabre.kit.text import checked
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.languages.actions import approve_halves, copy_halves, forget_halves, write_other
from palabre.languages.choices import LANGUAGES
from palabre.languages.queries import other, words
from palabre.people.models import Person

LONGEST_TITLE, LONGEST_TEXT = 200, 4000


def propose_outcome(
    *,
    actor: Person,
    group: WorkingGroup,
    kind: str,
    title: str,
    text: str,
    language: str,
    other_title: str = "",
    other_text: str = "",
) -> LearningOutcome:
    """What the group could make, in any form. Raises Refused."""
    with transaction.atomic():
        group = locked_group(group)
        require(can_propose_outcome(fresh_circles(fresh(actor)), group))
        if LearningOutcome.objects.filter(group=group, set_aside_at=None).count() >= MOST_OUTCOMES:
            raise Refused(no(_("%(most)s proposals at most. Set one aside first.") % {"most": MOST_OUTCOMES}))
        outcome = LearningOutcome(group=group, proposed_by=actor, source_language=language)
        _fill(outcome, kind, title, text)
        outcome.save()
        _write_other(actor, outcome, other_title, other_text)
        _tell("groups.outcome_proposed", actor, outcome)
    return outcome


def change_outcome(
    *,
    actor: Person,
    outcome: LearningOutcome,
    kind: str,
    title: str,
    text: str,
    other_title: str = "",
    other_text: str = "",
    seen: str | None = None,
) -> LearningOutcome:
    """Other words, before the group decides on them. Raises Refused; Clash when somebody else wrote meanwhile."""
    with transaction.atomic():
        outcome = _locked(outcome)
        require(can_change_outcome(fresh_circles(fresh(actor)), outcome))
        if seen is not None and seen != seal_of(outcome, "kind"):
            raise Clash(TWO_WRITERS, outcome)
        _fill(outcome, kind, title, text)
        outcome.version += 1
        outcome.save(update_fields=["kind", "title", "text", "version"])
        _write_other(actor, outcome, other_title, other_text)
        _tell("groups.outcome_changed", actor, outcome)
    return outcome


def put_outcome(*, actor: Person, outcome: LearningOutcome, closes_at: datetime | None = None) -> Proposal:
    """Put it to the consent of the members of the group. Raises Refused."""
    with transaction.atomic():
        outcome = _locked(outcome)
        require(can_put_outcome(fresh_circles(fresh(actor)), outcome))
        across = other(outcome.source_language)
        proposal = open_proposal(
            actor=actor,
            community=outcome.group.community,
            title=outcome.title,
            text=outcome.text,
            language=outcome.source_language,
            other_title=words(outcome, "title", across).text,
            other_text=words(outcome, "text", across).text,
            electors=electors_of(outcome.group),
            subject=SubjectKind.LEARNING_OUTCOME,
            subject_id=outcome.pk,
            closes_at=closes_at,
        )
        outcome.proposal = proposal
        outcome.save(update_fields=["proposal"])
        _tell("groups.outcome_put", actor, outcome, proposal=proposal.pk)
    return proposal


def set_outcome_aside(*, actor: Person, outcome: LearningOutcome) -> None:
    """It stays to be read, and is no longer proposed. Raises Refused."""
    with transaction.atomic():
        outcome = _locked(outcome)
        require(can_set_outcome_aside(fresh_circles(fresh(actor)), outcome))
        outcome.set_aside_at = timezone.now()
        outcome.save(update_fields=["set_aside_at"])
        _tell("groups.outcome_set_aside", actor, outcome)


def adopt_from_decision(*, group: WorkingGroup) -> LearningOutcome | None:
    """Write down what the group's consent has adopted, in the words that it adopted; the one before gives way.

    May be repeated: what is written down already stays. Nobody's right is asked: the group has decided.
    """
    with transaction.atomic():
        rows = LearningOutcome.objects.select_for_update(of=("self",)).select_related("proposal", "group")
        decided = rows.filter(
            group=group, adopted_at=None, set_aside_at=None, proposal__state=ProposalState.ADOPTED
        ).order_by("proposal__ended_at", "pk")
        latest = None
        for outcome in decided:
            _take_words(outcome)
            now = outcome.proposal.ended_at if outcome.proposal and outcome.proposal.ended_at else timezone.now()
            before = LearningOutcome.objects.filter(group=group, adopted_at__isnull=False, set_aside_at=None)
            before.update(set_aside_at=now)
            outcome.adopted_at = now
            outcome.save(update_fields=["adopted_at", "title", "text", "version"])
            for language in LANGUAGES:
                approve_halves(actor_id=outcome.proposed_by_id or 0, things=[outcome], language=language)
            tell("groups.outcome_adopted", None, outcome.group, subject="learning_outcome", subject_id=outcome.pk)
            latest = outcome
    return latest


def take_up_decisions() -> int:
    """Chore: every outcome that a consent adopted and that is not written down yet. Gives their number."""
    waiting = LearningOutcome.objects.filter(
        adopted_at=None, set_aside_at=None, proposal__state=ProposalState.ADOPTED
    ).select_related("group")
    found = {outcome.group_id: outcome.group for outcome in waiting}
    return sum(1 for group in found.values() if adopt_from_decision(group=group) is not None)


def _take_words(outcome: LearningOutcome) -> None:
    """An amendment may have changed what was put to the group; what it read in the other language comes along."""
    proposal = outcome.proposal
    if proposal is None:
        return
    if (outcome.title, outcome.text) != (proposal.title, proposal.text):
        outcome.title, outcome.text, outcome.version = proposal.title, proposal.text, outcome.version + 1
    if not words(proposal, "text", other(proposal.source_language)).text:
        return
    forget_halves(thing=outcome)
    copy_halves(source=proposal, target=outcome, fields={"title": "title", "text": "text"})
    outcome.__dict__.pop("_halves", None)


def _locked(outcome: LearningOutcome) -> LearningOutcome:
    """The group first: what is decided on is counted under its lock."""
    group = locked_group(outcome.group_id)
    rows = LearningOutcome.objects.select_for_update(of=("self",)).select_related("proposal", "group__community")
    return rows.get(pk=outcome.pk, group=group)


def _fill(outcome: LearningOutcome, kind: str, title: str, text: str) -> None:
    if kind not in OutcomeKind.values:
        raise Refused(no(_("Choose one of the forms shown.")), "kind")
    source = outcome.source_language
    outcome.kind = kind
    outcome.title = checked(title, f"title_{source}", LONGEST_TITLE, str(_("Give it a title.")), line=True)
    outcome.text = checked(text, f"text_{source}", LONGEST_TEXT, str(_("Say in a few sentences what it is.")))


def _write_other(actor: Person, outcome: LearningOutcome, title: str, text: str) -> None:
    language = other(outcome.source_language)
    where = outcome.group.community_id
    said = {
        "title": checked(title, f"title_{language}", LONGEST_TITLE, line=True),
        "text": checked(text, f"text_{language}", LONGEST_TEXT),
    }
    for field, half in said.items():
        write_other(actor_id=actor.pk, thing=outcome, field=field, text=half, community_id=where)


def _tell(kind: str, actor: Person, outcome: LearningOutcome, **facts: int) -> None:
    tell(kind, actor, outcome.group, subject="learning_outcome", subject_id=outcome.pk, **facts)
