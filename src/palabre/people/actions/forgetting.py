"""What is no longer needed goes."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from palabre.people.models import Draft, MailLink, Session

DRAFTS_KEPT_FOR = timedelta(days=90)
LINKS_KEPT_FOR = timedelta(days=7)


def forget_expired() -> int:
    """Sessions past their end, links a week after their end, drafts untouched for 90 days; gives their number."""
    now = timezone.now()
    gone = 0
    for rows in (
        Session.objects.filter(expire_date__lt=now),
        MailLink.objects.filter(expires_at__lt=now - LINKS_KEPT_FOR),
        Draft.objects.filter(saved_at__lt=now - DRAFTS_KEPT_FOR),
    ):
        number, _by_table = rows.delete()
        gone += number
    return gone
