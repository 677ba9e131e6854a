from django.db import models
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("fr", "en")


class HalfState(models.TextChoices):
    """The states a stored half can be in; `missing` and `outdated` are computed."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("to review")
    APPROVED = "approved", _("up to date")
