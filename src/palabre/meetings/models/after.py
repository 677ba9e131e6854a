"""Anonymous words: questions before, three answers after. No row here leads to its author."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from palabre.kit.ids import new_id
from palabre.meetings.models.meeting import Meeting
from palabre.people.models import Person


class AnonymousQuestion(models.Model):
    """A sensitive question for the facilitation; only its day is kept, and its random key tells no order."""

    public_id = models.CharField(max_length=12, primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField()
    on = models.DateField()
    answer = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"question {self.public_id}"


class Evaluation(models.Model):
    """Three answers without a name; the ids are random so that their order tells nothing."""

    public_id = models.CharField(max_length=12, primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="evaluations")
    useful = models.PositiveSmallIntegerField()
    heard = models.PositiveSmallIntegerField()
    change = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(useful__gte=1, useful__lte=5, heard__gte=1, heard__lte=5), name="meetings_evaluation_scale"
            )
        ]

    def __str__(self) -> str:
        return "evaluation"


class EvaluationTurn(models.Model):
    """That a person has answered; kept apart from what she answered."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="turns")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="meetings_evaluates_once")]

    def __str__(self) -> str:
        return "turn"
