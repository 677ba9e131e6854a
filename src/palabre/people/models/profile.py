"""What a person says of herself, field by field closed until she opens it; and what she consented to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from palabre.kit.bases import Thing
from palabre.kit.keyring import SealedText
from palabre.people.choices import Byline, Openness, Purpose
from palabre.people.models.person import Person


class Profile(models.Model):
    """Fields that nobody sees until she opens them, each by itself (SR-25)."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="profile")
    about = models.CharField(max_length=600, blank=True)
    about_for = models.PositiveSmallIntegerField(choices=Openness.choices, default=Openness.ME)
    speaks = models.CharField(max_length=120, blank=True)
    speaks_for = models.PositiveSmallIntegerField(choices=Openness.choices, default=Openness.ME)
    # where she is, as broadly as she likes
    region = models.CharField(max_length=80, blank=True)
    region_for = models.PositiveSmallIntegerField(choices=Openness.choices, default=Openness.ME)
    contact = models.CharField(max_length=160, blank=True)
    contact_for = models.PositiveSmallIntegerField(choices=Openness.choices, default=Openness.ME)
    byline = models.CharField(max_length=10, choices=Byline.choices, default=Byline.NONE)
    # for Byline.ALIAS
    alias = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"profile {self.pk}"


class SelfDescription(models.Model):
    """Special-category data: voluntary, each with its consent, sealed, never shown beside a name."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="self_description")
    gender = SealedText(blank=True)
    age_band = SealedText(blank=True)
    disability = SealedText(blank=True)
    # gender identity, orientation and sex characteristics, in her words
    diversity = SealedText(blank=True)

    def __str__(self) -> str:
        return f"self description {self.pk}"


class Consent(Thing):
    """A yes to one purpose in one version of its text; withdrawn in one gesture."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    version = models.CharField(max_length=20)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at=None), name="people_one_consent_each"
            )
        ]
