"""Who takes her data along, and who has it erased: always only its owner."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.exchange.choices import JobState
from palabre.exchange.models import Archive
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Erasure, Person


def visible_archives(actor: Person) -> QuerySet[Archive]:
    """One's own."""
    return Archive.objects.filter(person=actor)


def can_ask_archive(actor: Person) -> Verdict:
    """One at a time."""
    if visible_archives(actor).filter(state=JobState.WAITING).exists():
        return no(_("Your archive is already being made."))
    return YES


def can_download(actor: Person, archive: Archive) -> Verdict:
    """Her own, as long as it is kept."""
    if archive.person_id != actor.pk or archive.state != JobState.READY:
        return no(_("This archive is no longer kept. Ask for a new one."))
    if archive.expires_at is None or archive.expires_at <= timezone.now():
        return no(_("This archive is no longer kept. Ask for a new one."))
    return YES


def waiting_erasures() -> QuerySet[Erasure]:
    """Asked for, not taken back, not done."""
    return Erasure.objects.filter(undone_at=None, done_at=None)


def can_ask_erasure(actor: Person) -> Verdict:
    if waiting_erasures().filter(person=actor).exists():
        return no(_("The erasure of your account is already asked for."))
    return YES


def can_undo_erasure(actor: Person) -> Verdict:
    if waiting_erasures().filter(person=actor, due_at__gt=timezone.now()).exists():
        return YES
    return no(_("Nothing is waiting to be erased."))
