"""How a community answers for itself: its own look at each chapter, a peer's remarks, and what it promises to mend."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from palabre.charter.choices import Reached, ReviewState
from palabre.charter.models.texts import Article, Edition
from palabre.commitments.models import Commitment
from palabre.communities.models import Community
from palabre.kit.bases import Thing
from palabre.people.models import Person


class Review(Thing):
    """One accountability review of one community, against one version of the standards, with one peer."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="accountability_reviews")
    standards = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="accountability_reviews")
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.PLANNED)
    planned_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    peer = models.ForeignKey(Community, on_delete=models.SET_NULL, null=True, blank=True, related_name="peer_reviews")
    peer_named_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    peer_accepted_at = models.DateTimeField(null=True, blank=True)
    assessed_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    improving_at = models.DateTimeField(null=True, blank=True)
    followed_at = models.DateTimeField(null=True, blank=True)
    conclusion = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="fr")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(peer__isnull=True) | ~Q(peer=F("community")), name="charter_nobody_is_her_own_peer"
            ),
            models.UniqueConstraint(
                fields=["community"], condition=~Q(state=ReviewState.FOLLOWED), name="charter_one_review_at_a_time"
            ),
        ]


class ReviewLine(Thing):
    """One chapter in one review: how far, what was found, what shows it; then what the peer says of it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="lines")
    chapter = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=Reached.choices, blank=True)
    finding = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="fr")
    written_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    comment = models.TextField(blank=True)
    comment_language = models.CharField(max_length=2, default="fr")
    commented_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # grows with each writing, so that two writers notice each other
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["chapter__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["review", "chapter"], name="charter_chapter_once")]


class Improvement(models.Model):
    """The thread review → chapter → commitment."""

    line = models.ForeignKey(ReviewLine, on_delete=models.CASCADE, related_name="improvements")
    commitment = models.OneToOneField(Commitment, on_delete=models.CASCADE, related_name="improves")

    def __str__(self) -> str:
        return f"improvement {self.pk}"
