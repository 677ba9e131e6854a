"""The one abstract table that things with an address of their own share."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from palabre.kit.ids import ID_LENGTH, new_id


class Thing(models.Model):
    """Something that a URL can name: by a random id, never by its number or its title."""

    public_id = models.CharField(max_length=ID_LENGTH, unique=True, default=new_id, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.public_id}"
