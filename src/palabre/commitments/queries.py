"""What pages show of promises: late ones first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

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
    visible_commitments,
)
from palabre.communities.choices import MembershipState
from palabre.communities.models import Community, Membership, Organisation
from palabre.communities.rules import holds, standing
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
    begin: Verdict
    keep: Verdict
    drop: Verdict
    reopen: Verdict
    edit: Verdict
    translate: Verdict


def open_for(community: Community) -> QuerySet[Commitment]:
    """The promises of a community that are neither kept nor dropped, by their day, with their owners."""
    rows = Commitment.objects.filter(community=community, state__in=STILL_OPEN)
    return rows.select_related(*OWNERS).order_by("due", "pk")


def promised_by(actor: Person, limit: int | None = None) -> list[Commitment]:
    """What the actor, or an organisation that she represents, still has to do: nearest day first, words loaded."""
    rows = list(_mine(actor).order_by("due", "pk")[:limit])
    load_halves([*rows, *(row.community for row in rows)])
    return rows


def mine_page(actor: Person, asked: Mapping[str, Any]) -> Slice[Commitment]:
    """The same, page by page."""
    part = page_of(_mine(actor), asked, by="due")
    load_halves([*part.items, *(row.community for row in part.items)])
    return part


def _mine(actor: Person) -> QuerySet[Commitment]:
    houses = Q(pk=None)
    for community_id, organisation_id in standing(actor).organisations.items():
        if organisation_id is not None:
            houses |= Q(community_id=community_id, organisation_id=organisation_id)
    rows = visible_commitments(actor).filter(Q(person=actor) | houses, state__in=STILL_OPEN)
    return rows.select_related(*OWNERS, "community")


def list_page(actor: Person, community: Community, asked: Mapping[str, Any]) -> ListPage:
    """`asked`: `closed`, `owner` (the key of one), and the cursor of the page."""
    everything = visible_commitments(actor).filter(community=community)
    closed, owner = bool(asked.get("closed")), str(asked.get("owner", ""))
    rows = everything.exclude(state__in=STILL_OPEN) if closed else everything.filter(state__in=STILL_OPEN)
    part = page_of(_of_owner(rows, owner).select_related(*OWNERS), asked, by="-due" if closed else "due")
    load_halves(part.items)
    for commitment in part.items:
        commitment.community = community
    owners, late = _owners_of(rows)
    return ListPage(
        part=part,
        owners=owners,
        owner=owner,
        closed=closed,
        late=late,
        open=can_open_commitment(actor, community),
    )


def _of_owner(rows: QuerySet[Commitment], key: str) -> QuerySet[Commitment]:
    kind, _dot, public_id = key.partition(".")
    if kind == "p":
        return rows.filter(person__public_id=public_id)
    return rows.filter(organisation__public_id=public_id) if kind == "o" else rows


def _owners_of(rows: QuerySet[Commitment]) -> tuple[list[Owner], int]:
    """Whoever has promised something among these rows, and how many of them are late: one query."""
    names = ("person__public_id", "person__display_name", "organisation__public_id", "organisation__name")
    late = Count("pk", filter=Q(state__in=STILL_OPEN, due__lt=timezone.localdate()))
    counted = list(rows.order_by().values_list(*names).annotate(late=late))
    found = [
        Owner(f"o.{house}", house_name) if house else Owner(f"p.{who}", name)
        for who, name, house, house_name, _late in counted
        if who or house
    ]
    return sorted(found, key=lambda owner: owner.name.casefold()), sum(row[-1] for row in counted)


def commitment_page(actor: Person, commitment: Commitment) -> CommitmentPage:
    load_halves([commitment])
    return CommitmentPage(
        commitment=commitment,
        begin=can_begin_commitment(actor, commitment),
        keep=can_progress_commitment(actor, commitment),
        drop=can_drop_commitment(actor, commitment),
        reopen=can_reopen_commitment(actor, commitment),
        edit=can_edit_commitment(actor, commitment),
        translate=can_translate_commitment(actor, commitment),
    )


def possible_owners(actor: Person, community: Community) -> list[Owner]:
    """For whom the actor may note a promise: herself first, her organisation, then everybody for those who lead."""
    places = Membership.objects.filter(community=community).exclude(state=MembershipState.LEFT)
    if not holds(actor, community.pk, *LEADS):
        places = places.filter(person=actor)
    rows = list(places.select_related("person", "organisation"))
    people = {row.person_id: row.person for row in rows} | {actor.pk: actor}
    houses = {row.organisation_id: row.organisation for row in rows if row.organisation}
    others = sorted((one for one in people.values() if one != actor), key=lambda one: one.display_name.casefold())
    return [
        *(Owner(f"p.{one.public_id}", one.display_name, person=one) for one in (actor, *others)),
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
