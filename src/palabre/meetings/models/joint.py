"""A meeting that a community opens to its twin."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from palabre.communities.models import Community, TwinLink
from palabre.kit.bases import Thing
from palabre.meetings.models.meeting import HAPPENED, Meeting
from palabre.people.models import Person


class JointQuery(models.QuerySet["JointMeeting"]):
    def standing(self) -> JointQuery:
        """Accepted and not taken back. Once the twin link has ended: only of meetings that were held before."""
        before = Q(meeting__state__in=HAPPENED, meeting__starts_at__lt=F("twin__ended_at"))
        return self.filter(Q(twin__ended_at=None) | before, accepted_at__isnull=False, ended_at=None)

    def waiting(self) -> JointQuery:
        """Opened by the host, not answered by the twin."""
        return self.filter(accepted_at=None, ended_at=None, twin__ended_at=None)


class JointMeeting(Thing):
    """One meeting, and a twin of its community that takes part in it once its coordination has accepted.

    The meeting stays that of its host: its plan, its agenda, its minutes.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="joint")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="joint_meetings")
    twin = models.ForeignKey(TwinLink, on_delete=models.CASCADE, related_name="joint_meetings")
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = JointQuery.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "community"], condition=Q(ended_at=None), name="meetings_joint_once"
            )
        ]
