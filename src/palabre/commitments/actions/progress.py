"""From promised to kept, or let go: to do → in progress → done; a mistake is taken back within two weeks."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from palabre.commitments.actions.opening import tell
from palabre.commitments.choices import CommitmentState
from palabre.commitments.models import Commitment
from palabre.commitments.rules import (
    can_begin_commitment,
    can_drop_commitment,
    can_progress_commitment,
    can_reopen_commitment,
)
from palabre.communities.rules import fresh
from palabre.journal.models import Entry
from palabre.kit.text import clean
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

LONGEST = 2000


def begin_commitment(*, actor: Person, commitment: Commitment) -> Commitment:
    """Say that work on it has begun."""
    with transaction.atomic():
        commitment = locked(commitment)
        require(can_begin_commitment(fresh(actor), commitment))
        _begin(actor, commitment)
    return commitment


def keep_commitment(*, actor: Person, commitment: Commitment, evidence: str) -> Commitment:
    """Say that it is done, and what shows it. One that had not begun begins at the same moment: no step is skipped."""
    with transaction.atomic():
        commitment = locked(commitment)
        require(can_progress_commitment(fresh(actor), commitment))
        shown = _said(evidence, _("Say in one line what shows that it is done."), "evidence")
        if commitment.state == CommitmentState.OPEN:
            _begin(actor, commitment)
        commitment.state, commitment.evidence, commitment.closed_at = CommitmentState.DONE, shown, timezone.now()
        commitment.save(update_fields=["state", "evidence", "closed_at"])
        tell("commitments.done", actor, commitment, due=commitment.due)
    return commitment


def drop_commitment(*, actor: Person, commitment: Commitment, reason: str) -> Commitment:
    """Let it go, and say why: the reason stays beside it."""
    with transaction.atomic():
        commitment = locked(commitment)
        require(can_drop_commitment(fresh(actor), commitment))
        why = _said(reason, _("Say in one line why it is dropped."), "reason")
        commitment.state, commitment.dropped_because = CommitmentState.DROPPED, why
        commitment.closed_at = timezone.now()
        commitment.save(update_fields=["state", "dropped_because", "closed_at"])
        tell("commitments.dropped", actor, commitment, due=commitment.due)
    return commitment


def reopen_commitment(*, actor: Person, commitment: Commitment) -> Commitment:
    """Take back a "done" or a "dropped": what was said then stays, and fills the form when it is said again."""
    with transaction.atomic():
        commitment = locked(commitment)
        require(can_reopen_commitment(fresh(actor), commitment))
        was = commitment.state
        commitment.state = CommitmentState.IN_PROGRESS if _had_begun(commitment) else CommitmentState.OPEN
        commitment.closed_at = None
        commitment.save(update_fields=["state", "closed_at"])
        tell("commitments.reopened", actor, commitment, due=commitment.due, was=str(was))
    return commitment


def _had_begun(commitment: Commitment) -> bool:
    begun = Entry.objects.filter(subject="commitment", subject_id=commitment.pk, kind="commitments.begun")
    return commitment.state == CommitmentState.DONE or begun.exists()


def locked(commitment: Commitment) -> Commitment:
    """The row as it stands now, held until the end of the transaction."""
    return Commitment.objects.select_for_update(of=("self",)).select_related("community").get(pk=commitment.pk)


def _begin(actor: Person, commitment: Commitment) -> None:
    commitment.state = CommitmentState.IN_PROGRESS
    commitment.save(update_fields=["state"])
    tell("commitments.begun", actor, commitment)


def _said(text: str, ask: str, field: str) -> str:
    text = clean(text)
    if not text:
        raise Refused(no(ask), field)
    if len(text) > LONGEST:
        raise Refused(no(_("%(most)s characters at most. Please shorten the text.") % {"most": LONGEST}), field)
    return text
