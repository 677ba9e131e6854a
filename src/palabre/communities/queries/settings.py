"""The frame of a community, and what is asked about its protection."""

from __future__ import annotations

from dataclasses import dataclass

from palabre.communities.models import Community, Membership, RiskEasing
from palabre.kit.countries import country_name
from palabre.kit.folding import folded


@dataclass(frozen=True, slots=True)
class Frame:
    """Where it works, and whether it has grown larger than it wanted (INV-05 warns, it does not refuse)."""

    countries: list[str]
    members: int
    ideal: int | None

    @property
    def crowded(self) -> bool:
        """A fifth more than the ideal: a group of ten is told above twelve."""
        return self.ideal is not None and self.members > self.ideal + self.ideal // 5


def frame_of(community: Community) -> Frame:
    """Two queries."""
    codes = community.countries.values_list("country", flat=True)
    names = sorted((country_name(code) or code for code in codes), key=folded)
    members = Membership.objects.active().filter(community=community, canary=False).count()
    return Frame(names, members, community.ideal_size)


def open_easing(community: Community) -> RiskEasing | None:
    """Less protection that was asked for and not yet answered."""
    return community.easings.filter(confirmed_at=None, ended_at=None).select_related("community").first()
