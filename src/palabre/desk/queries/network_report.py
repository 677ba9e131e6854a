"""What the communities below share with a network: one row each, and totals over those that share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from palabre.communities.choices import Sharing
from palabre.communities.models import Community
from palabre.communities.rules import founded_communities
from palabre.communities.rules.sharing import Shared, may_name, shared_below
from palabre.desk.queries.network_figures import Figures, Reach, figures_of
from palabre.desk.queries.network_results import MeetingRow, meetings_of, without_small
from palabre.kit.masking import THRESHOLD
from palabre.languages.queries import load_halves
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class Row:
    """One community. Without `figures` nothing is shared, and the row says so and nothing else.

    `members`, `named` and `people` are None where they are hidden. `through`: the community between, when it is not
    directly below.
    """

    community: Community
    level: Sharing
    through: Community | None = None
    figures: Figures | None = None
    members: int | None = None
    named: int | None = None
    people: Reach | None = None
    meetings: tuple[MeetingRow, ...] = ()

    @property
    def shows_results(self) -> bool:
        return self.level in Sharing.at_least(Sharing.RESULTS)


@dataclass(frozen=True, slots=True)
class Totals:
    """Over the communities that share, and over those only; a sum is None where it is hidden."""

    sharing: int
    direct: int
    members: int | None
    organisations: int
    meetings: int
    named: int | None
    people: Reach | None
    organisations_counted: Reach
    kept: int
    due: int


@dataclass(frozen=True, slots=True)
class NetworkReport:
    year: int
    rows: list[Row]
    totals: Totals


def network_report(actor: Person, parent: Community, year: int | None = None) -> NetworkReport:
    """The same number of queries for three communities and for forty-three."""
    today = timezone.localdate()
    year = year or today.year
    shared = {one.community_id: one for one in shared_below([parent.pk])}
    communities = _named(actor, parent, shared)
    figures = figures_of(shared.keys(), year, today)
    results = {pk for pk, one in shared.items() if one.level in Sharing.at_least(Sharing.RESULTS)}
    records = {pk for pk, one in shared.items() if one.level == Sharing.RECORDS}
    meetings = meetings_of(results, records, year)
    load_halves([*communities.values(), *(one.meeting for rows in meetings.values() for one in rows)])
    rows = _rows(parent, communities, shared, figures, meetings)
    direct = [row for row in rows if row.community.parent_id == parent.pk]
    return NetworkReport(year, rows, _totals(figures, direct))


def _rows(
    parent: Community,
    communities: Mapping[int, Community],
    shared: Mapping[int, Shared],
    figures: Mapping[int, Figures],
    meetings: Mapping[int, list[MeetingRow]],
) -> list[Row]:
    members = without_small({pk: one.members for pk, one in figures.items()})
    named = without_small({pk: one.named for pk, one in figures.items()})
    people = without_small({pk: one.people.value for pk, one in figures.items()})
    rows = []
    for pk, community in communities.items():
        one = shared.get(pk)
        if one is None:
            rows.append(Row(community, Sharing.NONE))
            continue
        through = communities.get(one.above) if one.above != parent.pk else None
        counted = figures[pk].people if people[pk] is not None else None
        known = (figures[pk], members[pk], named[pk], counted, tuple(meetings.get(pk, ())))
        rows.append(Row(community, one.level, through, *known))
    return rows


def _named(actor: Person, parent: Community, shared: Mapping[int, Shared]) -> dict[int, Community]:
    """Those directly below that this reader may know of, then the others that share, each after the one above it."""
    below = list(Community.objects.filter(parent=parent).order_by("name", "pk"))
    founded = founded_communities(actor, parent).filter(pk__in=[one.pk for one in below]).values_list("pk", flat=True)
    known = set(founded) | set(shared)
    deeper = Community.objects.filter(pk__in=shared.keys() - {one.pk for one in below}).order_by("name", "pk")
    found: dict[int, Community] = {}
    by_parent: dict[int | None, list[Community]] = {}
    for one in deeper:
        by_parent.setdefault(one.parent_id, []).append(one)
    waiting = [one for one in below if one.pk in known or may_name(actor, one)]
    while waiting:
        first = waiting.pop(0)
        found[first.pk] = first
        waiting = by_parent.get(first.pk, []) + waiting
    return found


def _totals(figures: Mapping[int, Figures], direct: list[Row]) -> Totals:
    everybody = list(figures.values())
    meetings: set[int] = set().union(*(one.meetings for one in everybody))
    people = sum((one.people for one in everybody), Reach())
    return Totals(
        sharing=sum(1 for row in direct if row.figures),
        direct=len(direct),
        members=_not_small(sum(one.members for one in everybody)),
        organisations=sum(one.organisations for one in everybody),
        meetings=len(meetings),
        named=_not_small(sum(one.named for one in everybody)),
        people=people if _not_small(people.value) is not None else None,
        organisations_counted=sum((one.organisations_counted for one in everybody), Reach()),
        kept=sum(one.kept for one in everybody),
        due=sum(one.due for one in everybody),
    )


def _not_small(number: int) -> int | None:
    return number if number >= THRESHOLD or not number else None
