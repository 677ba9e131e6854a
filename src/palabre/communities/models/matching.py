"""Joining campaigns, and introductions between members who look for and offer the same thing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from palabre.communities.choices import Side
from palabre.communities.models.belonging import Membership
from palabre.communities.models.community import Community
from palabre.communities.models.joining import JoinLink
from palabre.kit.bases import Thing
from palabre.languages.models import Translatable
from palabre.people.models import Person


class Campaign(Thing, Translatable):
    """A time in which a community welcomes new members, and lets those who want be introduced to each other."""

    translatable: ClassVar[tuple[str, ...]] = ("title", "text")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="campaigns")
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField()
    # members may say what they look for and offer
    introductions = models.BooleanField(default=True)
    links = models.ManyToManyField(JoinLink, blank=True, related_name="campaigns")
    opened_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="communities_campaign_dates")
        ]


class Wish(Thing):
    """« I look for » or « I offer »: a theme and a line, of a member who chose to be introduced."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="wishes")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="wishes")
    side = models.CharField(max_length=5, choices=Side.choices)
    theme = models.CharField(max_length=120)
    text = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["campaign", "side"], name="communities_wishes")]


class Introduction(Thing):
    """Two members of one community, each asked whether she wants to be introduced; nobody learns of a « no »."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="introduced")
    first = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    theme = models.CharField(max_length=120)
    proposed_at = models.DateTimeField(default=timezone.now)
    first_yes_at = models.DateTimeField(null=True, blank=True)
    second_yes_at = models.DateTimeField(null=True, blank=True)
    # known to whoever said it alone
    first_no_at = models.DateTimeField(null=True, blank=True)
    second_no_at = models.DateTimeField(null=True, blank=True)
    # how each may be reached, in her own words and for the other alone
    first_contact = models.CharField(max_length=160, blank=True)
    second_contact = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            # the lower key first: two people make one pair, whichever way round
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="communities_pair_in_order"),
            models.UniqueConstraint(fields=["campaign", "first", "second"], name="communities_introduced_once"),
        ]


class ContactMessage(Thing):
    """Where there is no directory, a member writes to the facilitation: kept here, no address is given to anybody."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="contact_messages")
    sender = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["community", "created_at"], name="communities_messages")]
