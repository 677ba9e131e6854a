"""The tree as a small picture: circles in rows of ten, dots for what stands below, in a square of 320 units."""

from __future__ import annotations

from dataclasses import dataclass

from palabre.communities.choices import Stage
from palabre.communities.queries.network import Tree

WIDE, ROW, STEP = 320, 10, 31
ROOT, FIRST, ROW_HEIGHT = 14, 66, 96


@dataclass(frozen=True, slots=True)
class Circle:
    """A community of the first level; `number` is its place in the list beside the picture."""

    x: int
    y: int
    number: int
    more: int
    quiet: bool

    @property
    def text_y(self) -> int:
        return self.y + 5

    @property
    def more_y(self) -> int:
        return self.y + 68


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything in whole units; `lines` and `dots` are each the path of one drawn line."""

    height: int
    circles: list[Circle]
    lines: str
    dots: str


def drawn(tree: Tree) -> Picture | None:
    """None where nothing stands below."""
    if not tree.nodes:
        return None
    circles, lines, dots = [], [], []
    for place, node in enumerate(tree.nodes):
        in_row = min(ROW, len(tree.nodes) - place // ROW * ROW)
        x = WIDE // 2 - STEP * (in_row - 1) // 2 + STEP * (place % ROW)
        y = FIRST + place // ROW * ROW_HEIGHT
        quiet = node.community.stage in (Stage.DORMANT, Stage.CLOSED)
        circles.append(Circle(x, y, place + 1, node.more, quiet))
        lines.append(f"M{WIDE // 2} {ROOT + 10}V{y - 27}H{x}V{y - 12}")
        dots += [f"M{x} {y + 20 + 10 * below}h.01" for below in range(len(node.children))]
    rows = (len(circles) + ROW - 1) // ROW
    return Picture(FIRST + rows * ROW_HEIGHT - 20, circles, "".join(lines), "".join(dots))
