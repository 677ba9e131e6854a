"""What a call needs before its next step (DOMAIN.md §2.2). The parts of the room add their gates; all are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from palabre.calls.choices import CallState
from palabre.calls.models import Call
from palabre.kit.verdict import Text

# the steps that a coordination takes by hand once the call is closed, one at a time
STEPS: dict[CallState, CallState] = {
    CallState.CLOSED: CallState.SCREENING,
    CallState.SCREENING: CallState.REVIEW,
    CallState.REVIEW: CallState.INTERVIEWS,
    CallState.INTERVIEWS: CallState.SELECTION,
    CallState.SELECTION: CallState.PUBLISHED,
}
# a call may be given up in these states
BEFORE_REVIEW = frozenset({CallState.DRAFT, CallState.READY, CallState.OPEN, CallState.CLOSED, CallState.SCREENING})


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing, in a sentence, and the address where it is mended (empty: nowhere in this house).

    `of_files`: it tells how far applications are.
    """

    sentence: Text
    url: str = ""
    of_files: bool = True


Gate = Callable[[Call], Iterable[Missing]]
_GATES: dict[str, list[Gate]] = {state: [] for state in CallState}


def before(state: CallState) -> Callable[[Gate], Gate]:
    """`@before(CallState.REVIEW)`: what this function gives must be mended before a call comes to that state.

    Write it in the `rules` of your part: they are all read before the first answer.
    """

    def keep(gate: Gate) -> Gate:
        _GATES[state].append(gate)
        return gate

    return keep


@cache
def _read_rules() -> None:
    """A worker that never came by the rules of a part knows its gates all the same."""
    rules = import_module("palabre.calls.rules")
    for found in iter_modules(rules.__path__, f"{rules.__name__}."):
        import_module(found.name)


def missing_before(call: Call, state: str) -> list[Missing]:
    """Everything that still stands between the call and that state."""
    _read_rules()
    return [one for gate in _GATES[state] for one in gate(call)]


def next_step(call: Call) -> CallState | None:
    """The step that comes next by hand; a call without interviews goes from review to selection.

    None in a draft, while the clock decides, and at the end.
    """
    phase = call.phase()
    if phase == CallState.REVIEW and not call.with_interviews:
        return CallState.SELECTION
    return STEPS.get(phase)
