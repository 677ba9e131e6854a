"""The page of a community's life: the stages, what the next one needs, and what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Stage
from palabre.communities.models import Community, StageChange
from palabre.communities.rules import can_take_step, cares_for, steps_from
from palabre.communities.rules.life import STEPS, Hand, Step
from palabre.kit.verdict import Verdict
from palabre.people.models import Person

LINE = (Stage.PROPOSED, Stage.FORMING, Stage.ACTIVE, Stage.MATURING, Stage.SUSTAINING, Stage.CLOSED, Stage.ARCHIVED)
VERBS: dict[str, Promise] = {
    Stage.FORMING: _("Let it begin"),
    Stage.ACTIVE: _("Note that it is active"),
    Stage.MATURING: _("Note that it is maturing"),
    Stage.SUSTAINING: _("Note that it lasts by itself"),
    Stage.CLOSED: _("Close the community"),
}
Check = tuple[bool, Promise]


@dataclass(frozen=True, slots=True)
class Option:
    """One step that may come next, and whether this reader may take it."""

    to: str
    verb: Promise
    step: Step
    verdict: Verdict
    checks: list[Check]


@dataclass(frozen=True, slots=True)
class Life:
    """`options` are for this reader: the next step for all, closing for whoever cares for the community."""

    labels: list[Any]
    current: int
    asleep: bool
    options: list[Option]
    history: list[StageChange]


def life_of(actor: Person, community: Community) -> Life:
    """One query for the history."""
    history = list(community.stage_changes.order_by("-at", "-pk"))
    line = _line(community, history)
    stage = Stage.ACTIVE if community.stage == Stage.DORMANT else Stage(community.stage)
    options = [_option(actor, community, to) for to in steps_from(community.stage)]
    shown = [one for one in options if one.to != Stage.CLOSED or cares_for(actor, community)]
    return Life(
        labels=[stage.label for stage in line],
        current=line.index(stage) + 1,
        asleep=community.stage == Stage.DORMANT,
        options=shown,
        history=history,
    )


def _line(community: Community, history: list[StageChange]) -> list[Stage]:
    """All stages; of a community that is over, only those it went through."""
    if community.stage not in Stage.over():
        return list(LINE)
    lived = {change.before for change in history} | {change.after for change in history} | Stage.over()
    return [stage for stage in LINE if stage in lived]


def _option(actor: Person, community: Community, to: str) -> Option:
    step = STEPS[community.stage, to]
    return Option(to, VERBS[to], step, can_take_step(actor, community, to), _checks(community, step))


def _checks(community: Community, step: Step) -> list[Check]:
    """What the step needs: what is there, what is missing and where it is supplied."""
    found: list[Check] = []
    if step.charter:
        found.append((community.asks_signature, _("The charter and the code of conduct are adopted.")))
    if step.decision:
        found.append((False, _("A decision: what was decided, and when.")))
    if step.handover:
        found.append((False, _("The hand-over note: where the data and the products go.")))
    if step.hand is Hand.NETWORK and not found:
        found.append((False, _("The agreement of the coordination of the network.")))
    return found
