"""What forming the groups of a cohort needs to know: who is to be placed, who prefers what, how much room there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from palabre.communities.choices import Level, Role
from palabre.communities.models import Community, Membership, RoleGrant
from palabre.communities.queries import known_as
from palabre.groups.choices import GroupStage
from palabre.groups.models import Grouping, GroupMembership, Preference, ProposedPlace, WorkingGroup
from palabre.groups.rules.circles import ACCOMPANYING
from palabre.kit.paging import Slice, page_of
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

APART = (*ACCOMPANYING, Role.TREASURER, Role.STEWARD)


def grouping_of(community: Community | int) -> Grouping | None:
    return Grouping.objects.filter(community=community).first()


def groups_of(community: Community | int) -> QuerySet[WorkingGroup]:
    """The groups of a cohort in their order, each with how many are in it (`members`)."""
    running = GroupMembership.objects.running().filter(group=OuterRef("pk")).order_by().values("group")
    counted = running.annotate(number=Count("pk")).values("number")
    rows: QuerySet[WorkingGroup] = WorkingGroup.objects.filter(community=community).annotate(members=counted)
    return rows


def cohort(community: Community) -> QuerySet[Membership]:
    """Whom a sharing out places: members who take part.

    Whoever accompanies the cohort (coordination, facilitation, MEL, treasury) is in it only if she chose a group.
    """
    rows = Membership.objects.inside().filter(community=community, person__is_active=True)
    grants = RoleGrant.objects.running().filter(community=community, person=OuterRef("person"), role__in=APART)
    said = Preference.objects.filter(grouping__community=community, person=OuterRef("person"))
    return rows.exclude(level=Level.OBSERVER).filter(~Exists(grants) | Exists(said))


def unplaced(community: Community) -> QuerySet[Membership]:
    """Those of the cohort who are in no group."""
    placed = GroupMembership.objects.running().filter(community=community, person=OuterRef("person"))
    return cohort(community).filter(~Exists(placed))


def choices_of(grouping: Grouping, people: QuerySet[Membership]) -> dict[int, list[int]]:
    """For each of these persons the groups that she named, first choice first."""
    found: dict[int, list[int]] = {person: [] for person in people.order_by("pk").values_list("person_id", flat=True)}
    rows = Preference.objects.filter(grouping=grouping).order_by("person_id", "rank")
    for person, group in rows.values_list("person_id", "group_id"):
        if person in found:
            found[person].append(group)
    return found


def room_in(community: Community | int) -> tuple[dict[int, int | None], dict[int, int]]:
    """The places of each group still at work, and how many of them are taken. One query."""
    rows = list(groups_of(community).exclude(stage=GroupStage.CLOSED))
    return {one.pk: one.places for one in rows}, {one.pk: members_of(one) for one in rows}


def members_of(group: WorkingGroup) -> int:
    """As `groups_of` counted them."""
    return group.members or 0  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One group on the table of choices: how many named it first, second, third or later; how full it would be."""

    group: WorkingGroup
    ranks: tuple[int, int, int]
    proposed: int

    @property
    def too_many(self) -> bool:
        return self.group.places is not None and self.proposed > self.group.places


@dataclass(frozen=True, slots=True)
class Sharing:
    """What the coordination sees before it shares out."""

    grouping: Grouping | None
    wanted: list[Wanted]
    members: int
    silent: int
    proposed: int
    first_choices: int
    nowhere: int


def sharing_page(community: Community) -> Sharing:
    """Counts only; the lines of the proposal come by pages (`proposed_lines`)."""
    grouping = grouping_of(community)
    groups = list(groups_of(community))
    load_halves(groups)
    waiting = choices_of(grouping, unplaced(community)) if grouping else {}
    ranks = Counter((group, min(rank, 3)) for said in waiting.values() for rank, group in enumerate(said, 1))
    lines = ProposedPlace.objects.filter(grouping=grouping) if grouping else ProposedPlace.objects.none()
    inside = dict(lines.values_list("group").annotate(number=Count("pk")))
    totals: Mapping[str, Any] = lines.aggregate(
        all=Count("pk"), first=Count("pk", filter=Q(rank=1)), nowhere=Count("pk", filter=Q(group=None))
    )
    return Sharing(
        grouping=grouping,
        wanted=[
            Wanted(
                group=one,
                ranks=(ranks[one.pk, 1], ranks[one.pk, 2], ranks[one.pk, 3]),
                proposed=inside.get(one.pk, 0) + members_of(one),
            )
            for one in groups
        ],
        members=len(waiting),
        silent=sum(1 for said in waiting.values() if not said),
        proposed=totals["all"],
        first_choices=totals["first"],
        nowhere=totals["nowhere"],
    )


def sharing_lines(grouping: Grouping | None, asked: Mapping[str, Any]) -> Slice[ProposedPlace]:
    """The proposal line by line, by the names that the community knows (`known`)."""
    rows = ProposedPlace.objects.filter(grouping=grouping).select_related("person", "group")
    if grouping is None:
        rows = rows.none()
    said = Preference.objects.filter(grouping=grouping, person=OuterRef("person"))
    named = rows.annotate(known=known_as("person", grouping.community_id if grouping else 0), said=Exists(said))
    found: Slice[ProposedPlace] = page_of(named, asked, by="known")
    load_halves([one.group for one in found.items if one.group])
    return found


def line_of(community: Community, key: str) -> ProposedPlace | None:
    rows = ProposedPlace.objects.filter(grouping__community=community, public_id=key)
    return rows.select_related("grouping__community").first()


def waiting_people(community: Community, asked: Mapping[str, Any]) -> Slice[Membership]:
    """Who has no group yet, by name (`known`)."""
    return page_of(unplaced(community).annotate(known=known_as()), asked, by="known")


def named_groups(community: Community, language: str) -> tuple[list[WorkingGroup], list[str]]:
    """The groups that one may choose or be placed in, and what each is called in one language."""
    groups = list(groups_of(community).exclude(stage=GroupStage.CLOSED))
    load_halves(groups)
    return groups, [best_words(one, "theme", language).text for one in groups]


def my_ranking(person: Person, grouping: Grouping | None) -> list[Preference]:
    rows = Preference.objects.filter(grouping=grouping, person=person).select_related("group") if grouping else None
    return list(rows.order_by("rank")) if rows is not None else []


def possible_members(community: Community) -> list[Person]:
    """Whom the coordination may place: everybody who reads the community as a member."""
    rows = Membership.objects.inside().filter(community=community, person__is_active=True).select_related("person")
    return [row.person for row in rows]
