"""What age takes away, kind by kind (DOMAIN.md §4.5): each says how many went, and how many wait for their day."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from palabre.communities.choices import MembershipState, PlaceState
from palabre.communities.models import Invitation, JoinRequest, Membership, OrganisationPlace
from palabre.exchange.choices import JobState
from palabre.exchange.models import Archive
from palabre.files.actions import discard_file
from palabre.journal.actions import cut_entries, empty_entries
from palabre.journal.models import Entry
from palabre.meetings.models import AnonymousQuestion, Attendance, Evaluation, EvaluationTurn, Guest, Reply, SignedSheet
from palabre.notices.models import Cursor

# acts on an account that stay as long as the rest of the journal; every other `people.` entry is a security event
LASTING = (
    *("people.created", "people.erased", "people.consent_given", "people.consent_withdrawn"),
    *("people.keeper_named", "people.keeper_confirmed", "people.keeper_ended"),
)
SECURITY = (Q(kind__startswith="people.") & ~Q(kind__in=LASTING)) | Q(kind="journal.denied")


class Count(NamedTuple):
    """How many went (or would go), and how many stay for now."""

    deleted: int
    kept: int


def _delete(rows: QuerySet[Any], of: QuerySet[Any], *, dry_run: bool) -> Count:
    """Rows of one kind, out of all there are of it."""
    number = rows.count()
    if not dry_run:
        model: type[Model] = rows.model
        with transaction.atomic():
            # the rows with what hangs on them are counted as one each
            model._base_manager.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()
    return Count(number, max(0, of.count() - (number if dry_run else 0)))


def unconfirmed(before: datetime, *, dry_run: bool) -> Count:
    """Whoever asked to join and never opened the link in the mail; nobody has read it."""
    asked = JoinRequest.objects.filter(confirmed_at=None, membership=None, place=None)
    return _delete(asked.filter(created_at__lt=before), asked, dry_run=dry_run)


def declined(before: datetime, *, dry_run: bool) -> Count:
    """Her words, and the place that was not given."""
    requests = JoinRequest.objects.filter(
        Q(membership__state=MembershipState.DECLINED) | Q(place__state=PlaceState.DECLINED), answered_at__isnull=False
    )
    old = requests.filter(answered_at__lt=before)
    places = list(old.values_list("membership_id", "place_id"))
    counted = _delete(old, requests, dry_run=dry_run)
    if not dry_run:
        with transaction.atomic():
            Membership.objects.filter(pk__in=[one for one, _place in places if one]).delete()
            OrganisationPlace.objects.filter(pk__in=[one for _membership, one in places if one]).delete()
    return counted


def invitations(before: datetime, *, dry_run: bool) -> Count:
    """The address to which an invitation went, once nothing can be done with it any more."""
    ended = Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    return _delete(Invitation.objects.filter(ended), Invitation.objects.all(), dry_run=dry_run)


def questions(before: datetime, *, dry_run: bool) -> Count:
    """Without an answer they go; with one the answer stays, which is what was gathered."""
    asked = AnonymousQuestion.objects.exclude(text="")
    old = asked.filter(meeting__ends_at__lt=before)
    answered = old.exclude(answer="").count()
    if not dry_run:
        old.exclude(answer="").update(text="")
    counted = _delete(old.filter(answer=""), asked, dry_run=dry_run)
    return Count(counted.deleted + answered, counted.kept - (answered if dry_run else 0))


def evaluations(before: datetime, *, dry_run: bool) -> Count:
    """What was said goes, and who has answered; the two figures of each answer stay."""
    said = Evaluation.objects.exclude(change="")
    old = said.filter(meeting__ends_at__lt=before)
    number = old.count()
    if not dry_run:
        with transaction.atomic():
            old.update(change="")
            EvaluationTurn.objects.filter(meeting__ends_at__lt=before).delete()
    return Count(number, said.count() - (number if dry_run else 0))


def attendance(before: datetime, *, dry_run: bool) -> Count:
    """A line loses its name and keeps its place in every count; guests, needs and signed sheets go."""
    named = Attendance.objects.exclude(Q(person=None) & Q(guest=None) & Q(name=""))
    old = named.filter(meeting__ends_at__lt=before)
    number = old.count()
    if not dry_run:
        with transaction.atomic():
            old.update(person=None, guest=None, name="", name_key="")
            Reply.objects.filter(meeting__ends_at__lt=before).exclude(needs="").update(needs="")
            Guest.objects.filter(meeting__ends_at__lt=before).delete()
            for sheet in SignedSheet.objects.filter(meeting__ends_at__lt=before).select_related("file"):
                discard_file(actor_id=None, stored_file=sheet.file)
                sheet.delete()
    return Count(number, named.count() - (number if dry_run else 0))


def security(before: datetime, *, dry_run: bool) -> Count:
    """Their words go, their place in the chain stays."""
    rows = Entry.objects.filter(SECURITY)
    number = rows.filter(at__lt=before).count() if dry_run else empty_entries(chosen=SECURITY, before=before)
    return Count(number, rows.count() - (number if dry_run else 0))


def journal(before: datetime, *, dry_run: bool) -> Count:
    """The beginning of the chain, as far as `notices` has read it."""
    read_to = Cursor.objects.filter(pk=1).values_list("entry_id", flat=True).first() or 0
    old = Entry.objects.filter(at__lt=before)
    number = old.count() if dry_run else cut_entries(before=before, read_to=read_to)
    return Count(number, Entry.objects.count() - (number if dry_run else 0))


def archives_kept() -> int:
    """Archives of one's own data that still wait for their owner."""
    return Archive.objects.filter(state=JobState.READY).count()
