"""What communities agree with each other: what rises to a parent, and who is whose twin."""

from __future__ import annotations

import base64

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from palabre.communities.choices import Sharing
from palabre.communities.models.community import Community
from palabre.kit.bases import Thing
from palabre.people.models import Person


class AgreementQuery(models.QuerySet["SharingAgreement"]):
    def running(self) -> AgreementQuery:
        """Signed, not ended, and with the community that is above the child today."""
        return self.filter(signed_at__isnull=False, ended_at=None, parent_id=F("child__parent_id"))

    def waiting(self) -> AgreementQuery:
        """Asked for by the parent, not answered yet."""
        return self.filter(signed_at=None, ended_at=None, parent_id=F("child__parent_id"))


class SharingAgreement(Thing):
    """What a child lets its parent see, from the day the child signed it; widening needs a decision of the child."""

    child = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="sharing")
    parent = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="shared_with_us")
    level = models.CharField(max_length=10, choices=Sharing.choices, default=Sharing.NONE)
    proposed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    # null: the parent asked, the child has not answered
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decision = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AgreementQuery.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(ended_at=None, signed_at__isnull=False), name="communities_one_agreement"
            ),
            models.UniqueConstraint(
                fields=["child"], condition=Q(ended_at=None, signed_at=None), name="communities_one_asked_for"
            ),
        ]


class TwinQuery(models.QuerySet["TwinLink"]):
    def standing(self) -> TwinQuery:
        """Both have said yes, and neither has taken it back."""
        return self.filter(accepted_at__isnull=False, ended_at=None)

    def of(self, community_id: int) -> TwinQuery:
        """Those in which this community stands, on either side."""
        return self.filter(Q(asking_id=community_id) | Q(asked_id=community_id))


class TwinLink(Thing):
    """Two communities that meet and plan together, once both have said yes."""

    asking = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="twins_asked")
    asked = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="twins_offered")
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TwinQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(asking=F("asked")), name="communities_no_twin_of_oneself"),
            models.UniqueConstraint(
                fields=["asking", "asked"], condition=Q(ended_at=None), name="communities_twins_once"
            ),
        ]

    def other_id(self, community_id: int) -> int:
        """The key of the community on the other side."""
        return self.asked_id if community_id == self.asking_id else self.asking_id

    def other(self, community_id: int) -> Community:
        """The community on the other side; both have been read."""
        return self.asked if community_id == self.asking_id else self.asking


class TwinCode(Thing):
    """Twelve letters and figures that one coordination reads out to another: once, for a week. Only its digest is kept."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="twin_codes")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community"], condition=Q(used_at=None), name="communities_one_twin_code_each"
            )
        ]

    def code(self) -> str:
        """What is read out: derived from the row under the secret key, the same each time; no 0, 1, 8 or 9 in it."""
        seal = salted_hmac("palabre.twin_code", self.public_id, algorithm="sha256").digest()
        return base64.b32encode(seal).decode()[:12]
