from django.db import models
from django.utils.translation import gettext_lazy as _


class CommitmentState(models.TextChoices):
    """The stored states; late is computed from the due date."""

    OPEN = "open", _("to do")
    IN_PROGRESS = "in_progress", _("in progress")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")
