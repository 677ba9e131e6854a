"""The code that whoever opens a join link may read before she asks."""

from __future__ import annotations

from palabre.charter.models import Adoption
from palabre.charter.queries.reading import Reading, read
from palabre.communities.models import Community


def code_at_the_door(community: Community, language: str) -> Reading | None:
    """The code in force where she would land; None where there is none."""
    adoption = Adoption.objects.filter(community=community, ended_at=None).select_related("code").first()
    return read(adoption.code, language) if adoption else None
