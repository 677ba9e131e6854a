"""The rows of the floor."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Post(models.Model):
    """What somebody wrote."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    title = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField(db_index=True)
