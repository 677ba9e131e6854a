"""An account shut in an emergency, and an account that is to be erased."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from palabre.kit.bases import Thing
from palabre.people.choices import WordsAfter
from palabre.people.models.person import Person


class LockEvent(Thing):
    """The emergency lock was turned; it opens again after a day with a second factor, or with a coordinator's word."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="locks")
    locked_at = models.DateTimeField(default=timezone.now)
    # somebody who knows the password and the second factor asked that it be opened: a day later it can be
    asked_at = models.DateTimeField(null=True, blank=True)
    # her coordination says that it is she
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(opened_at=None), name="people_one_lock_each")
        ]


class Erasure(Thing):
    """She asked that her account be erased: at once, or after seven days in which she may come back."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="erasures")
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    words = models.CharField(max_length=8, choices=WordsAfter.choices, default=WordsAfter.NAMELESS)
    undone_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(undone_at=None, done_at=None), name="people_one_erasure_each"
            )
        ]
