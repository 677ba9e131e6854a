"""Who adopted which code, who signed it in which language, which organisation adheres to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from palabre.charter.models.texts import Edition
from palabre.communities.models import Community, Membership, Organisation
from palabre.kit.bases import Thing
from palabre.people.choices import Language
from palabre.people.models import Person


class Adoption(Thing):
    """The code that binds a community from one day to another. A new version of the code makes a new row."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="adoptions")
    code = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="adoptions")
    principles = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # until then members act without having signed this version
    sign_by = models.DateTimeField()
    decision = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # the last reminder that was sent by itself: so many days before `sign_by`
    reminded = models.PositiveSmallIntegerField(null=True, blank=True)
    # when the coordination last asked those who have not signed
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community"], condition=Q(ended_at=None), name="charter_one_code_in_each_community"
            )
        ]
        indexes = [models.Index(fields=["ended_at", "sign_by"], name="charter_to_sign")]


class Signature(Thing):
    """One member signed one version, in one language, in one community. Without a member: only its count is kept."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="signatures")
    membership = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="signatures"
    )
    code = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="signatures")
    language = models.CharField(max_length=2, choices=Language.choices)
    # the seal of exactly the words that she read
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "code"], name="charter_signed_once")]


class Adherence(Thing):
    """An organisation that adheres to a code in one community, by the word of somebody who represents it there."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="adherences")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="adherences")
    code = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="adherences")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=2, choices=Language.choices)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "organisation", "code"], name="charter_adheres_once")
        ]
