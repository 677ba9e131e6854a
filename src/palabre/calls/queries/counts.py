"""The figures of a selection for everybody: what stays when the files are gone, masked (INV-16, SR-29)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from palabre.calls.choices import ApplicationState, CallState, Counted
from palabre.calls.models import Call, CallTheme, Publication, SelectionCount
from palabre.calls.regions import Region
from palabre.kit.masking import THRESHOLD, masked
from palabre.kit.verdict import Text
from palabre.languages.queries import load_halves
from palabre.people.choices import Language

# who is counted where, for somebody outside: nobody learns how far one offer came
OUTCOMES: dict[str, ApplicationState] = {
    ApplicationState.OFFERED: ApplicationState.ACCEPTED,
    ApplicationState.COI_DECLARED: ApplicationState.ACCEPTED,
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a split. `number` None: fewer than five, or hidden beside them."""

    label: Text
    theme: CallTheme | None
    number: int | None
    width: int


@dataclass(frozen=True, slots=True)
class Split:
    """No `parts`: the whole split stays hidden."""

    title: Text
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Summary:
    """`number` None: fewer than five applications."""

    call: Call
    publication: Publication
    number: int | None
    splits: list[Split]


def summary_of(call: Call) -> Summary | None:
    """None before the selection is published. Four queries.

    Every split counts the same people: whoever withdrew left nothing to be counted by, and is in none of them.
    """
    publication = Publication.objects.filter(call=call).first()
    if call.state != CallState.PUBLISHED or publication is None:
        return None
    counted: dict[str, dict[str, int]] = {what.value: {} for what in Counted}
    for row in SelectionCount.objects.filter(call=call).exclude(what=Counted.STATE, key=ApplicationState.WITHDRAWN):
        key = OUTCOMES.get(row.key, row.key) if row.what == Counted.STATE else row.key
        counted[row.what][key] = counted[row.what].get(key, 0) + row.number
    themes = {one.public_id: one for one in CallTheme.objects.filter(call=call)}
    load_halves(themes.values())
    total = sum(counted[Counted.STATE].values())
    splits = [_split(what, counted[what], total, themes) for what in Counted]
    return Summary(call, publication, total if total >= THRESHOLD else None, splits)


def _split(what: Counted, cells: Mapping[str, int], total: int, themes: Mapping[str, CallTheme]) -> Split:
    """What is missing to the total is a part too: whoever chose no theme, for example."""
    labels = _labels(what, themes)
    shown = masked(cells, max(total, sum(cells.values())), list(labels)) if total >= THRESHOLD else {}
    widest = max((number or 0 for number in shown.values()), default=0) or 1
    return Split(
        title=what.label,
        parts=[
            Part(labels[key], themes.get(key), number, round(100 * (number or 0) / widest))
            for key, number in shown.items()
        ],
    )


def _labels(what: Counted, themes: Mapping[str, CallTheme]) -> dict[str, Text]:
    if what == Counted.STATE:
        return {state.value: state.label for state in ApplicationState}
    if what == Counted.LANGUAGE:
        return dict(Language.choices)
    if what == Counted.REGION:
        return dict(Region.choices)
    return dict.fromkeys(themes, "")
