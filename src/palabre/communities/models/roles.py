"""Who holds which role, from when to when, and who confirmed it."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from palabre.communities.choices import MembershipState, Role
from palabre.communities.models.belonging import Membership
from palabre.communities.models.community import Community
from palabre.kit.bases import Thing
from palabre.people.models import Person


class GrantQuery(models.QuerySet["RoleGrant"]):
    def running(self, at: datetime | None = None) -> GrantQuery:
        """Grants that hold at this moment, or at another: begun, not ended, and confirmed where two must agree."""
        now = at or timezone.now()
        return self.filter(
            Q(starts_at__lte=now), Q(ends_at__isnull=True) | Q(ends_at__gt=now), Q(confirmed_at__isnull=False)
        )

    def held(self, at: datetime | None = None) -> GrantQuery:
        """Running grants of those whose own place there is not shut: under suspension a role decides and hears nothing."""
        shut = Membership.objects.filter(
            person=OuterRef("person"), community=OuterRef("community"), state__in=MembershipState.shut()
        )
        return self.running(at).filter(~Exists(shut))

    def waiting(self, at: datetime | None = None) -> GrantQuery:
        """Grants that a second person has not confirmed yet."""
        now = at or timezone.now()
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), confirmed_at__isnull=True)


class RoleGrant(Thing):
    """One role of one person in one community, from a day to a day. Never global."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="grants")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=12, choices=Role.choices)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    # null: four eyes are needed and only two have looked
    confirmed_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    confirmed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = GrantQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="communities_grant_dates"
            )
        ]
        indexes = [models.Index(fields=["person", "role"], name="communities_roles")]
