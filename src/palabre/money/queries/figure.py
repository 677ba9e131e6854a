"""Budget against spending as a small drawing: one bar for each line, in percents, so that it fits every screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from palabre.money.rules.sums import NOTHING, Spent

# pixels between bars; percents before a bar, and of the longest one
ROW, FROM, WIDEST = 26, 7, 76


@dataclass(frozen=True, slots=True)
class Bar:
    """One line: `y` in pixels; what it holds, what is paid (with fees) and what is approved in percents of the width."""

    number: int
    y: int
    middle: int
    text_y: int
    ends: str
    paid: str
    approved_at: str
    approved: str
    share: int


@dataclass(frozen=True, slots=True)
class Figure:
    bars: list[Bar]
    height: int


def figure_of(lines: Sequence[tuple[int, Decimal, Spent]]) -> Figure:
    """All lines on one scale: the largest one fills the width beside its number and its share."""
    scale = max((max(held, spent.whole()) for _number, held, spent in lines), default=NOTHING)
    if scale <= 0:
        return Figure([], 0)
    bars = [_bar(place, number, held, spent, scale) for place, (number, held, spent) in enumerate(lines)]
    return Figure(bars, len(bars) * ROW + 2)


def _bar(place: int, number: int, held: Decimal, spent: Spent, scale: Decimal) -> Bar:
    def wide(amount: Decimal) -> Decimal:
        return max(amount, NOTHING) / scale * WIDEST

    paid = wide(spent.paid + spent.fees)
    return Bar(
        number=number, y=place * ROW + 6, middle=place * ROW + 12, text_y=place * ROW + 17,
        ends=f"{FROM + max(wide(held), paid + wide(spent.approved)):.2f}%", paid=f"{paid:.2f}%",
        approved_at=f"{FROM + paid:.2f}%", approved=f"{wide(spent.approved):.2f}%",
        share=round(spent.whole() / held * 100) if held else 0,
    )  # fmt: skip
