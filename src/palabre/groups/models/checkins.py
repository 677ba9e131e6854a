"""Where the leads and the MEL team look together at how it goes."""

from __future__ import annotations

from django.db import models

from palabre.commitments.models import Commitment
from palabre.communities.models import Community
from palabre.groups.models.groups import WorkingGroup
from palabre.kit.bases import Thing
from palabre.people.models import Person


class CheckIn(Thing):
    """One check-in of a cohort: the leads of its groups and the MEL team (INV-22)."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="check_ins")
    held_on = models.DateField()
    # the meeting, if one was planned: its key, for the room of meetings stands above
    meeting_id = models.BigIntegerField(null=True, blank=True, unique=True)
    opened_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "held_on"], name="groups_one_check_in_a_day")]


class CheckInReport(Thing):
    """What one group says there."""

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="reports")
    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="check_in_reports")
    progress = models.TextField(blank=True)
    difficulties = models.TextField(blank=True)
    help_wanted = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="fr")
    written_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_in", "group"], name="groups_one_report_each")]


class Difficulty(models.Model):
    """The thread report → commitment."""

    report = models.ForeignKey(CheckInReport, on_delete=models.CASCADE, related_name="commitments")
    commitment = models.OneToOneField(Commitment, on_delete=models.CASCADE, related_name="answers_difficulty")

    def __str__(self) -> str:
        return f"difficulty {self.pk}"
