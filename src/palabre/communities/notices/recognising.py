"""Somebody who lost her second factor asks for help: who may say that it is she hears of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.urls import reverse
from django.utils.translation import gettext

from palabre.communities.models import Community
from palabre.communities.queries import community_by_key
from palabre.communities.queries.recognising import who_recognises
from palabre.communities.rules import coordinated_communities
from palabre.journal.models import Entry
from palabre.journal.telling import Line, Telling, finds, lines, tells
from palabre.people.models import Person
from palabre.people.queries import open_person


@tells("people.reset_asked")
def _asked(entry: Entry) -> Iterator[Telling]:
    """On their day only: who it is stands on the page, not in a mail."""
    person = open_person(entry.about_id)
    for person_id, community_id in who_recognises(person) if person else ():
        if community_id is not None and community_by_key(community_id) is not None:
            yield Telling(person_id=person_id, subject="helping", subject_id=community_id)


@finds("helping")
def _helping(reader: Person, ids: Iterable[int]) -> Mapping[int, Community]:
    return coordinated_communities(reader).in_bulk(list(ids))


@lines("people.reset_asked")
def _asked_line(community: Community) -> Line:
    url = reverse("communities:lost_factors", args=[community.public_id])
    return Line(text=gettext("Somebody cannot come in any more and asks for help"), url=url)
