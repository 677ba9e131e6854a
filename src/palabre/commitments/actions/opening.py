"""A promise is made: an owner and a date, or nothing (INV-24)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from palabre.commitments.models import Commitment
from palabre.commitments.rules import can_note_for_twin, can_promise_for
from palabre.communities.models import Community, Organisation
from palabre.communities.rules import fresh
from palabre.journal.actions import record
from palabre.kit.text import one_line
from palabre.kit.verdict import Refused, no, require
from palabre.languages.actions import write_half
from palabre.languages.queries import other
from palabre.people.models import Person

LONGEST = 400
FARTHEST = timedelta(days=366 * 5)


def open_commitment(
    *,
    actor: Person,
    community: Community,
    text: str,
    due: date | None,
    person: Person | None = None,
    organisation: Organisation | None = None,
    language: str = "fr",
    other_text: str = "",
    earliest: date | None = None,
    host: Community | None = None,
    heard: bool = False,
) -> Commitment:
    """Note a promise of one person or one organisation, for a day from `earliest` (today) on. Raises Refused.

    `host`: it is made in a joint meeting that this twin of `community` leads. `heard`: see `can_promise_for`.
    """
    with transaction.atomic():
        if host is None:
            require(can_promise_for(fresh(actor), community, person, organisation, heard=heard), "owner")
        else:
            require(can_note_for_twin(fresh(actor), host, community, person, organisation), "owner")
        commitment = Commitment.objects.create(
            community=community,
            text=checked_words(text),
            source_language=language,
            person=person,
            organisation=organisation,
            due=checked_day(due, earliest or today_in(community)),
            opened_by=actor,
        )
        tell("commitments.opened", actor, commitment, due=commitment.due)
        if one_line(other_text):
            write_half(
                actor_id=actor.pk,
                thing=commitment,
                field="text",
                language=other(language),
                text=checked_words(other_text, "other_text"),
                community_id=community.pk,
            )
    return commitment


def today_in(community: Community) -> date:
    """The day it is where the community lives."""
    return timezone.localdate(timezone=ZoneInfo(community.zone))


def checked_words(text: str, field: str = "text") -> str:
    """One line, neither empty nor longer than a promise should be. Raises Refused."""
    text = one_line(text)
    if not text:
        raise Refused(no(_("Write in a few words what is promised.")), field)
    if len(text) > LONGEST:
        raise Refused(no(_("%(most)s characters at most. Please shorten the text.") % {"most": LONGEST}), field)
    return text


def checked_day(due: date | None, earliest: date) -> date:
    """A day that a promise can have. Raises Refused."""
    if due is None:
        raise Refused(no(_("A commitment has a date: say until when.")), "due")
    if due < earliest:
        raise Refused(no(_("This day has passed. Choose a later one.")), "due")
    if due > earliest + FARTHEST:
        raise Refused(no(_("This day is more than five years away. Choose an earlier one.")), "due")
    return due


def tell(kind: str, actor: Person | None, commitment: Commitment, **facts: Any) -> None:
    """One line in the journal about a promise: about its owner, if it is a person."""
    if commitment.organisation_id is not None:
        facts["organisation"] = commitment.organisation_id
    record(
        kind,
        actor_id=actor.pk if actor else None,
        community_id=commitment.community_id,
        subject="commitment",
        subject_id=commitment.pk,
        about_id=commitment.person_id,
        **facts,
    )
