"""The words and the day of a promise change, or are said in the other language."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from palabre.commitments.actions.opening import checked_day, checked_words, tell, today_in
from palabre.commitments.actions.progress import locked
from palabre.commitments.models import Commitment
from palabre.commitments.queries import base_of
from palabre.commitments.rules import can_edit_commitment, can_translate_commitment
from palabre.communities.rules import fresh
from palabre.kit.verdict import Clash, no, require
from palabre.languages.actions import write_half
from palabre.languages.models import Half
from palabre.languages.queries import other
from palabre.people.models import Person


def change_commitment(
    *, actor: Person, commitment: Commitment, text: str, due: date | None, base: str | None = None
) -> Commitment:
    """Give it other words or another day. `base` is what the writer had before her eyes (`queries.base_of`)."""
    with transaction.atomic():
        commitment = locked(commitment)
        require(can_edit_commitment(fresh(actor), commitment))
        text, before = checked_words(text), commitment.due
        if due != before:
            due = checked_day(due, today_in(commitment.community))
        changed = [name for name, value in (("text", text), ("due", due)) if getattr(commitment, name) != value]
        if not changed:
            return commitment
        if base is not None and base != base_of(commitment):
            raise Clash(
                no(_("Somebody else has just changed this commitment. Look at it again before you save.")), commitment
            )
        commitment.text, commitment.due = text, due or before
        commitment.save(update_fields=changed)
        tell("commitments.changed", actor, commitment, fields=changed, due=commitment.due, due_before=before)
    return commitment


def translate_commitment(
    *,
    actor: Person,
    commitment: Commitment,
    text: str,
    base_version: int | None = None,
    source_seen: str | None = None,
) -> Half:
    """Say it in the other language."""
    with transaction.atomic():
        commitment = locked(commitment)
        require(can_translate_commitment(fresh(actor), commitment))
        return write_half(
            actor_id=actor.pk,
            thing=commitment,
            field="text",
            language=other(commitment.source_language),
            text=checked_words(text),
            base_version=base_version,
            source_seen=source_seen,
            community_id=commitment.community_id,
        )
