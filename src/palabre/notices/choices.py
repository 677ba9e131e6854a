from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Waiting and failed ones will be tried; given up ones never again."""

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("leaving")
    FAILED = "failed", _("to be tried again")
    SENT = "sent", _("sent")
    GIVEN_UP = "given_up", _("given up")


STILL_TO_GO = (MailState.WAITING, MailState.SENDING, MailState.FAILED)
DUE = (MailState.WAITING, MailState.FAILED)
