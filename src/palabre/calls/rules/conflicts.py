"""Who is tied to whom, from data alone (SR-17): the same account or address, the same organisation. Never a name of a
person, never a family, never a guess."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from palabre.calls.choices import ApplicationState, ConflictKind
from palabre.calls.models import Application, Call, Reviewer, Tie
from palabre.calls.rules.addresses import address_digest
from palabre.communities.choices import MembershipState
from palabre.communities.models import Membership, Representative
from palabre.kit.folding import folded
from palabre.people.models import Person

# what people write in the field of an organisation when they have none
NO_ORGANISATION = frozenset(
    {
        "", "/", "aucun", "aucune", "aucune organisation", "i am independent", "independant", "independante",
        "independent", "individual", "individuel", "individuelle", "n a", "n/a", "na", "neant", "nil", "no", "no organisation",
        "no organization", "non", "none", "not applicable", "rien", "sans", "sans organisation", "sans objet",
    }
)  # fmt: skip


def name_of_organisation(text: str) -> str:
    """The name as it is compared; empty where it names none."""
    plain = folded(text)
    return "" if plain in NO_ORGANISATION else plain


@dataclass(frozen=True, slots=True)
class Bonds:
    """Who somebody is, and to which organisations she is tied."""

    people: frozenset[int] = frozenset()
    addresses: frozenset[str] = frozenset()
    organisations: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()


def conflict_between(one: Bonds, other: Bonds) -> ConflictKind | None:
    """Why the one may not read the file of the other, if so."""
    if one.people & other.people or one.addresses & other.addresses:
        return ConflictKind.SAME_PERSON
    if one.organisations & other.organisations or one.names & other.names:
        return ConflictKind.SAME_ORGANISATION
    return None


def own_organisations(people: Iterable[int]) -> dict[int, dict[int, str]]:
    """The organisations for which each of these persons stands in any community, by key, with their names."""
    keys, found = set(people), defaultdict[int, dict[int, str]](dict)
    places = Membership.objects.filter(person_id__in=keys, organisation__isnull=False)
    places = places.exclude(state__in=MembershipState.over())
    voices = Representative.objects.filter(membership__person_id__in=keys, until=None)
    for person, key, name in (
        *places.values_list("person_id", "organisation_id", "organisation__name"),
        *voices.values_list("membership__person_id", "place__organisation_id", "place__organisation__name"),
    ):
        found[person][key or 0] = name
    return found


def bonds_of_reviewers(reviewers: Iterable[Reviewer]) -> dict[int, Bonds]:
    """What these reviewers declared, and what is known of them: three queries and their persons."""
    rows = list(reviewers)
    known = own_organisations(one.person_id for one in rows if one.person_id)
    said: dict[int, list[Tie]] = defaultdict(list)
    for tie in Tie.objects.filter(reviewer__in=[one.pk for one in rows]).select_related("organisation"):
        said[tie.reviewer_id].append(tie)
    return {one.pk: _bonds_of_reviewer(one, known.get(one.person_id or 0, {}), said[one.pk]) for one in rows}


def _bonds_of_reviewer(one: Reviewer, known: Mapping[int, str], ties: Iterable[Tie]) -> Bonds:
    houses = {tie.organisation.pk: tie.organisation.name for tie in ties if tie.organisation is not None}
    names = {tie.folded for tie in ties} | _names([*known.values(), *houses.values()])
    address = address_digest(one.person.email) if one.person is not None else ""
    return Bonds(
        people=frozenset([one.person_id] if one.person_id else []),
        addresses=frozenset({one.email_digest, address} - {""}),
        organisations=frozenset([*known, *houses]),
        names=frozenset(names - NO_ORGANISATION),
    )


def bonds_of_person(person: Person) -> Bonds:
    """What is known of somebody who declared nothing: whoever screens."""
    known = own_organisations([person.pk])[person.pk]
    return Bonds(
        people=frozenset([person.pk]),
        addresses=frozenset({address_digest(person.email)} - {""}),
        organisations=frozenset(known),
        names=frozenset(_names(known.values())),
    )


def bonds_of_applications(applications: Iterable[Application], *, typed: bool = False) -> dict[int, Bonds]:
    """What applicants wrote, and what is known of those who have an account: two queries for all of them.

    An address ties once it was shown to be hers. `typed`: any that she wrote, where that keeps one reader from one file
    and nobody from anything else.
    """
    rows = list(applications)
    people = {one.person_id for one in rows if one.person_id}
    known = own_organisations(people) if people else {}
    return {one.pk: _bonds_of_application(one, known.get(one.person_id or 0, {}), typed=typed) for one in rows}


def _bonds_of_application(one: Application, known: Mapping[int, str], *, typed: bool) -> Bonds:
    address = one.email_digest if typed or one.email_proven_at is not None else ""
    return Bonds(
        people=frozenset([one.person_id] if one.person_id else []),
        addresses=frozenset({address} - {""}),
        organisations=frozenset(known),
        names=frozenset(_names([one.organisation, *known.values()])),
    )


def _names(texts: Iterable[str]) -> set[str]:
    return {name_of_organisation(text) for text in texts} - {""}


def filed(call: Call) -> QuerySet[Application]:
    """What was handed in to a call, with only what ties need to be found."""
    rows = Application.objects.filter(call=call, state__in=ApplicationState.handed_in())
    return rows.only("pk", "call_id", "person_id", "email_digest", "email_proven_at", "organisation", "state")


def applicants_who_read(call: Call) -> QuerySet[Reviewer]:
    """Members of the committee who have handed in an application to the same call (INV-13)."""
    rows = filed(call).filter(Q(person_id__isnull=False) | ~Q(email_digest=""))
    rows = rows.exclude(email_proven_at=None)
    people = rows.filter(person_id__isnull=False).values("person_id")
    digests = rows.exclude(email_digest="").values("email_digest")
    running = Reviewer.objects.filter(call=call, ended_at=None)
    return running.filter(Q(person_id__in=people) | Q(email_digest__in=digests))


def reads_call(call: Call, *, person: Person | None = None, email: str = "") -> bool:
    """Whether this account or this address belongs to the committee of the call: she cannot apply to it (INV-13)."""
    rows = Reviewer.objects.filter(call=call, ended_at=None)
    mine = Q(person=person) if person is not None else Q(pk=0)
    digests = {address_digest(one) for one in (email, person.email if person else "")} - {""}
    return rows.filter(mine | Q(email_digest__in=digests)).exists()
