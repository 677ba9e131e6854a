"""What a community announces: to itself, to those below it, or to the one above."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from palabre.communities.choices import NewsFor
from palabre.communities.models.community import Community
from palabre.kit.bases import Thing
from palabre.languages.models import Translatable
from palabre.people.models import Person


class Announcement(Thing, Translatable):
    """A piece of news, in one language or both."""

    translatable: ClassVar[tuple[str, ...]] = ("title", "text")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="announcements")
    title = models.CharField(max_length=160)
    text = models.TextField()
    audience = models.CharField(max_length=6, choices=NewsFor.choices, default=NewsFor.OWN)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["community", "published_at"], name="communities_news")]
