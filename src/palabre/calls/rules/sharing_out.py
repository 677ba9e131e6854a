"""Who reads which file: every file as many readers as it needs, nobody beyond her capacity, all as even as can be.

A pure function: the same files and readers always give the same plan. It is a flow: a first round gives each file to
whoever has least to read, the file with the fewest possible readers first; then chains of exchanges find a reader for
what stayed without one, and even out what is uneven. When no such chain is left there is no evener plan.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class File:
    """A file that lacks `wanted` readers; `shut` are the readers who may not read it, or read it already."""

    key: int
    language: str
    wanted: int
    shut: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads: in which languages, how many files at most (None: no limit), how many she has already."""

    key: int
    languages: frozenset[str]
    capacity: int | None = None
    load: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """Who would read what, which files would still lack how many readers, and how much each would then have."""

    pairs: list[tuple[int, int]]
    short: dict[int, int]
    loads: dict[int, int]


@dataclass(slots=True)
class _Table:
    """The plan while it grows: the files of each reader and the readers of each file, in order."""

    readers: dict[int, Reader]
    able: dict[int, list[int]]
    loads: dict[int, int]
    files_of: dict[int, dict[int, None]] = field(default_factory=dict)
    readers_of: dict[int, dict[int, None]] = field(default_factory=dict)

    def has_room(self, reader: int) -> bool:
        capacity = self.readers[reader].capacity
        return capacity is None or self.loads[reader] < capacity

    def give(self, file: int, reader: int) -> None:
        self.files_of[reader][file] = None
        self.readers_of[file][reader] = None
        self.loads[reader] += 1

    def take(self, file: int, reader: int) -> None:
        del self.files_of[reader][file]
        del self.readers_of[file][reader]
        self.loads[reader] -= 1

    def free_for(self, file: int) -> list[int]:
        """Who could read it and does not yet."""
        return [reader for reader in self.able[file] if reader not in self.readers_of[file]]


def share_out(files: Iterable[File], readers: Iterable[Reader]) -> Plan:
    """The evenest plan in which every file has the readers it lacks, as far as there are any."""
    known = {one.key: one for one in sorted(readers, key=lambda one: one.key)}
    wanted = {one.key: one for one in files if one.wanted > 0}
    able = {key: _able(one, known.values()) for key, one in wanted.items()}
    table = _Table(known, able, {key: one.load for key, one in known.items()})
    table.files_of = {key: {} for key in known}
    table.readers_of = {key: {} for key in wanted}
    for key in sorted(wanted, key=lambda key: (len(able[key]) - wanted[key].wanted, key)):
        _first_round(table, key, wanted[key].wanted)
    short = {key: left for key, one in wanted.items() if (left := _fill(table, key, one.wanted))}
    _even_out(table)
    pairs = [(file, reader) for file in wanted for reader in sorted(table.readers_of[file])]
    return Plan(pairs, short, table.loads)


def _able(file: File, readers: Iterable[Reader]) -> list[int]:
    return [one.key for one in readers if file.language in one.languages and one.key not in file.shut]


def _first_round(table: _Table, file: int, wanted: int) -> None:
    """Those who have least to read, among those who can."""
    free = sorted((one for one in table.able[file] if table.has_room(one)), key=lambda one: (table.loads[one], one))
    for reader in free[:wanted]:
        table.give(file, reader)


def _fill(table: _Table, file: int, wanted: int) -> int:
    """Whoever could read it is full: somebody takes over one of hers, so that she can. Gives how many still lack."""
    while len(table.readers_of[file]) < wanted:
        chain = _chain(table, table.free_for(file), table.has_room)
        if chain is None:
            break
        first = _pass_on(table, chain)
        table.give(file, first)
    return wanted - len(table.readers_of[file])


def _even_out(table: _Table) -> None:
    """Files go from those who have most to those who have at least two fewer, over others if need be."""
    moved = True
    while moved:
        moved = False
        for reader in sorted(table.loads, key=lambda one: (-table.loads[one], one)):
            while (chain := _chain(table, [reader], _lighter_by_two(table, reader))) is not None:
                _pass_on(table, chain)
                moved = True


def _lighter_by_two(table: _Table, reader: int) -> Callable[[int], bool]:
    most = table.loads[reader] - 2
    return lambda one: table.loads[one] <= most and table.has_room(one)


Step = tuple[int, int]
"""A reader, and the file that she hands on to the next reader of the chain (the last hands on nothing: 0)."""


def _chain(table: _Table, starts: Sequence[int], ends: Callable[[int], bool]) -> list[Step] | None:
    """The shortest chain of readers, each able to take a file of the one before, from a start to whoever `ends` it."""
    came: dict[int, Step | None] = dict.fromkeys(starts)
    waiting = deque(starts)
    while waiting:
        reader = waiting.popleft()
        if ends(reader):
            return _way(came, reader)
        for file in table.files_of[reader]:
            for other in table.free_for(file):
                if other not in came:
                    came[other] = (reader, file)
                    waiting.append(other)
    return None


def _way(came: dict[int, Step | None], last: int) -> list[Step]:
    way: list[Step] = [(last, 0)]
    before = came[last]
    while before is not None:
        way.append(before)
        before = came[before[0]]
    return way[::-1]


def _pass_on(table: _Table, chain: Sequence[Step]) -> int:
    """Each hands one file to the next; the first of the chain has room then."""
    for (reader, file), (following, _file) in zip(reversed(chain[:-1]), reversed(chain[1:]), strict=True):
        table.take(file, reader)
        table.give(file, following)
    return chain[0][0]
