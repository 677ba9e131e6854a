"""What a group needs before its next step (INV-06 to 10). A room above adds its own gate here; nobody imports upward."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from palabre.groups.choices import GroupStage
from palabre.groups.models import WorkingGroup
from palabre.kit.verdict import Text

ORDER = tuple(GroupStage)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing, in a sentence, and the address where it is mended (empty: nowhere in this house)."""

    sentence: Text
    url: str = ""


Gate = Callable[[WorkingGroup], Iterable[Missing]]
_GATES: dict[str, list[Gate]] = {stage: [] for stage in GroupStage}


def before(stage: GroupStage) -> Callable[[Gate], Gate]:
    """`@before(GroupStage.PLANNING)`: what this function gives must be mended before a group comes to that stage."""

    def keep(gate: Gate) -> Gate:
        _GATES[stage].append(gate)
        return gate

    return keep


def missing_before(group: WorkingGroup, stage: str) -> list[Missing]:
    """Everything that still stands between the group and that stage."""
    return [one for gate in _GATES[stage] for one in gate(group)]


def next_stage(group: WorkingGroup) -> GroupStage | None:
    """The stage after the present one; None at the end."""
    at = ORDER.index(GroupStage(group.stage))
    return ORDER[at + 1] if at + 1 < len(ORDER) else None
