"""Interviews, what the committee decides and why, the letters, and the figures that stay."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from palabre.calls.choices import Balanced, Counted, InterviewState, Outcome
from palabre.calls.models.applications import Application
from palabre.calls.models.calls import Call, CallTheme
from palabre.calls.models.reviewing import Reviewer
from palabre.groups.models import WorkingGroup
from palabre.kit.bases import Thing
from palabre.kit.keyring import SealedText
from palabre.people.models import Person


class InterviewSlot(Thing):
    """A moment that the committee offers, in UTC; applicants read it on their own clocks."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    interviewers = models.ManyToManyField(Reviewer, blank=True, related_name="+")
    # where: an address to call or a place; sealed
    where = SealedText(blank=True)
    offered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["starts_at", "pk"]


class Interview(Thing):
    """A talk with one applicant, optional for the call and for the decision."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="interview")
    state = models.CharField(max_length=10, choices=InterviewState.choices, default=InterviewState.INVITED)
    slot = models.OneToOneField(
        InterviewSlot, on_delete=models.SET_NULL, null=True, blank=True, related_name="interview"
    )
    # the applicant's time zone, as she chose it
    zone = models.CharField(max_length=64, blank=True)
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    booked_at = models.DateTimeField(null=True, blank=True)


class InterviewNote(Thing):
    """What one interviewer notes: sealed, forgotten with the application."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="notes")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="interview_notes")
    text = SealedText()
    # 0 to 5, if she gives points
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interview", "reviewer"], name="calls_one_note_each"),
            models.CheckConstraint(condition=Q(points=None) | Q(points__lte=5), name="calls_note_points"),
        ]


class Deliberation(Thing):
    """A sitting of the committee: the day, who was there, what it decided in general. Decisions hang on it."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="deliberations")
    held_on = models.DateField()
    present = models.ManyToManyField(Reviewer, blank=True, related_name="+")
    words = SealedText(blank=True)
    language = models.CharField(max_length=2, default="fr")
    recorded_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    # once, when all it decided is noted: the masked balance was counted (`calls.balance`)
    counted_at = models.DateTimeField(null=True, blank=True)


class SelectionDecision(Thing):
    """What a sitting decided on one application, and why; the last one counts, the earlier ones stay."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="decisions")
    # null: a place became free and went to the next of the waiting list, in the order that a sitting gave it
    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, null=True, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    # for the committee
    reasons = SealedText()
    # for the applicant, in her language
    feedback = SealedText(blank=True)
    # place on the waiting list
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deliberation__isnull=False) | Q(outcome="offer"), name="calls_decided_in_a_sitting"
            ),
            models.CheckConstraint(
                condition=Q(outcome="waitlist", rank__isnull=False) | (~Q(outcome="waitlist") & Q(rank=None)),
                name="calls_waiting_has_a_rank",
            ),
        ]
        indexes = [models.Index(fields=["application", "-recorded_at"], name="calls_last_decision")]


class Letter(Thing):
    """What was written to one applicant, in her language; it waits until the coordination sends it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="letters")
    # an outcome, or `ineligible`
    outcome = models.CharField(max_length=10)
    language = models.CharField(max_length=2)
    body = SealedText()
    # grows with each change, so that two writers notice each other
    version = models.PositiveIntegerField(default=1)
    prepared_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    prepared_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["prepared_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(sent_at=None), name="calls_one_letter_waits")
        ]


class BalanceTable(Thing):
    """One masked table of voluntary data, as it was when it was taken; nothing else of them is ever shown (INV-16).

    See `calls.balance` for when a new one may be taken. `people` are the keys of the applications it counts, kept
    only to compare the next one with it, and emptied with the data themselves.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="balance_tables")
    what = models.CharField(max_length=10, choices=[*Balanced.choices, *Counted.choices])
    # of whoever was chosen by then; else of everybody who applied and may be chosen
    chosen = models.BooleanField(default=False)
    number = models.PositiveIntegerField()
    # what she said → how many, None where it is not shown; empty: the whole split stays hidden
    cells = models.JSONField(default=dict)
    people = models.JSONField(default=list)
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["taken_at", "pk"]


class Publication(Thing):
    """The selection of a call is published: the committee has ended, the figures are kept, retention counts from here."""

    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="publication")
    at = models.DateTimeField(default=timezone.now)


class ThemeGroup(models.Model):
    """The working group that a theme of the call became (INV-05)."""

    theme = models.OneToOneField(CallTheme, on_delete=models.CASCADE, related_name="became")
    group = models.OneToOneField(WorkingGroup, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"group of theme {self.pk}"


class SelectionCount(models.Model):
    """One figure that stays after the files are gone; masked wherever it is shown."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="counts")
    what = models.CharField(max_length=10, choices=Counted.choices)
    key = models.CharField(max_length=40)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "what", "key"], name="calls_counted_once")]

    def __str__(self) -> str:
        return f"count {self.pk}"
