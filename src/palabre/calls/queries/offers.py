"""What an offer says to whoever received it."""

from __future__ import annotations

from palabre.calls.choices import Outcome
from palabre.calls.models import Application, Letter


def offer_letter(application: Application) -> Letter | None:
    """The letter that offered the place."""
    sent = Letter.objects.filter(application=application, outcome=Outcome.OFFER, sent_at__isnull=False)
    return sent.order_by("-sent_at", "-pk").first()
