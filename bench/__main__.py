"""`palabre bench`: time, weight, queries, memory and growth of the pages people open most, beside the ceiling.

Every time stands beside a bare Django view and beside the floor (50 rows of the database for somebody signed in, behind
Django's own middleware) on the same server in the same run. Nothing here is asserted.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.account import EMAIL, PASSPHRASE
from bench.load import ask, enter, sign_in
from bench.measuring import Cost, Target, beside, merged, ours, weigh
from bench.prepare import SIGN_IN
from bench.running import FLOOR_PORT, HOUSE, OURS, PORT, floor, memory, prepare, running

COLUMNS = ("p50 1", "p95 1", "p50 8", "p95 8", "req/s", "CPU", "×bare", "×floor", "×CPU", "SQL", "first kB", "next kB")


@dataclass(frozen=True, slots=True)
class Row:
    """What one page cost at one scale, in milliseconds, and its queries."""

    p50: float
    cpu: float
    queries: int


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


def one_scale(scale: int, repeats: int, requests: int) -> dict[str, Row]:
    """The whole table for one amount of data."""
    found: dict[str, Row] = {}
    floors, bares = [], []
    with tempfile.TemporaryDirectory(prefix="palabre-bench-") as name:
        folder = Path(name)
        told = prepare(folder, scale)
        print(f"\n{f'{scale}× data':<24}" + "".join(f"{column:>9}" for column in COLUMNS), flush=True)
        with (
            running(OURS, folder, PORT, "/healthz") as (pid, _),
            running(floor(folder), folder, FLOOR_PORT, "/bare/") as (floor_pid, _),
        ):
            headers, entered = sign_in(PORT, EMAIL, PASSPHRASE), enter(FLOOR_PORT)
            fifty = Target(FLOOR_PORT, "/fifty/", entered, floor_pid)
            bare_view = Target(FLOOR_PORT, "/bare/", entered, floor_pid)
            for page, facts in told.items():
                path, queries = str(facts["path"]), int(str(facts["queries"]))
                mine = headers if path != SIGN_IN else {name: v for name, v in headers.items() if name != "Cookie"}
                first, following = weigh(PORT, path, mine)
                cost, ceiling, bare = beside(ours(path, mine, pid), fifty, bare_view, repeats, requests)
                floors.append(ceiling)
                bares.append(bare)
                line(page, cost, bare, ceiling, queries, first=first, next_=following)
                found[page] = Row(cost.p50(1), cost.cpu, queries)
            first, following = weigh(FLOOR_PORT, "/fifty/", entered)
            ceiling, bare = merged(floors), merged(bares)
            line("(floor, 50 items)", ceiling, bare, ceiling, 3, first=first, next_=following)
            line("(bare view, 1 query)", bare, bare, ceiling, 1)
    return found


def house(requests: int) -> None:
    """The whole house as `palabre run` starts it (pages, chores, mail): time to the first answer, and memory."""
    with tempfile.TemporaryDirectory(prefix="palabre-bench-") as name:
        folder = Path(name)
        told = prepare(folder, 1)
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
            idle, headers = memory(pid), sign_in(PORT, EMAIL, PASSPHRASE)
            for facts in told.values():
                if facts["path"] == SIGN_IN:
                    continue
                ask(PORT, str(facts["path"]), headers, clients=8, requests=requests)
            print(f"memory of all processes (PSS): idle {idle:.0f} MB, after {4 * requests} pages {memory(pid):.0f} MB")


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
    parser.add_argument("--requests", type=int, default=120, help="for each number of clients and each repeat")
    options = parser.parse_args()
    print(
        "Milliseconds with 1 and 8 clients; req/s at saturation (8 or 16); CPU: the server's processor for one answer;"
    )
    print("×bare, ×floor: p50 with one client beside the bare view and the floor; ×CPU: CPU beside the floor's.")
    small = one_scale(1, options.repeats, options.requests)
    large = one_scale(options.scale, options.repeats, options.requests)
    growth(small, large, options.scale)
    house(500)
    return 0


if __name__ == "__main__":
    sys.exit(main())
