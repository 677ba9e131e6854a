"""By what name a community knows its members: the name each chose for this community alone, or her display name.

Every page, mail, calendar, report and export that speaks of a person inside a community asks here (DOMAIN.md §4.2).
Who has left is still called by the name she had there: what she wrote and promised stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from palabre.communities.models import Community, Membership
from palabre.kit.folding import folded
from palabre.kit.ids import ALPHABET, ID_LENGTH
from palabre.languages.models import Half
from palabre.people.models import Person


def named_in(rows: QuerySet[Community], language: str) -> QuerySet[Community]:
    """The same communities with `named`, their name in that language where somebody translated it: no query more."""
    halves = Half.objects.filter(
        thing="communities.community", thing_id=OuterRef("pk"), field="name", language=language
    ).exclude(text="")
    return rows.annotate(named=Subquery(halves.values("text")[:1]))


def handles(community: Community) -> dict[int, str]:
    """The names chosen for this community, by person; most have none. One query, remembered on the object."""
    known: dict[int, str] | None = community.__dict__.get("_handles")
    if known is None:
        load_handles([community])
        known = community.__dict__["_handles"]
    return known


def load_handles(communities: Iterable[Community]) -> None:
    """The same for several communities, on every object of each. One query."""
    wanted = [one for one in communities if "_handles" not in one.__dict__]
    found: dict[int, dict[int, str]] = {one.pk: {} for one in wanted}
    rows = Membership.objects.filter(community_id__in=found).exclude(handle="").order_by("pk")
    for where, person, handle in rows.values_list("community_id", "person_id", "handle") if found else ():
        found[where][person] = handle
    for one in wanted:
        one.__dict__["_handles"] = found[one.pk]


def called(person: Person, community: Community) -> str:
    """What this person is called here; whoever was erased has no name any more."""
    return handles(community).get(person.pk) or person.display_name or gettext("former member")


def known_as(person: str = "person", community: Any = "community") -> Coalesce:
    """The same inside a query, to sort or to search by: `person` is the path to her ("pk" on herself)."""
    where = OuterRef(community) if isinstance(community, str) else community
    rows = Membership.objects.filter(person=OuterRef(person), community=where).exclude(handle="")
    display = "display_name" if person == "pk" else f"{person}__display_name"
    return Coalesce(Subquery(rows.order_by("-pk").values("handle")[:1]), F(display))


def local_id(person: Person, community: Community) -> str:
    """What a form may carry of a person here: the same each time, and another one in every other community."""
    seal = salted_hmac("palabre.communities.local", f"{community.pk} {person.pk}", algorithm="sha256").digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in seal[:ID_LENGTH])


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody to choose in a form of one community: `key` is what the form carries."""

    key: str
    name: str
    person: Person


def known(people: Iterable[Person], community: Community) -> list[Known]:
    """These persons by the names they have here, in that order."""
    rows = [Known(local_id(one, community), called(one, community), one) for one in people]
    return sorted(rows, key=lambda row: (folded(row.name), row.key))
