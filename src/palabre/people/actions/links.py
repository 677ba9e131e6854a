"""Single-use links that come by mail."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.journal.actions import record
from palabre.kit.ids import digest, new_token
from palabre.kit.verdict import Refused, no, require
from palabre.people.actions.profile import write_password
from palabre.people.choices import LINK_LIVES, LinkPurpose
from palabre.people.models import MailLink, Person
from palabre.people.rules import can_use_link
from palabre.people.throttling import may_ask_link

GONE = no(_("This link has already been used, or it is too old."))


def send_sign_in_link(*, email: str, source: str, purpose: str = LinkPurpose.SIGN_IN) -> None:
    """Ask for a link by mail. Nobody learns from the answer whether there is an account.

    The journal carries the wish; the link itself is made when the mail leaves (`people/notices.py`).
    """
    if not may_ask_link(email, source):
        return
    person = Person.objects.open().filter(email__iexact=email).first()
    with transaction.atomic():
        record(
            "people.sign_in_link_asked",
            actor_id=person.pk if person else None,
            about_id=person.pk if person else None,
            subject="person",
            subject_id=person.pk if person else None,
            purpose=LinkPurpose(purpose).value,
        )


def make_mail_link(*, person: Person, purpose: str, life: timedelta | None = None) -> MailLink:
    """A new link for one person; `link.token()` gives what stands in its address."""
    expires_at = timezone.now() + (life or LINK_LIVES[LinkPurpose(purpose)])
    with transaction.atomic():
        link = MailLink.objects.create(person=person, purpose=purpose, digest=new_token(), expires_at=expires_at)
        link.digest = digest(link.token())
        link.save(update_fields=["digest"])
    return link


def use_mail_link(*, token: str, purpose: str, password: str | None = None) -> Person:
    """Enter once by a link; a link for a new password sets it first. Raises Refused.

    Every other link of the person is shut, and a refused password leaves the link open.
    """
    with transaction.atomic():
        rows = MailLink.objects.select_for_update(of=("self",)).select_related("person")
        link = rows.filter(digest=digest(token), purpose=purpose).first()
        if link is None:
            raise Refused(GONE)
        require(can_use_link(link))
        if purpose == LinkPurpose.NEW_PASSWORD:
            write_password(person=link.person, password=password or "")
        MailLink.objects.filter(person=link.person, used_at=None).update(used_at=timezone.now())
        record("people.mail_link_used", actor_id=link.person_id, subject="person", subject_id=link.person_id)
    return link.person
