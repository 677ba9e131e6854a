"""A new address for an account: confirmed from the new mailbox, undone from the old one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from palabre.kit.bases import Thing
from palabre.people.models.person import Person


class AddressChange(Thing):
    """Asked for, confirmed by a link in the new mailbox, and for seven days undone by a link in the old one."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="address_changes")
    old = models.EmailField(max_length=254)
    new = models.EmailField(max_length=254)
    asked_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    # another one was asked for, or the account was locked: this one no longer opens
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(done_at=None, dropped_at=None), name="people_one_change_each"
            )
        ]
