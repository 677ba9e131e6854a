"""The member lists that left a community as a file: who took one, when, and why."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from palabre.communities.models.community import Community
from palabre.kit.bases import Thing
from palabre.people.models import Person


class MemberExport(Thing):
    """One file; `number` stands in every line of it (SR-27)."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="exports")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    number = models.PositiveIntegerField()
    # in the words of whoever took it; the others who coordinate read it
    reason = models.CharField(max_length=300)
    kind = models.CharField(max_length=4)
    lines = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "number"], name="communities_export_number")]
