"""Who comes: the answers of members, and the guests."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from palabre.kit.bases import Thing
from palabre.meetings.choices import Answer
from palabre.meetings.models.meeting import Meeting
from palabre.people.choices import Language
from palabre.people.models import Person


class Guest(Thing):
    """Somebody invited who is no member: a resource person, a partner."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FRENCH)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "email"], condition=~Q(email=""), name="meetings_guest_once")
        ]


class Reply(models.Model):
    """One answer of one person or guest; the last one counts. What she needs is for the organisers alone."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="replies")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="replies")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, null=True, related_name="replies")
    answer = models.CharField(max_length=8, choices=Answer.choices)
    needs = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="meetings_one_reply_each"),
            models.UniqueConstraint(fields=["meeting", "guest"], name="meetings_one_reply_each_guest"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, guest__isnull=True) | Q(person__isnull=True, guest__isnull=False),
                name="meetings_reply_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"reply {self.pk}"
