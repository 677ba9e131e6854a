"""Private uploads: what is known of a file. Its bytes lie in Django's default storage under a random name."""

from __future__ import annotations

from django.db import models

from palabre.files.choices import Kind, State
from palabre.kit.bases import Thing


class StoredFile(Thing):
    """A file that was checked and cleaned. The room that holds its key decides who may read it.

    `size` is in bytes and `sha256` in hexadecimal, both of the cleaned file; `width` and `height` are in
    pixels, pictures only. `owner_id` is the key of the person who sent it.
    """

    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.KEPT)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    storage_name = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=100, blank=True)
    owner_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="files_known_state"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="files_known_kind"),
        ]
        indexes = [models.Index(fields=["owner_id"], name="files_owner")]
