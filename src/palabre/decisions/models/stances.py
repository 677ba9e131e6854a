"""What each elector says, what hinders, and what was decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from palabre.decisions.choices import ObjectionState, ProposalState, StanceKind
from palabre.decisions.models.proposals import Amendment, Proposal
from palabre.kit.bases import Thing
from palabre.languages.models import Translatable
from palabre.people.models import Person


class Stance(models.Model):
    """What one elector says in one round: her last word counts, as long as the round is open."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="stances")
    round = models.PositiveSmallIntegerField()
    # null: her account was erased, the count stays
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=StanceKind.choices)
    comment = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="fr")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "round", "person"], name="decisions_one_stance_each")
        ]

    def __str__(self) -> str:
        return f"stance {self.pk}"


class Objection(Thing):
    """Why a proposal would harm the shared aim: it has a reason, or it is none (INV-29)."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="objections")
    round = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.TextField()
    language = models.CharField(max_length=2, default="fr")
    state = models.CharField(max_length=12, choices=ObjectionState.choices, default=ObjectionState.OPEN)
    # whoever objected says that this amendment answers it
    integrated_by = models.ForeignKey(
        Amendment, on_delete=models.SET_NULL, null=True, blank=True, related_name="integrates"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="decisions_objection_has_a_reason"),
            models.UniqueConstraint(
                fields=["proposal", "person"], condition=Q(state="open"), name="decisions_one_open_objection_each"
            ),
        ]


class DecisionRecord(Thing, Translatable):
    """What was decided, in the words that stay, with the figures of the last round and the day to look at it again."""

    translatable: ClassVar[tuple[str, ...]] = ("outcome",)

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="record")
    state = models.CharField(max_length=12, choices=ProposalState.choices)
    outcome = models.TextField()
    recorded_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    # adoption always has one
    review_on = models.DateField(null=True, blank=True)
    electors = models.PositiveIntegerField()
    consenting = models.PositiveIntegerField()
    with_reservation = models.PositiveIntegerField()
    standing_aside = models.PositiveIntegerField()
    objections_integrated = models.PositiveIntegerField()
    # the day of which somebody was reminded last
    reminded_of = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="adopted") | Q(review_on__isnull=False), name="decisions_adopted_has_a_review_date"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("adopted", "set_aside", "replaced")), name="decisions_recorded_when_ended"
            ),
        ]
        indexes = [models.Index(fields=["review_on"], name="decisions_to_review")]


class DecisionReview(Thing):
    """The day came: what was found when a decision was looked at again, and until when it stays."""

    record = models.ForeignKey(DecisionRecord, on_delete=models.CASCADE, related_name="reviews")
    note = models.TextField()
    language = models.CharField(max_length=2, default="fr")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    next_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["record", "at"], name="decisions_reviews")]
