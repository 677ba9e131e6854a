"""Who belongs: persons, organisations and who speaks for them, vouching, suspension."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from palabre.communities.choices import (
    Level,
    MembershipState,
    OrganisationKind,
    OrganisationPart,
    PlaceState,
    Profile,
    SuspensionEnd,
)
from palabre.communities.models.community import Community
from palabre.kit.bases import Thing
from palabre.people.choices import Language
from palabre.people.models import Person


class Organisation(Thing):
    """An organisation that takes part through its representatives."""

    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=OrganisationKind.choices, default=OrganisationKind.NGO)
    # ISO 3166-1, two letters
    country = models.CharField(max_length=2, blank=True)
    added_in = models.ForeignKey(Community, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"organisation {self.public_id}"


class MembershipQuery(models.QuerySet["Membership"]):
    def active(self) -> MembershipQuery:
        """Memberships that count today: signed where a code asks for it, not on a break, account open."""
        return self.filter(state=MembershipState.ACTIVE, person__is_active=True)

    def inside(self) -> MembershipQuery:
        """Those who read the community: active, on a break, or before their signature."""
        return self.filter(state__in=MembershipState.reading())

    def taken(self) -> MembershipQuery:
        """Every place that is not free again: one for each person and community."""
        return self.exclude(state__in=MembershipState.over())


class Membership(Thing):
    """A person's place in one community, in her own name or for an organisation; and who she is there."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="memberships"
    )
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.ACTIVE)
    profile = models.CharField(max_length=12, choices=Profile.choices, blank=True)
    state = models.CharField(max_length=10, choices=MembershipState.choices, default=MembershipState.ACTIVE)
    language = models.CharField(max_length=2, choices=Language.choices, blank=True)
    # ISO 3166-1, as she said when she asked to join: for counts only
    country = models.CharField(max_length=2, blank=True)
    # the name by which this community alone knows her; empty: her display name
    handle = models.CharField(max_length=80, blank=True)
    # her pronouns stand beside her name here
    shows_pronouns = models.BooleanField(default=True)
    # she chose to stand in the directory of this community
    listed = models.BooleanField(default=False)
    about = models.CharField(max_length=600, blank=True)
    # nobody: a profile that only a robot opens (SR-26); its state is `declined`, so that nothing else counts it
    canary = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuery.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "community"],
                condition=~Q(state__in=("left", "declined")),
                name="communities_one_membership_each",
            )
        ]
        indexes = [
            models.Index(fields=["community", "state"], name="communities_members"),
            models.Index(fields=["community", "country"], name="communities_where"),
        ]


class OrganisationPlace(Thing):
    """An organisation's place in one community: member, lead or host."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="places")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="places")
    part = models.CharField(max_length=8, choices=OrganisationPart.choices, default=OrganisationPart.MEMBER)
    state = models.CharField(max_length=10, choices=PlaceState.choices, default=PlaceState.ACTIVE)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "organisation"],
                condition=Q(state__in=("requested", "active")),
                name="communities_one_place_each",
            )
        ]


class Representative(Thing):
    """A person who speaks for an organisation in one community; one of them votes."""

    place = models.ForeignKey(OrganisationPlace, on_delete=models.CASCADE, related_name="representatives")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="representing")
    votes = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(votes=True, until=None), name="communities_one_voice_each"
            ),
            models.UniqueConstraint(
                fields=["place", "membership"], condition=Q(until=None), name="communities_represents_once"
            ),
        ]


class Vouch(models.Model):
    """A member who answers for somebody that asks to join."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="vouches")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "by"], name="communities_vouch_once")]

    def __str__(self) -> str:
        return f"vouch {self.pk}"


class Suspension(Thing):
    """A place that is shut for a while: the person reads why, may appeal, and others than the first decide."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="suspensions")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # to what the place returns when it is opened again
    before = models.CharField(max_length=10, choices=MembershipState.choices, default=MembershipState.ACTIVE)
    reason = models.TextField()
    decision = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    end = models.CharField(max_length=10, choices=SuspensionEnd.choices, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(ended_at=None), name="communities_one_open_suspension"
            )
        ]
