"""What people do with the queue: try now; and what time does: forget."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from palabre.communities.models import Community
from palabre.communities.rules import fresh
from palabre.journal.actions import record
from palabre.kit.verdict import require
from palabre.notices.choices import DUE, MailState
from palabre.notices.models import Mail, Notice
from palabre.notices.rules import can_see_all_mail, can_see_mail
from palabre.people.models import Person

NOTICES_KEPT = timedelta(days=30)
MAILS_KEPT = timedelta(days=30)


def try_again(*, actor: Person, community: Community | None) -> int:
    """Try the waiting mails of a community (None: of the instance) now; gives how many. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        require(can_see_mail(actor, community) if community else can_see_all_mail(actor))
        waiting = Mail.objects.filter(state__in=DUE)
        if community:
            waiting = waiting.filter(community_id=community.pk)
        number = waiting.update(next_try_at=timezone.now())
        where = community.pk if community else None
        record(
            "notices.tried_again",
            actor_id=actor.pk,
            community_id=where,
            subject="mail",
            subject_id=None,
            number=number,
        )
    return number


def forget_old() -> int:
    """Notices, and the traces of mails that ended, older than a month; gives their number."""
    now = timezone.now()
    notices, _ = Notice.objects.filter(at__lt=now - NOTICES_KEPT).delete()
    ended = Mail.objects.filter(state__in=(MailState.SENT, MailState.GIVEN_UP), ended_at__lt=now - MAILS_KEPT)
    mails, _ = ended.delete()
    return notices + mails
