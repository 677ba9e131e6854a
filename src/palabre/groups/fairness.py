"""Sharing members out among a few groups: places are kept, and the total of all ranks is the smallest possible.

A first choice counts 1, a second 2, and so on; a group that somebody did not name counts one more than her last
choice. Among sharings with the same total, the one with the smallest total of squares wins: two second choices rather
than one first and one third. Whoever named nothing displaces nobody: she comes where most places are left. The order
in which members answered, and their names, change nothing.

Exact: members enter one by one along the cheapest chain of moves between groups, which keeps the whole the cheapest
at each step (successive shortest paths; with k groups each chain has at most k moves).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

FAR = 1 << 60


class NoRoom(Exception):
    """There are more members than places."""


def share_out(
    choices: Mapping[int, Sequence[int]],
    places: Mapping[int, int | None],
    *,
    seed: str = "",
    taken: Mapping[int, int] | None = None,
) -> dict[int, int]:
    """`choices`: each member's groups, first choice first (empty: she said nothing). Raises NoRoom.

    `taken`: places that are no longer free. `seed` settles what nothing else settles, the same way each time.
    """
    groups = list(places)
    used = dict.fromkeys(groups, 0) | dict(taken or {})
    room = [_room(places[one], used[one], len(choices)) for one in groups]
    if sum(room) < len(choices):
        raise NoRoom
    order = sorted(choices, key=lambda one: sha256(f"{seed} {one}".encode()).digest())
    saying = [one for one in order if choices[one]]
    cost = [_costs(choices[one], groups, len(choices)) for one in saying]
    found = {saying[row]: groups[at] for row, at in enumerate(_cheapest(cost, room))}
    inside = {one: used[one] + sum(1 for at in found.values() if at == one) for one in groups}
    for one in order:
        if not choices[one]:
            found[one] = _widest(groups, places, inside)
            inside[found[one]] += 1
    return found


def _room(places: int | None, used: int, members: int) -> int:
    return members if places is None else max(0, places - used)


def _costs(ranking: Sequence[int], groups: Sequence[int], members: int) -> list[int]:
    """Ranks first, their squares only where ranks are equal."""
    weight = members * (len(groups) + 1) ** 2 + 1
    rank = {group: at for at, group in enumerate(ranking, 1)}
    ranks = [rank.get(group, len(ranking) + 1) for group in groups]
    return [at * weight + at * at for at in ranks]


def _widest(groups: Sequence[int], places: Mapping[int, int | None], inside: Mapping[int, int]) -> int:
    """The group with most places left; where there is no limit, the one with the fewest members."""
    open_ = [one for one in groups if (limit := places[one]) is None or inside[one] < limit]

    def left(one: int) -> tuple[bool, int]:
        limit = places[one]
        return (limit is None, inside[one] if limit is None else inside[one] - limit)

    return min(open_, key=left)


def _cheapest(cost: Sequence[Sequence[int]], room: Sequence[int]) -> list[int]:
    """For each row, the column it gets."""
    at: list[int] = []
    size = [0] * len(room)
    for row in range(len(cost)):
        moves, best = _moves(cost, at, len(room))
        column, come_from = _chain(cost[row], moves, size, room)
        size[column] += 1
        at.append(-1)
        while column != come_from[column]:
            before = come_from[column]
            at[best[before][column]] = column
            column = before
        at[row] = column
    return at


def _moves(cost: Sequence[Sequence[int]], at: Sequence[int], columns: int) -> tuple[list[list[int]], list[list[int]]]:
    """What it costs to move somebody from one column to another, and who is moved most cheaply."""
    price = [[FAR] * columns for _ in range(columns)]
    who = [[-1] * columns for _ in range(columns)]
    for row, here in enumerate(at):
        mine, own = cost[row], cost[row][here]
        line, names = price[here], who[here]
        for there in range(columns):
            if there != here and mine[there] - own < line[there]:
                line[there], names[there] = mine[there] - own, row
    return price, who


def _chain(
    mine: Sequence[int], moves: Sequence[Sequence[int]], size: Sequence[int], room: Sequence[int]
) -> tuple[int, list[int]]:
    """The cheapest column to enter, and by which chain room is made in it (Bellman-Ford over the columns)."""
    total, come_from = list(mine), list(range(len(room)))
    for _ in room:
        for here, line in enumerate(moves):
            for there, price in enumerate(line):
                if price < FAR and total[here] + price < total[there]:
                    total[there], come_from[there] = total[here] + price, here
    free = [column for column in range(len(room)) if size[column] < room[column]]
    return min(free, key=lambda column: (total[column], column)), come_from
