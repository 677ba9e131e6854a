"""Who is there, as numbers: all who may be chosen beside those chosen so far (INV-16, INV-17). Never a person.

Themes, languages and parts of the world are live for whoever sees the candidates one by one; everything else, and
everything for whoever sees totals only, comes from the masked tables that sittings left (`calls.balance`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from palabre.calls.choices import (
    ApplicationState,
    BalanceAge,
    Balanced,
    BalanceGender,
    BalanceYes,
    Counted,
)
from palabre.calls.models import Application, BalanceTable, Call, CallTheme, ThemeChoice
from palabre.calls.regions import Region, region_of
from palabre.calls.rules.deciding import CHOSEN
from palabre.kit.verdict import Text
from palabre.languages.queries import load_halves
from palabre.people.choices import Language

OPEN = (Counted.THEME, Counted.LANGUAGE, Counted.REGION)
LABELS: dict[str, dict[str, Text]] = {
    Counted.LANGUAGE: dict(Language.choices),
    Counted.REGION: dict(Region.choices),
    Balanced.GENDER: dict(BalanceGender.choices),
    Balanced.AGE_BAND: dict(BalanceAge.choices),
    Balanced.DISABILITY: dict(BalanceYes.choices),
    Balanced.DIVERSITY: dict(BalanceYes.choices),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One value. None: not shown. `theme` in place of a label where it is a theme."""

    label: Text
    theme: CallTheme | None
    all: int | None
    chosen: int | None
    width_all: int
    width_chosen: int


@dataclass(frozen=True, slots=True)
class Balance:
    """One split: of `number_all` people and of `number_chosen` of them; empty `bars`: it stays hidden."""

    what: str
    title: Text
    bars: list[Bar]
    number_all: int | None
    number_chosen: int | None
    taken_at: datetime | None
    masked: bool


def balance_page(call: Call, *, live: bool) -> list[Balance]:
    """Every split in one order. Five queries live, three otherwise."""
    themes = _themes(call)
    tables = _last_tables(call)
    found = live_balances(_readable(call), themes) if live else []
    for what in (*(() if live else OPEN), *Balanced):
        both = tables.get(what.value, {})
        found.append(_from_tables(what.value, what.label, both.get(False), both.get(True), themes))
    return found


def balance_among(call: Call, rows: QuerySet[Application]) -> list[Balance]:
    """The live splits of these files alone, for whoever would learn something of another one (INV-13)."""
    return live_balances(rows, _themes(call))


def _themes(call: Call) -> dict[str, CallTheme]:
    themes = {one.public_id: one for one in CallTheme.objects.filter(call=call)}
    load_halves(themes.values())
    return themes


def _readable(call: Call) -> QuerySet[Application]:
    return Application.objects.filter(call=call, state__in=ApplicationState.readable())


def _last_tables(call: Call) -> dict[str, dict[bool, BalanceTable]]:
    """The last table of each kind, of all and of the chosen."""
    found: dict[str, dict[bool, BalanceTable]] = {}
    for table in BalanceTable.objects.filter(call=call).defer("people"):
        found.setdefault(table.what, {})[table.chosen] = table
    return found


def live_balances(rows: QuerySet[Application], themes: Mapping[str, CallTheme]) -> list[Balance]:
    """Three queries that count in the database, whatever the number of candidates."""
    rows = rows.order_by()
    counts = {what: (Counter[str](), Counter[str]()) for what in OPEN}
    for language, state, number in rows.values_list("language", "state").annotate(number=Count("pk")):
        _add(counts[Counted.LANGUAGE], language, state, number)
    for country, state, number in rows.values_list("country", "state").annotate(number=Count("pk")):
        _add(counts[Counted.REGION], region_of(country).value, state, number)
    chosen = ThemeChoice.objects.filter(application__in=rows, rank=1).order_by()
    for theme, state, number in chosen.values_list("theme__public_id", "application__state").annotate(
        number=Count("pk")
    ):
        _add(counts[Counted.THEME], theme, state, number)
    return [_live(what, *counts[what], themes) for what in OPEN]


def _add(pair: tuple[Counter[str], Counter[str]], key: str, state: str, number: int) -> None:
    everybody, chosen = pair
    everybody[key] += number
    if state in CHOSEN:
        chosen[key] += number


def _live(what: Counted, everybody: Counter[str], chosen: Counter[str], themes: Mapping[str, CallTheme]) -> Balance:
    keys = _ordered(what, everybody, themes)
    bars = _bars(what, keys, dict(everybody), {key: chosen[key] for key in keys}, themes)
    total, picked = everybody.total(), chosen.total()
    return Balance(what, what.label, bars, total, picked, None, masked=False)


def _from_tables(
    what: str, title: Text, everybody: BalanceTable | None, chosen: BalanceTable | None, themes: Mapping[str, CallTheme]
) -> Balance:
    of_all = everybody.cells if everybody else {}
    of_chosen = chosen.cells if chosen else {}
    keys = _ordered(what, {**of_all, **of_chosen}, themes)
    return Balance(
        what=what,
        title=title,
        bars=_bars(what, keys, _told(keys, of_all), _told(keys, of_chosen), themes),
        number_all=everybody.number if everybody else None,
        number_chosen=chosen.number if chosen else None,
        taken_at=(chosen or everybody).taken_at if chosen or everybody else None,  # type: ignore[union-attr]
        masked=True,
    )


def _told(keys: list[str], cells: Mapping[str, int | None]) -> dict[str, int | None]:
    """What a table that is shown does not name is nobody."""
    return {key: cells.get(key, 0) for key in keys} if cells else {}


def _ordered(what: str, cells: Mapping[str, object], themes: Mapping[str, CallTheme]) -> list[str]:
    """In the order of the lists that people know, never by size."""
    order = list(themes) if what == Counted.THEME else list(LABELS[what])
    return [key for key in order if key in cells]


def _bars(
    what: str,
    keys: list[str],
    everybody: Mapping[str, int | None],
    chosen: Mapping[str, int | None],
    themes: Mapping[str, CallTheme],
) -> list[Bar]:
    widest = max((number or 0 for number in (*everybody.values(), *chosen.values())), default=0) or 1
    return [
        Bar(
            label="" if what == Counted.THEME else LABELS[what][key],
            theme=themes.get(key),
            all=everybody.get(key),
            chosen=chosen.get(key),
            width_all=round(100 * (everybody.get(key) or 0) / widest),
            width_chosen=round(100 * (chosen.get(key) or 0) / widest),
        )
        for key in keys
    ]
