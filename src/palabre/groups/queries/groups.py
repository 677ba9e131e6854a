"""What the pages of groups show."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Community
from palabre.communities.queries import Known, called, load_handles, local_id
from palabre.communities.rules import may_act
from palabre.groups.gates import ORDER, Missing, missing_before, next_stage
from palabre.groups.models import Grouping, GroupMembership, Preference, StageStep, WorkingGroup
from palabre.groups.queries.forming import groups_of, members_of, my_ranking, unplaced
from palabre.groups.rules.circles import circles
from palabre.groups.rules.forming import (
    can_change_group,
    can_choose,
    can_end_lead,
    can_form_groups,
    can_name_lead,
    can_see_places,
)
from palabre.groups.rules.stages import can_take_stage
from palabre.kit.verdict import Text, Verdict
from palabre.languages.queries import load_halves
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group of the list."""

    group: WorkingGroup
    members: int
    mine: bool


@dataclass(frozen=True, slots=True)
class GroupsPage:
    """The groups of a cohort, for one reader."""

    rows: list[GroupRow]
    grouping: Grouping | None
    ranking: list[Preference]
    placed: bool
    choose: Verdict
    signed: Verdict
    form: Verdict
    waiting: int


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody in a group, by the name that the community knows."""

    key: str
    name: str
    leads: bool
    end: Verdict


@dataclass(frozen=True, slots=True)
class StageBar:
    """Where a group is, what is missing for its next step, and how it came here."""

    labels: list[Text]
    at: int
    next: str
    next_label: Text
    missing: list[Missing]
    take: Verdict
    history: list[StageStep]

    @property
    def checks(self) -> list[tuple[bool, Text, str, Text]]:
        """What is missing, as the component shows it."""
        return [(False, one.sentence, one.url, _("See to it")) for one in self.missing]


def groups_page(reader: Person, community: Community) -> GroupsPage:
    groups = list(groups_of(community))
    grouping = Grouping.objects.filter(community=community).first()
    ranking = my_ranking(reader, grouping)
    load_halves([*groups, *(one.group for one in ranking)])
    mine = circles(reader).inside
    form = can_form_groups(reader, community)
    return GroupsPage(
        rows=[GroupRow(one, members_of(one), one.pk in mine) for one in groups],
        grouping=grouping,
        ranking=ranking,
        placed=any(one.pk in mine for one in groups),
        choose=can_choose(reader, community, grouping, timezone.now()),
        signed=may_act(reader, community.pk),
        form=form,
        waiting=unplaced(community).count() if form and groups else 0,
    )


def places_in(reader: Person, group: WorkingGroup) -> list[Place] | None:
    """Who is in the group, leads first; None for whoever does not see it by name."""
    if not can_see_places(reader, group):
        return None
    rows = GroupMembership.objects.running().filter(group=group).select_related("person")
    load_handles([group.community])
    found = [
        Place(
            key=local_id(row.person, group.community),
            name=called(row.person, group.community),
            leads=row.leads,
            end=can_end_lead(reader, group, row.person),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (not one.leads, one.name.casefold(), one.key))


def possible_leads(group: WorkingGroup) -> list[Known]:
    """Members who do not lead yet."""
    load_handles([group.community])
    rows = GroupMembership.objects.running().filter(group=group, leads=False).select_related("person")
    found = [
        Known(local_id(row.person, group.community), called(row.person, group.community), row.person) for row in rows
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.key))


def stage_bar(reader: Person, group: WorkingGroup) -> StageBar:
    """The seven stages, the gate of the next one, and the steps taken."""
    following = next_stage(group)
    history = StageStep.objects.filter(group=group).select_related("by").order_by("pk")
    return StageBar(
        labels=[stage.label for stage in ORDER],
        at=[stage.value for stage in ORDER].index(group.stage) + 1,
        next=following.value if following else "",
        next_label=following.label if following else "",
        missing=missing_before(group, following) if following else [],
        take=can_take_stage(reader, group, following or ""),
        history=list(history),
    )


@dataclass(frozen=True, slots=True)
class LeadsPage:
    """Who leads, and who could."""

    places: list[Place]
    possible: list[Known]
    name: Verdict
    change: Verdict


def leads_page(reader: Person, group: WorkingGroup) -> LeadsPage:
    name = can_name_lead(reader, group)
    places = places_in(reader, group) or []
    return LeadsPage(
        places=[one for one in places if one.leads],
        possible=possible_leads(group) if name else [],
        name=name,
        change=can_change_group(reader, group),
    )


def lead_in(reader: Person, group: WorkingGroup, key: str) -> GroupMembership:
    """Whoever leads under this key; 404 for any other, and for all but oneself where one does not see who leads."""
    if key != local_id(reader, group.community) and not can_see_places(reader, group):
        raise Http404
    rows = GroupMembership.objects.filter(group=group, left_at=None, leads=True).select_related("person")
    found = next((row for row in rows if local_id(row.person, group.community) == key), None)
    if found is None:
        raise Http404
    return found
