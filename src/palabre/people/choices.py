from datetime import timedelta
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")


class DeviceKind(models.TextChoices):
    SHARED = "shared", _("shared, or I am not sure")
    OWN = "own", _("my own")


class LinkPurpose(models.TextChoices):
    SIGN_IN = "sign_in", _("sign in")
    NEW_PASSWORD = "new_password", _("choose a new password")


class Limit(NamedTuple):
    """How long a session lives without a gesture, and at most."""

    idle: timedelta
    absolute: timedelta


LIMITS = {
    DeviceKind.SHARED: Limit(timedelta(minutes=15), timedelta(hours=8)),
    DeviceKind.OWN: Limit(timedelta(hours=2), timedelta(days=7)),
}

LINK_LIVES = {
    LinkPurpose.SIGN_IN: timedelta(hours=1),
    LinkPurpose.NEW_PASSWORD: timedelta(minutes=30),
}

PASSWORD_MIN, PASSWORD_MAX = 12, 128

# The forms whose unfinished words are kept: `<name>`, or `<name>-<id>` where a form belongs to one thing.
DRAFT_FORMS = frozenset(
    {
        "agenda",
        "agenda-item",
        "amendment",
        "attendance",
        "commitment",
        "meeting",
        "meeting-plan",
        "minutes",
        "segment",
        "summary",
        "translation",
    }
)
DRAFT_BYTES = 200_000
DRAFTS_KEPT = 40
