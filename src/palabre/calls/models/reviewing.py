"""Who reads what, who may not, and what readers say."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import urlsafe_base64_encode

from palabre.calls.choices import ApplicationState, AssignmentState, ConflictKind, Recommendation
from palabre.calls.models.applications import Application
from palabre.calls.models.calls import Call, SelectionCriterion
from palabre.communities.models import Organisation
from palabre.kit.bases import Thing
from palabre.kit.keyring import SealedText
from palabre.people.models import Person

# how long the link of an invitation opens
ASKED_FOR = timedelta(days=14)


class ReviewerQuery(models.QuerySet["Reviewer"]):
    def running(self) -> ReviewerQuery:
        """Those who took it up and have not ended it."""
        return self.filter(accepted_at__isnull=False, ended_at=None, person__is_active=True)

    def reading(self) -> ReviewerQuery:
        """Those who said to whom they are tied: nobody reads before that (SR-17)."""
        return self.running().filter(declared_at__isnull=False)


class Reviewer(Thing):
    """A member of the review committee of one call. Named by address first; she takes it up with her account."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="reviewing")
    # how the committee calls her; the address of whoever has not answered yet lies sealed
    name = models.CharField(max_length=80, blank=True)
    email = SealedText(blank=True)
    email_digest = models.CharField(max_length=64, blank=True)
    # SHA-256 of the token of her invitation
    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2, default="fr")
    reads_french = models.BooleanField(default=True)
    reads_english = models.BooleanField(default=True)
    # at most so many files; null: no limit
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    named_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    # her link is open for fourteen days from here; asked again, it is another link
    asked_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    # her ties were declared, if only "none": before that nothing can be read (SR-17)
    declared_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewerQuery.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "person"],
                condition=Q(person__isnull=False, ended_at=None),
                name="calls_reviewer_once",
            )
        ]

    @property
    def until(self) -> datetime:
        """Until when her link opens."""
        return self.asked_at + ASKED_FOR

    @property
    def is_asked(self) -> bool:
        """She was asked and has not answered: her link still opens."""
        return self.accepted_at is None and self.ended_at is None and self.until > timezone.now()

    @property
    def is_running(self) -> bool:
        return self.accepted_at is not None and self.ended_at is None

    def languages(self) -> frozenset[str]:
        """What she reads."""
        return frozenset([*(["fr"] if self.reads_french else []), *(["en"] if self.reads_english else [])])

    def token(self) -> str:
        """What stands in the address of her invitation: derived from the row under the secret key, kept nowhere."""
        said = f"{self.public_id} {self.email_digest} {self.asked_at.timestamp():.6f}"
        return urlsafe_base64_encode(salted_hmac("palabre.calls.reviewer", said, algorithm="sha256").digest()[:24])


class Tie(Thing):
    """An organisation to which a reviewer is tied, in her own words and, where it is known here, by its row."""

    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="ties")
    name = models.CharField(max_length=160)
    # the name as it is compared (kit.folding)
    folded = models.CharField(max_length=160)
    organisation = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reviewer", "folded"], name="calls_tie_once")]


class Conflict(Thing):
    """Why one reviewer never reads one application: declared, or found in the data (INV-13). It stays."""

    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="conflicts")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="conflicts")
    kind = models.CharField(max_length=18, choices=ConflictKind.choices)
    note = SealedText(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reviewer", "application"], name="calls_conflict_once")]


class AssignmentQuery(models.QuerySet["ReviewAssignment"]):
    def running(self) -> AssignmentQuery:
        """Given, and neither ended nor taken away; the file itself can still be read."""
        return self.filter(state__in=AssignmentState.running(), application__state__in=ApplicationState.readable())

    def counted(self) -> AssignmentQuery:
        """Handed in, and not void: what marks and gates go by (INV-14)."""
        rows = self.running().filter(state=AssignmentState.SUBMITTED, review__isnull=False)
        return rows.filter(review__void_at=None)


class ReviewAssignment(Thing):
    """One file given to one reviewer."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="assignments")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="assignments")
    state = models.CharField(max_length=10, choices=AssignmentState.choices, default=AssignmentState.ASSIGNED)
    assigned_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)

    objects = AssignmentQuery.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "reviewer"], name="calls_assigned_once")]
        indexes = [models.Index(fields=["reviewer", "state"], name="calls_to_read")]


class Review(Thing):
    """What one reviewer says of one application; read by the others only after their own."""

    assignment = models.OneToOneField(ReviewAssignment, on_delete=models.CASCADE, related_name="review")
    comment = SealedText(blank=True)
    recommendation = models.CharField(max_length=10, choices=Recommendation.choices, blank=True)
    # grows with each saving
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    # a conflict was found after scoring: it stays on record and counts no more
    void_at = models.DateTimeField(null=True, blank=True)


class Score(models.Model):
    """Points for one criterion: 0 to its scale."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(SelectionCriterion, on_delete=models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "criterion"], name="calls_score_once")]

    def __str__(self) -> str:
        return f"score {self.pk}"
