"""The network side of the story: what waits for a second person, what happened, what is counted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from palabre.communities import models as c
from tests.factories import make_community

if TYPE_CHECKING:
    from tests.isolation.world import World


def tell_network(world: World) -> None:
    """A community that is to move and to protect itself less, with the mark in every reason, decision and note."""
    after = make_community(world.says("réseau"), parent=world.community, kind="national", purpose=world.mark)
    lead = world.people["coordinator"]
    move = c.Move.objects.create(community=world.community, before=world.community.parent, after=after, asked_by=lead)
    easing = c.RiskEasing.objects.create(
        community=world.community, before="high", after="standard", reason=world.says("raison"), asked_by=lead
    )
    c.StageChange.objects.create(
        community=world.community, before="active", after="maturing", by=lead, decision=world.says("décision"),
        decided_on=date(2026, 1, 5), handover=world.says("passation"),
    )  # fmt: skip
    for country, number in (("ML", 9), ("SN", 2)):
        c.CountryCount.objects.create(community=world.community, country=country, number=number)
    world.ids |= {"move_id": move.public_id, "easing_id": easing.public_id}
