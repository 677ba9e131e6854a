"""What a kept file may be."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The kinds that are let in (SR-49); everything else is refused."""

    IMAGE = "image", _("picture")
    PDF = "pdf", _("PDF document")
    DOCX = "docx", _("Word document")
    ODT = "odt", _("OpenDocument text")
    XLSX = "xlsx", _("Excel sheet")
    CSV = "csv", _("CSV sheet")
    TEXT = "text", _("plain text")


class State(models.TextChoices):
    """Whether the bytes are there."""

    KEPT = "kept", _("kept")
    DISCARDED = "gone", _("discarded")
