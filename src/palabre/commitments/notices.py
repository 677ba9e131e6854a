"""Who is told of a promise: whoever made it, and whoever answers for the community."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from palabre.commitments.models import STILL_OPEN, Commitment
from palabre.commitments.queries import commitment_by_key, owners_of
from palabre.commitments.rules import visible_commitments
from palabre.communities.queries import coordinators_of
from palabre.journal.models import Entry
from palabre.journal.telling import Letter, Line, Recipient, Subject, Telling, finds, lines, tells, writes
from palabre.kit.dates import long_date
from palabre.languages.queries import load_halves
from palabre.languages.templatetags.languages import plain_text, text
from palabre.people.models import Person

PROMISED, REMINDER = "commitments/email/promised.txt", "commitments/email/reminder.txt"


def _tell_owners(entry: Entry, mail: str | None, *, notice: bool = True) -> Iterator[Telling]:
    commitment = commitment_by_key(entry.subject_id)
    for person_id in owners_of(commitment) if commitment else ():
        if person_id != entry.actor_id:
            keys = {"commitment": entry.subject_id or 0}
            yield Telling(person_id=person_id, mail=mail, keys=keys, notice=notice)


@tells("commitments.opened")
def _opened(entry: Entry) -> Iterator[Telling]:
    """Somebody else noted it: the owner hears of it by mail."""
    yield from _tell_owners(entry, PROMISED)


@tells("commitments.changed", "commitments.dropped")
def _changed(entry: Entry) -> Iterator[Telling]:
    yield from _tell_owners(entry, None)


@tells("commitments.reopened")
def _reopened(entry: Entry) -> Iterator[Telling]:
    """The owner, and the coordination that had read it was kept."""
    commitment = commitment_by_key(entry.subject_id)
    owners = owners_of(commitment) if commitment else []
    for person_id in sorted({*owners, *coordinators_of(entry.community_id or 0)}):
        yield Telling(person_id=person_id)


@tells("commitments.reminder_due", "commitments.became_late")
def _reminded(entry: Entry) -> Iterator[Telling]:
    """By mail only: on my day it stands first anyway."""
    yield from _tell_owners(entry, REMINDER, notice=False)


@tells("commitments.done")
def _done(entry: Entry) -> Iterator[Telling]:
    """The coordination reads that it was kept."""
    for person_id in coordinators_of(entry.community_id or 0):
        yield Telling(person_id=person_id)


def _letter(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    """None once it is kept, dropped, or no longer the reader's."""
    commitment = commitment_by_key(keys["commitment"])
    if commitment is None or commitment.state not in STILL_OPEN or reader.person_id not in owners_of(commitment):
        return None
    return Letter({"day": long_date(commitment.due), "late": commitment.is_late()})


writes(PROMISED)(_letter)
writes(REMINDER, Subject.REMINDER)(_letter)


@finds("commitment")
def _commitments(reader: Person, ids: Iterable[int]) -> Mapping[int, Commitment]:
    found = list(visible_commitments(reader).filter(pk__in=ids).select_related("community"))
    load_halves([*found, *(one.community for one in found)])
    return {one.pk: one for one in found}


def _line(sentence: Promise) -> Callable[[Commitment], Line]:
    def line(commitment: Commitment) -> Line:
        words = format_html(str(sentence), words=text(commitment, "text"))
        page = reverse("commitments:commitment", args=[commitment.public_id])
        return Line(words, page, plain_text(commitment.community, "name"))

    return line


lines("commitments.opened")(_line(_("A commitment was noted in your name: {words}")))
lines("commitments.reminder_due", "commitments.became_late")(_line(_("You promised: {words}")))
lines("commitments.changed")(_line(_("Your commitment was changed: {words}")))
lines("commitments.dropped")(_line(_("Your commitment was dropped: {words}")))
lines("commitments.reopened")(_line(_("A commitment was reopened: {words}")))
lines("commitments.done")(_line(_("Kept: {words}")))
