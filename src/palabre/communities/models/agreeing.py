"""What two people agree on before it holds: a community moves to another parent, or protects itself less."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from palabre.communities.choices import RiskProfile
from palabre.communities.models.community import Community
from palabre.kit.bases import Thing
from palabre.people.models import Person


class Move(Thing):
    """A community under another parent: asked by whoever cares for the old one, accepted by whoever cares for the new."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="moves")
    # null: it stood at the top
    before = models.ForeignKey(Community, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    after = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="moves_here")
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    accepted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    # declined, or taken back
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(community=F("after")), name="communities_not_below_itself"),
            models.UniqueConstraint(
                fields=["community"], condition=Q(accepted_at=None, ended_at=None), name="communities_one_open_move"
            ),
        ]


class RiskEasing(Thing):
    """Less protection, with the reason: asked by the coordination, confirmed by somebody else (four eyes)."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="easings")
    before = models.CharField(max_length=10, choices=RiskProfile.choices)
    after = models.CharField(max_length=10, choices=RiskProfile.choices)
    reason = models.TextField()
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # declined, or taken back
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community"], condition=Q(confirmed_at=None, ended_at=None), name="communities_one_open_easing"
            ),
        ]


class CountryCount(models.Model):
    """How many people of one country a community counts, with what rises to it: made each night, never on a page.

    An empty country are those who did not say; they belong to the total.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="country_counts")
    country = models.CharField(max_length=2, blank=True)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "country"], name="communities_counted_once")]

    def __str__(self) -> str:
        return f"count {self.pk}"
