"""`palabre bench`: time, weight, queries, memory and growth of the pages people open most, beside the ceiling; a whole
application, and the last minute of a call.

Every time stands beside a bare Django view and beside the floor (50 rows of the database for somebody signed in, behind
Django's own middleware) on the same server in the same run. Nothing here is asserted.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bench.account import EMAIL, PASSPHRASE
from bench.load import ask, enter, sign_in
from bench.measuring import Cost, Target, beside, merged, ours, weigh
from bench.prepare import BENCH, LIMITED, VISITOR
from bench.running import FLOOR_PORT, HOUSE, OURS, PORT, floor, forget_counts, memory, prepare, running
from bench.year.applying import applying
from bench.year.marks import Draft
from bench.year.rush import rush

COLUMNS = ("p50 1", "p95 1", "p50 8", "p95 8", "req/s", "CPU", "×bare", "×floor", "×CPU", "SQL", "first kB", "next kB")


@dataclass(frozen=True, slots=True)
class Row:
    """What one page cost at one scale, in milliseconds, and its queries."""

    p50: float
    cpu: float
    queries: int


@dataclass(frozen=True, slots=True)
class Asked:
    """How much is measured."""

    repeats: int
    requests: int
    only: str = ""


def line(name: str, cost: Cost, bare: Cost, ceiling: Cost, queries: int, *, first: float = 0, next_: float = 0) -> None:
    kilobytes = [f"{size / 1000:.1f}" if size else "" for size in (first, next_)]
    told = [cost.p50(1), cost.p95(1), cost.p50(8), cost.p95(8)]
    beside_them = [
        f"{cost.p50(1) / bare.p50(1):.1f}",
        f"{cost.p50(1) / ceiling.p50(1):.2f}",
        f"{cost.cpu / ceiling.cpu:.2f}",
    ]
    cells = [
        *(f"{one:.2f}" for one in told),
        f"{cost.rate:.0f}",
        f"{cost.cpu:.2f}",
        *beside_them,
        str(queries),
        *kilobytes,
    ]
    print(f"{name:<24}" + "".join(f"{cell:>9}" for cell in cells), flush=True)


def one_scale(scale: int, asked: Asked) -> dict[str, Row]:
    """The whole table for one amount of data; after the first one also the house, a whole application, and the rush."""
    with tempfile.TemporaryDirectory(prefix="palabre-bench-") as name:
        folder = Path(name)
        told = prepare(folder, scale)
        print(f"\n{scale}× data; of the year: {told['size']}")
        print(f"{'':<24}" + "".join(f"{column:>9}" for column in COLUMNS), flush=True)
        with _both(folder) as (pid, fifty, bare):
            found = _table(folder, told, asked, pid, fifty, bare)
        if scale == 1 and not asked.only:
            house(folder, told, 500)
            with _both(folder) as (pid, fifty, _bare):
                _last_minutes(folder, told, pid, fifty)
    return found


@contextmanager
def _both(folder: Path) -> Iterator[tuple[int, Target, Target]]:
    """Our server and the floor's: the process of ours, and the two pages of the other."""
    with (
        running(OURS, folder, PORT, "/healthz") as (pid, _),
        running(floor(folder), folder, FLOOR_PORT, "/bare/") as (floor_pid, _),
    ):
        entered = enter(FLOOR_PORT)
        yield pid, Target(FLOOR_PORT, "/fifty/", entered, floor_pid), Target(FLOOR_PORT, "/bare/", entered, floor_pid)


def _table(folder: Path, told: dict[str, Any], asked: Asked, pid: int, fifty: Target, bare: Target) -> dict[str, Row]:
    found: dict[str, Row] = {}
    floors, bares, known = [], [], _readers(told)
    for page, facts in told["pages"].items():
        if asked.only not in page:
            continue
        path, queries, mine = facts["path"], facts["queries"], known[facts["who"]]
        first, following = weigh(PORT, path, mine)
        target = ours(path, mine, pid, partial(forget_counts, folder) if page == LIMITED else bool)
        costs = beside(target, fifty, bare, asked.repeats, asked.requests)
        floors.append(costs[1])
        bares.append(costs[2])
        line(page, costs[0], costs[2], costs[1], queries, first=first, next_=following)
        found[page] = Row(costs[0].p50(1), costs[0].cpu, queries)
    if found:
        first, following = weigh(FLOOR_PORT, "/fifty/", fifty.headers)
        ceiling, least = merged(floors), merged(bares)
        line("(floor, 50 items)", ceiling, least, ceiling, 3, first=first, next_=following)
        line("(bare view, 1 query)", least, least, ceiling, 1)
    return found


def _readers(told: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The headers of everybody who opens a page."""
    visitor = {"Accept-Encoding": "gzip", "Host": f"localhost:{PORT}"}
    sessions = told["sessions"].items()
    return {VISITOR: visitor, **{who: {**visitor, "Cookie": f"{told['cookie']}={key}"} for who, key in sessions}}


def _last_minutes(folder: Path, told: dict[str, Any], pid: int, fifty: Target) -> None:
    blank, drafts = ([Draft(**one) for one in told["year"][kind]] for kind in ("blank", "drafts"))
    applying(PORT, pid, told["cookie"], blank[1:], fifty)
    rush(folder, PORT, told["cookie"], told["year"]["open"], drafts, fifty)


def house(folder: Path, told: dict[str, Any], requests: int) -> None:
    """The whole house as `palabre run` starts it (pages, chores, mail): time to the first answer, and memory."""
    starts, floor_starts = [], []
    with running(HOUSE, folder, PORT, "/healthz"):
        pass  # the first start writes what kind of instance this is
    for _ in range(3):
        with running(floor(folder), folder, FLOOR_PORT, "/bare/") as (_pid, seconds):
            floor_starts.append(seconds)
        with running(HOUSE, folder, PORT, "/healthz") as (_pid, seconds):
            starts.append(seconds)
    start, least = median(starts), median(floor_starts)
    print(f"\ncold start to the first answer: {start:.2f} s, {start / least:.1f} times the floor ({least:.2f} s)")
    with running(HOUSE, folder, PORT, "/healthz") as (pid, _):
        idle, headers, pages = memory(pid), sign_in(PORT, EMAIL, PASSPHRASE), 0
        for page, facts in told["pages"].items():
            if facts["who"] != BENCH or page == LIMITED:
                continue
            ask(PORT, str(facts["path"]), headers, clients=8, requests=requests)
            pages += requests
        print(f"memory of all processes (PSS): idle {idle:.0f} MB, after {pages:,} pages {memory(pid):.0f} MB")


def growth(small: dict[str, Row], large: dict[str, Row], scale: int) -> None:
    print(f"\n{f'growth at {scale}×':<24}{'p50':>9}{'CPU':>9}{'SQL 1×':>9}{f'SQL {scale}×':>9}")
    for page, one in small.items():
        many = large[page]
        print(f"{page:<24}{many.p50 / one.p50:>9.2f}{many.cpu / one.cpu:>9.2f}{one.queries:>9}{many.queries:>9}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="palabre bench", description=__doc__)
    parser.add_argument(
        "--scale", type=int, default=100, help="how many times the data for the second table (default 100)"
    )
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--requests", type=int, default=16, help="for each number of clients and each repeat")
    parser.add_argument("--only", default="", help="the pages in whose name this stands, and nothing else")
    options = parser.parse_args()
    print(
        "Milliseconds with 1 and 8 clients; req/s at saturation (8 or 16); CPU: the server's processor for one answer;"
    )
    print("×bare, ×floor: p50 with one client beside the bare view and the floor; ×CPU: CPU beside the floor's.")
    asked = Asked(options.repeats, options.requests, options.only)
    small = one_scale(1, asked)
    large = one_scale(options.scale, asked)
    growth(small, large, options.scale)
    return 0


if __name__ == "__main__":
    sys.exit(main())
