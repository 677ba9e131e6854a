"""The tree of communities, who belongs to them, and who holds which role until when."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import urlsafe_base64_encode
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet

from palabre.communities.choices import (
    CommunityKind,
    Level,
    MembershipState,
    OrganisationKind,
    RiskProfile,
    Role,
    Stage,
)
from palabre.kit.bases import Thing
from palabre.languages.models import Translatable
from palabre.people.choices import Language
from palabre.people.models import Person


class Community(Thing, Translatable, TreeNode):  # type: ignore[django-manager-missing]
    """A network, a section, a community of practice or a committee: it has its own members, rules and memory."""

    translatable: ClassVar[tuple[str, ...]] = ("name", "purpose", "domain", "people", "practice")

    kind = models.CharField(max_length=12, choices=CommunityKind.choices, default=CommunityKind.COMMUNITY)
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.FORMING)
    risk = models.CharField(max_length=10, choices=RiskProfile.choices, default=RiskProfile.STANDARD)
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    domain = models.TextField(blank=True)
    people = models.TextField(blank=True)
    practice = models.TextField(blank=True)
    zone = models.CharField(max_length=64, default="UTC")
    needs_both_languages = models.BooleanField(default=True)
    approvals_needed = models.PositiveSmallIntegerField(default=2)
    started_on = models.DateField(null=True, blank=True)

    objects = TreeQuerySet.as_manager()  # type: ignore[django-manager-missing]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="communities_not_its_own_parent"),
            models.CheckConstraint(condition=Q(approvals_needed__gte=1), name="communities_one_approval_at_least"),
        ]

    def __str__(self) -> str:
        return f"community {self.public_id}"


class Organisation(Thing):
    """An organisation that takes part through its representatives."""

    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=OrganisationKind.choices, default=OrganisationKind.NGO)
    added_in = models.ForeignKey(Community, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"organisation {self.public_id}"


class MembershipQuery(models.QuerySet["Membership"]):
    def active(self) -> MembershipQuery:
        """Memberships that count today."""
        return self.filter(state=MembershipState.ACTIVE, person__is_active=True)


class Membership(Thing):
    """A person's place in one community, in her own name or for an organisation."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="memberships"
    )
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.ACTIVE)
    state = models.CharField(max_length=8, choices=MembershipState.choices, default=MembershipState.ACTIVE)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuery.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "community"],
                condition=~Q(state=MembershipState.LEFT),
                name="communities_one_membership_each",
            )
        ]
        indexes = [models.Index(fields=["community", "state"], name="communities_members")]


class GrantQuery(models.QuerySet["RoleGrant"]):
    def running(self, at: datetime | None = None) -> GrantQuery:
        """Grants that hold at this moment, or at another."""
        now = at or timezone.now()
        return self.filter(Q(starts_at__lte=now), Q(ends_at__isnull=True) | Q(ends_at__gt=now))


class RoleGrant(Thing):
    """One role of one person in one community, from a day to a day. Never global."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="grants")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=12, choices=Role.choices)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = GrantQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="communities_grant_dates"
            )
        ]
        indexes = [models.Index(fields=["person", "role"], name="communities_roles")]


class Invitation(Thing):
    """A single-use link by mail that opens a place in a community, with or without a role."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FRENCH)
    organisation = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, blank=True)
    role = models.CharField(max_length=12, choices=Role.choices, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["community", "accepted_at"], name="communities_invited")]

    @property
    def is_open(self) -> bool:
        """Nobody has used it, nobody has shut it, and its fourteen days are not over."""
        return not (self.accepted_at or self.withdrawn_at) and self.expires_at > timezone.now()

    def token(self) -> str:
        """What stands in its address: derived from the row under the secret key, the same each time, kept nowhere."""
        value = salted_hmac("palabre.invitation", f"{self.public_id} {self.email}", algorithm="sha256")
        return urlsafe_base64_encode(value.digest()[:24])
