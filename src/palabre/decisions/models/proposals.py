"""A proposal, those who decide on it, the questions asked to understand it, and what was changed in it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from palabre.communities.models import Community
from palabre.decisions.choices import ProposalState, SubjectKind
from palabre.kit.bases import Thing
from palabre.languages.models import Translatable
from palabre.people.models import Person


class ProposalQuery(models.QuerySet["Proposal"]):
    def open(self) -> ProposalQuery:
        """Proposals on which the circle still works."""
        return self.filter(state__in=ProposalState.open())


class Proposal(Thing, Translatable):
    """Something that a circle decides by consent. Subject and electorate are given by whoever opens it.

    `subject_id` is the key of the thing that a room above decides on; the electorate is frozen in `Elector` at opening.
    """

    translatable: ClassVar[tuple[str, ...]] = ("title", "text")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="proposals")
    subject = models.CharField(max_length=20, choices=SubjectKind.choices, default=SubjectKind.FREE)
    subject_id = models.BigIntegerField(null=True, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    proposer = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=ProposalState.choices, default=ProposalState.DRAFT)
    # grows with each amendment; stances and objections belong to one round
    round = models.PositiveSmallIntegerField(default=1)
    # grows with each writing of the text, so that two writers notice each other
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField(null=True, blank=True)
    # until when this round waits for stances; before the first round: what is thought of
    closes_at = models.DateTimeField(null=True, blank=True)
    # the round whose last day was announced
    announced = models.PositiveSmallIntegerField(default=0)
    # per cent of the electors who must have said something; 0: none asked
    quorum = models.PositiveSmallIntegerField(default=50)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaced_by")

    objects = ProposalQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quorum__lte=100), name="decisions_quorum_in_hundred"),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")), name="decisions_not_its_own_successor"
            ),
            models.UniqueConstraint(
                fields=["subject", "subject_id"],
                condition=Q(
                    subject_id__isnull=False, state__in=("draft", "clarifying", "stances", "amending", "to_record")
                ),
                name="decisions_one_open_each",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "-id"], name="decisions_by_state"),
            models.Index(fields=["subject", "subject_id"], name="decisions_by_subject"),
            models.Index(fields=["state", "closes_at"], name="decisions_by_day"),
        ]

    def is_frozen(self) -> bool:
        """Once stances are asked for, only an amendment changes the words."""
        return self.state not in (ProposalState.DRAFT, ProposalState.CLARIFYING, ProposalState.AMENDING)

    def is_over(self, now: datetime | None = None) -> bool:
        """The last day of this round has passed, whether somebody has counted yet or not."""
        if self.state != ProposalState.STANCES or self.closes_at is None:
            return False
        return self.closes_at <= (now or timezone.now())


class Elector(models.Model):
    """Somebody who decides on one proposal: the circle as it stood when it was opened."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="electors")
    # null: her account was erased; the size of the circle stays
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    # the community below whose voice she is; null: she speaks for herself
    speaks_for = models.ForeignKey(Community, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="decisions_elector_once"),
            models.UniqueConstraint(
                fields=["proposal", "speaks_for"],
                condition=Q(speaks_for__isnull=False),
                name="decisions_one_voice_for_each",
            ),
        ]
        indexes = [models.Index(fields=["person", "proposal"], name="decisions_mine")]

    def __str__(self) -> str:
        return f"elector {self.pk}"


class Clarification(Thing):
    """A question asked to understand, and its answer: facts, no opinion yet."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="clarifications")
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    question = models.TextField()
    language = models.CharField(max_length=2, default="fr")
    answer = models.TextField(blank=True)
    answer_language = models.CharField(max_length=2, default="fr")
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)


class Amendment(Thing):
    """What was changed between two rounds, word for word, and why."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="amendments")
    # the round that the new text opens
    round = models.PositiveSmallIntegerField()
    before = models.TextField()
    after = models.TextField()
    # the same in the other language, where both are kept
    other_before = models.TextField(blank=True)
    other_after = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="fr")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "round"], name="decisions_one_amendment_each")]
