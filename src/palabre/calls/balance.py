"""When a masked table of voluntary data may be shown, and which of its cells (INV-16, INV-36).

Masking one table is not enough: two of them, before and after one person was chosen, are subtracted from each other.
So voluntary data are never counted for a page. Everybody who may be chosen is counted at the first sitting; whoever is
chosen, once for each sitting, when all it decided is noted. The tables are kept, and pages show the last ones.

1. A new table is taken only if all tables of its kind, the new one with them, tell no group of people apart that is
   smaller than the threshold. Whatever is added and subtracted, what comes out speaks of that many people at least;
   a set that one person left or entered gives no table, and the page goes on showing the last one.
2. Small cells are hidden, and enough beside them (the rule of `kit.masking`): what lies hidden is two parts at least,
   whoever said nothing is one, and together the threshold.
3. Then every cell is compared with every earlier table: a difference, of a cell or of what lies hidden, is nothing or
   the threshold at least; else more is hidden. This also holds when somebody changed what she had said.

The threshold is five; ten where a word tells of disability, of orientation, or of a gender beside woman and man. That
nobody said something is not shown; that everybody said the same is, as in every count of this house.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from palabre.calls.choices import Balanced, BalanceGender
from palabre.kit.masking import SENSITIVE, THRESHOLD

Cells = dict[str, int | None]
Earlier = tuple[int, Mapping[str, int | None]]
PLAIN_GENDERS = frozenset({BalanceGender.WOMAN, BalanceGender.MAN})


def threshold_of(what: str, key: str = "") -> int:
    """Of a whole kind of table; with `key`, of one of its cells."""
    if what == Balanced.GENDER:
        return SENSITIVE if key and key not in PLAIN_GENDERS else THRESHOLD
    return SENSITIVE if what in (Balanced.DISABILITY, Balanced.DIVERSITY) else THRESHOLD


def may_take(people: Collection[int], earlier: Iterable[Collection[int]], threshold: int) -> bool:
    """Whether a table of these people tells no smaller group apart than the threshold, beside all earlier ones."""
    sets = [frozenset(people), *(frozenset(one) for one in earlier)]
    if not sets[0] or sets[0] in sets[1:]:
        return False
    seen = Counter(tuple(one in group for group in sets) for one in frozenset().union(*sets))
    return min(seen.values()) >= threshold


def safe_cells(
    what: str, cells: Mapping[str, int], total: int, order: Sequence[str], earlier: Sequence[Earlier] = ()
) -> Cells:
    """The cells of a new table beside the earlier ones; None: not shown. Empty: the whole split stays hidden.

    Which cell is hidden in company follows `order`, never the sizes.
    """
    shown = {key: cells[key] for key in order if cells.get(key, 0) >= threshold_of(what, key)}
    while shown and (key := _too_telling(what, shown, cells, total, earlier)):
        del shown[key]
    return {key: shown.get(key) for key in order if cells.get(key)} if shown else {}


def _too_telling(
    what: str, shown: Mapping[str, int], cells: Mapping[str, int], total: int, earlier: Sequence[Earlier]
) -> str:
    """The next cell to hide, if one must be: by what it tells, else the last one."""
    hidden = [key for key, value in cells.items() if value and key not in shown]
    below = total - sum(shown.values())
    needed = max((threshold_of(what, key) for key in hidden), default=threshold_of(what))
    if below and (below < needed or len(hidden) + (total > sum(cells.values())) < 2):
        return list(shown)[-1]
    for number, before in earlier:
        if before and (key := _told_by_both(what, shown, cells, total, number, before)):
            return key
    return ""


def _told_by_both(
    what: str,
    shown: Mapping[str, int],
    cells: Mapping[str, int],
    total: int,
    number: int,
    before: Mapping[str, int | None],
) -> str:
    """The cell to hide because of what a subtraction of these two tables tells."""
    both = {key: value - (before.get(key) or 0) for key, value in shown.items() if before.get(key, 0) is not None}
    for key, difference in both.items():
        if 0 < abs(difference) < threshold_of(what, key):
            return key
    # what is a number in the earlier table and nobody in this one is known as well
    gone = sum(value for key, value in before.items() if value and not cells.get(key))
    rest = (total - number) - (sum(both.values()) - gone)
    hidden = [key for key in {*cells, *before} if key not in both]
    needed = max((threshold_of(what, key) for key in hidden), default=threshold_of(what))
    return list(shown)[-1] if 0 < abs(rest) < needed else ""
