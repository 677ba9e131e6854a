"""Who hears that a locked account wants to be opened: whoever coordinates one of its communities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.urls import reverse
from django.utils.translation import gettext

from palabre.communities.models import Community
from palabre.communities.queries.basics import coordinators_of
from palabre.communities.queries.locks import communities_of
from palabre.communities.rules import visible_communities
from palabre.journal.models import Entry
from palabre.journal.telling import Line, Telling, finds, lines, tells
from palabre.languages.queries import load_halves
from palabre.languages.templatetags.languages import plain_text
from palabre.people.models import Person


@tells("people.opening_asked")
def _asked(entry: Entry) -> Iterator[Telling]:
    """A line, no name: who it is stands on the page. She herself is told nothing while her account is shut."""
    told: set[int] = set()
    for community_id in communities_of(entry.about_id):
        for person_id in coordinators_of(community_id):
            if person_id not in told and person_id != entry.about_id:
                told.add(person_id)
                yield Telling(person_id=person_id, subject="locks", subject_id=community_id)


@finds("locks")
def _places(reader: Person, ids: Iterable[int]) -> Mapping[int, Community]:
    found = visible_communities(reader).filter(pk__in=list(ids)).in_bulk()
    load_halves(found.values())
    return found


@lines("people.opening_asked")
def _line(community: Community) -> Line:
    page = reverse("communities:locks", args=[community.public_id])
    return Line(gettext("A locked account wants to be opened: is it she?"), page, plain_text(community, "name"))
