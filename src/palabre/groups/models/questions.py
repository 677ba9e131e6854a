"""Learning questions with the history of their wording, and the agenda that the community makes of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from palabre.communities.models import Community
from palabre.decisions.models import Proposal
from palabre.groups.choices import QuestionState
from palabre.groups.models.groups import WorkingGroup
from palabre.kit.bases import Thing
from palabre.languages.models import Translatable
from palabre.people.models import Person


class LearningQuestion(Thing, Translatable):
    """What a group wants to find out: proposed, merged, reworded, agreed; one to three agreed (INV-06)."""

    translatable: ClassVar[tuple[str, ...]] = ("text",)

    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField()
    state = models.CharField(max_length=12, choices=QuestionState.choices, default=QuestionState.PROPOSED)
    # agreed as the first, second or third of its group: there is no fourth place (INV-06)
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    # the number of its present wording
    version = models.PositiveIntegerField(default=1)
    proposed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged")
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # on which decision: a consent in this house, or the day and the words of one taken in a meeting
    proposal = models.ForeignKey(Proposal, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    decision = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="groups_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=False, place__in=(1, 2, 3), state__in=("agreed", "revised"))
                | Q(place__isnull=True) & ~Q(state__in=("agreed", "revised")),
                name="groups_agreed_has_a_place",
            ),
            models.UniqueConstraint(fields=["group", "place"], name="groups_three_questions_at_most"),
        ]
        indexes = [models.Index(fields=["group", "state"], name="groups_questions")]


class Wording(Thing):
    """One wording of a question, and why it changed: the history that a group reads."""

    question = models.ForeignKey(LearningQuestion, on_delete=models.CASCADE, related_name="wordings")
    version = models.PositiveIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=2, default="fr")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["question", "version"], name="groups_wording_once")]


class LearningAgenda(Thing, Translatable):
    """What the whole community learns: its aims, and the agreed questions of every group (INV-09)."""

    translatable: ClassVar[tuple[str, ...]] = ("aims",)

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="learning_agenda")
    aims = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
