"""From proposed to archived: which step may follow which, who takes it, and what it needs (DOMAIN.md §2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import CommunityKind, Role, Stage
from palabre.communities.models import Community
from palabre.communities.rules.communities import NOT_YOURS
from palabre.communities.rules.standing import holds
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

QUIET_FOR = timedelta(days=182)
ARCHIVED_AFTER = timedelta(days=90)
NETWORKS = frozenset({CommunityKind.NETWORK, CommunityKind.REGIONAL, CommunityKind.NATIONAL})


class Hand(Enum):
    """Who takes a step."""

    NETWORK = "network"
    COORDINATION = "coordination"
    SCHEDULER = "scheduler"


@dataclass(frozen=True, slots=True)
class Step:
    """What one step needs beside the right hand."""

    hand: Hand
    charter: bool = False
    decision: bool = False
    handover: bool = False


STEPS: dict[tuple[str, str], Step] = {
    (Stage.PROPOSED, Stage.FORMING): Step(Hand.NETWORK),
    (Stage.FORMING, Stage.ACTIVE): Step(Hand.COORDINATION, charter=True),
    (Stage.ACTIVE, Stage.MATURING): Step(Hand.COORDINATION, decision=True),
    (Stage.MATURING, Stage.SUSTAINING): Step(Hand.COORDINATION, decision=True),
    (Stage.ACTIVE, Stage.DORMANT): Step(Hand.SCHEDULER),
    (Stage.MATURING, Stage.DORMANT): Step(Hand.SCHEDULER),
    (Stage.DORMANT, Stage.ACTIVE): Step(Hand.COORDINATION),
    **{
        (stage, Stage.CLOSED): Step(Hand.NETWORK, decision=True, handover=True)
        for stage in Stage
        if stage not in Stage.over()
    },
    (Stage.CLOSED, Stage.ARCHIVED): Step(Hand.SCHEDULER),
}
NO_SUCH_STEP = no(
    _("This step does not follow from the stage of today. Read the page again: it shows what comes next.")
)
BY_ITSELF = no(_("This step comes by itself, in its time."))
BY_THE_NETWORK = no(_("This step is taken by the coordination of the network."))
CHARTER_FIRST = no(_("First the community adopts its charter and its code of conduct."))
DECISION_FIRST = no(_("Write what was decided, and on which day."))
HANDOVER_FIRST = no(_("Write where the data and the products go, and who answers for them."))


def cares_for(actor: Person, community: Community) -> bool:
    """Coordination of the network: of the one above; at the top its own, and where there is none, who coordinates."""
    if community.parent_id:
        return holds(actor, community.parent_id, Role.STEWARD)
    own = {Role.STEWARD} if community.kind in NETWORKS else {Role.STEWARD, Role.COORDINATOR}
    return holds(actor, community.pk, *own)


def can_take_step(actor: Person, community: Community, to: str) -> Verdict:
    """The hand and the gate, on the stage that the community has now (SR-18); what is written comes on top."""
    step = STEPS.get((community.stage, to))
    if step is None:
        return NO_SUCH_STEP
    if step.hand is Hand.SCHEDULER:
        return BY_ITSELF
    if step.hand is Hand.NETWORK and not cares_for(actor, community):
        return BY_THE_NETWORK
    if step.hand is Hand.COORDINATION and not holds(actor, community.pk, Role.COORDINATOR):
        return no(NOT_YOURS)
    return CHARTER_FIRST if step.charter and not community.asks_signature else YES


def steps_from(stage: str) -> list[str]:
    """The stages that may follow, by the hand of a person, in the order of life."""
    order = list(Stage)
    found = [to for (before, to), step in STEPS.items() if before == stage and step.hand is not Hand.SCHEDULER]
    return sorted(found, key=lambda to: order.index(Stage(to)))
