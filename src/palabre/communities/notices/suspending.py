"""Who hears of a suspension: the person, and whoever may decide her appeal. Nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from palabre.communities.models import Suspension
from palabre.communities.queries import suspension_by_key
from palabre.communities.rules import deciders, visible_suspensions
from palabre.journal.models import Entry
from palabre.journal.telling import Letter, Line, Recipient, Telling, finds, lines, tells, writes
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

MAIL = "communities/email/suspension.txt"


@tells("communities.suspended", "communities.suspension_lifted", "communities.suspension_excluded")
def _told(entry: Entry) -> Iterator[Telling]:
    yield Telling(person_id=entry.about_id, mail=MAIL, keys={"suspension": entry.subject_id or 0})


@tells("communities.suspension_appealed")
def _appealed(entry: Entry) -> Iterator[Telling]:
    suspension = suspension_by_key(entry.subject_id or 0)
    for person_id in deciders(suspension) if suspension else ():
        yield Telling(person_id=person_id, mail=MAIL, keys={"suspension": entry.subject_id or 0})


@writes(MAIL)
def _mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    return Letter({}) if suspension_by_key(keys["suspension"]) else None


@finds("suspension")
def _suspensions(reader: Person, ids: Iterable[int]) -> Mapping[int, Suspension]:
    found = {one.pk: one for one in visible_suspensions(reader).filter(pk__in=list(ids))}
    load_halves([one.membership.community for one in found.values()])
    return found


@lines("communities.suspended", "communities.suspension_lifted", "communities.suspension_excluded")
def _line(suspension: Suspension) -> Line:
    return _read(suspension, gettext("There is something to read about your place"))


@lines("communities.suspension_appealed")
def _appeal_line(suspension: Suspension) -> Line:
    return _read(suspension, gettext("An appeal waits for your decision"))


def _read(suspension: Suspension, text: str) -> Line:
    return Line(
        text=text,
        url=reverse("communities:suspension", args=[suspension.public_id]),
        meta=best_words(suspension.membership.community, "name", page_language()).text,
    )
