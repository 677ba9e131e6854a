"""What pages show of promises: late ones first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from palabre.commitments.models import STILL_OPEN, Commitment
from palabre.commitments.rules import (
    LEADS,
    can_begin_commitment,
    can_drop_commitment,
    can_edit_commitment,
    can_open_commitment,
    can_progress_commitment,
    can_reopen_commitment,
    can_translate_commitment,
    own_commitments,
    read_through,
    visible_commitments,
)
from palabre.communities.models import Community, Membership, Organisation
from palabre.communities.queries import called, known, load_handles, local_id
from palabre.communities.rules import holds, visible_communities
from palabre.journal.models import Entry
from palabre.kit.paging import Slice, page_of
from palabre.kit.verdict import Verdict
from palabre.languages.models import source_digest
from palabre.languages.queries import load_halves
from palabre.people.models import Person

OWNERS = ("person", "organisation")
TOLD = ("commitments.reminder_due", "commitments.became_late")
SPOKEN_OF = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Owner:
    """Who can promise, or has: `key` is what a form or an address carries."""

    key: str
    name: str
    person: Person | None = None
    organisation: Organisation | None = None


@dataclass(frozen=True, slots=True)
class ListPage:
    """The promises of one community: those still open by their day, or those that are closed."""

    part: Slice[Commitment]
    owners: list[Owner]
    owner: str
    closed: bool
    late: int
    open: Verdict


@dataclass(frozen=True, slots=True)
class CommitmentPage:
    """One promise and what the reader may do with it."""

    commitment: Commitment
    here: Community
    begin: Verdict
    keep: Verdict
    drop: Verdict
    reopen: Verdict
    edit: Verdict
    translate: Verdict


def open_for(reader: Person, community: Community, limit: int | None = None) -> list[Commitment]:
    """What she reads of the promises of a community that are neither kept nor dropped, by their day, with owners."""
    rows = visible_commitments(reader).filter(community=community, state__in=STILL_OPEN)
    return owned_in(community, list(rows.select_related(*OWNERS).order_by("due", "pk")[:limit]))


def promised_by(actor: Person, limit: int | None = None) -> list[Commitment]:
    """What the actor, or an organisation that she represents, still has to do: nearest day first, words loaded."""
    rows = list(_mine(actor).order_by("due", "pk")[:limit])
    load_halves([*rows, *(row.community for row in rows)])
    load_handles(row.community for row in rows)
    return rows


def mine_page(actor: Person, asked: Mapping[str, Any]) -> Slice[Commitment]:
    """The same, page by page."""
    part = page_of(_mine(actor), asked, by="due")
    load_halves([*part.items, *(row.community for row in part.items)])
    load_handles(row.community for row in part.items)
    return part


def _mine(actor: Person) -> QuerySet[Commitment]:
    rows = own_commitments(actor).filter(state__in=STILL_OPEN)
    return rows.select_related(*OWNERS, "community")


def list_page(actor: Person, community: Community, asked: Mapping[str, Any]) -> ListPage:
    """`asked`: `closed`, `owner` (the key of one), and the cursor of the page."""
    everything = visible_commitments(actor).filter(community=community)
    closed, owner = bool(asked.get("closed")), str(asked.get("owner", ""))
    rows = everything.exclude(state__in=STILL_OPEN) if closed else everything.filter(state__in=STILL_OPEN)
    owners, late = _owners_of(rows, community)
    part = page_of(_of_owner(rows, owners, owner).select_related(*OWNERS), asked, by="-due" if closed else "due")
    load_halves(part.items)
    owned_in(community, part.items)
    return ListPage(
        part=part,
        owners=owners,
        owner=owner,
        closed=closed,
        late=late,
        open=can_open_commitment(actor, community),
    )


def _of_owner(rows: QuerySet[Commitment], owners: list[Owner], key: str) -> QuerySet[Commitment]:
    if not key.startswith(("p.", "o.")):
        return rows
    chosen = next((one for one in owners if one.key == key), None)
    return rows.filter(person=chosen.person, organisation=chosen.organisation) if chosen else rows.none()


def _owners_of(rows: QuerySet[Commitment], community: Community) -> tuple[list[Owner], int]:
    """Whoever has promised something among these rows, and how many of them are late: two queries."""
    names = ("person_id", "person__display_name", "organisation_id", "organisation__public_id", "organisation__name")
    late = Count("pk", filter=Q(state__in=STILL_OPEN, due__lt=timezone.localdate()))
    counted = list(rows.order_by().values_list(*names).annotate(late=late))
    found = []
    for key, name, house, house_id, house_name, _late in counted:
        if house:
            found.append(Owner(f"o.{house_id}", house_name, organisation=Organisation(pk=house)))
        elif key:
            found.append(_person_owner(Person(pk=key, display_name=name), community))
    return sorted(found, key=lambda owner: owner.name.casefold()), sum(row[-1] for row in counted)


def _person_owner(person: Person, community: Community) -> Owner:
    """By the name that this community knows; the key says nothing in another one."""
    return Owner(f"p.{local_id(person, community)}", called(person, community), person=person)


def owned_in(community: Community, commitments: list[Commitment]) -> list[Commitment]:
    """The same rows on one object of their community, on which the names that it uses are remembered."""
    for commitment in commitments:
        commitment.community = community
    return commitments


def owner_of(commitment: Commitment) -> str:
    """The organisation, or the person by the name that the community knows; nobody's name after an erasure."""
    if commitment.organisation is not None:
        return commitment.organisation.name
    if commitment.person is None:
        return gettext("a former member")
    return called(commitment.person, commitment.community)


def commitment_page(actor: Person, commitment: Commitment) -> CommitmentPage:
    load_halves([commitment])
    return CommitmentPage(
        commitment=commitment,
        here=_here(actor, commitment),
        begin=can_begin_commitment(actor, commitment),
        keep=can_progress_commitment(actor, commitment),
        drop=can_drop_commitment(actor, commitment),
        reopen=can_reopen_commitment(actor, commitment),
        edit=can_edit_commitment(actor, commitment),
        translate=can_translate_commitment(actor, commitment),
    )


def _here(actor: Person, commitment: Commitment) -> Community:
    """The community in which she reads it: its own, or a twin that takes part in the meeting where it was promised."""
    key = read_through(actor, commitment)
    if key is None or key == commitment.community_id:
        return commitment.community
    found: Community = visible_communities(actor).get(pk=key)
    return found


def possible_owners(actor: Person, community: Community, among: Iterable[int] = ()) -> list[Owner]:
    """For whom the actor may note a promise: herself, her organisation, those `among` whom she leads, or everybody."""
    places = Membership.objects.inside().filter(community=community)
    if not (leading := holds(actor, community.pk, *LEADS)):
        places = places.filter(person_id__in={actor.pk, *among})
    rows = list(places.select_related("person", "organisation"))
    people = known([*{row.person_id: row.person for row in rows if row.person_id != actor.pk}.values()], community)
    own = rows if leading else [row for row in rows if row.person_id == actor.pk]
    houses = {row.organisation_id: row.organisation for row in own if row.organisation}
    return [
        _person_owner(actor, community),
        *(Owner(f"p.{one.key}", one.name, person=one.person) for one in people),
        *(
            Owner(f"o.{house.public_id}", house.name, organisation=house)
            for house in sorted(houses.values(), key=lambda house: house.name.casefold())
        ),
    ]


def base_of(commitment: Commitment) -> str:
    """What a form of change carries, so that two people who change one promise notice each other."""
    return source_digest(f"{commitment.due.isoformat()} {commitment.text}")


def to_remind(today: date | None = None) -> list[Commitment]:
    """Open promises whose day is near, or passed less than a month ago, and that were not spoken of for that day."""
    today = today or timezone.localdate()
    span = (today - SPOKEN_OF, today + timedelta(days=4))
    rows = list(Commitment.objects.filter(state__in=STILL_OPEN, due__range=span).order_by("due", "pk"))
    told = set(
        Entry.objects.filter(subject="commitment", subject_id__in=[row.pk for row in rows], kind__in=TOLD).values_list(
            "subject_id", "kind", "facts__due"
        )
    )
    return [row for row in rows if not _was_spoken_of(row, today, told)]


def _was_spoken_of(row: Commitment, today: date, told: set[tuple[Any, ...]]) -> bool:
    """Nothing more to say for that day. Around midnight it depends on where the community lives: the action looks."""
    if today - timedelta(days=1) <= row.due <= today:
        return False
    return (row.pk, TOLD[row.due < today], row.due.isoformat()) in told


def commitment_by_key(key: int | None) -> Commitment | None:
    """For the notices: the promise an entry speaks of."""
    return Commitment.objects.filter(pk=key or 0).first()


def owners_of(commitment: Commitment) -> list[int]:
    """The person who promised, or the people who represent the organisation there."""
    if commitment.person_id:
        return [commitment.person_id]
    if not commitment.organisation_id:
        return []
    places = Membership.objects.active().filter(community_id=commitment.community_id)
    return list(places.filter(organisation_id=commitment.organisation_id).values_list("person_id", flat=True))
