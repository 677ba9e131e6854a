"""`palabre bench`: time, weight, queries and growth of the pages people open most, beside the ceiling, in one table.

Every time stands beside a minimal Django view on the same server in the same run. Nothing here is asserted.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.account import EMAIL, PASSPHRASE
from bench.load import Times, ask, get, sign_in

ROOT = Path(__file__).parents[1]
PORT, FLOOR_PORT = 8471, 8472


@dataclass(frozen=True, slots=True)
class Row:
    """What one page costs."""

    page: str
    one: Times
    eight: Times
    queries: int
    first: int
    next: int


def environment(folder: Path, port: int) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "ORIGIN"}
    }
    return {**kept, "DATA": str(folder), "PORT": str(port), "HOST": "127.0.0.1", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "palabre.config.settings"}  # fmt: skip


def prepare(folder: Path, scale: int) -> dict[str, object]:
    """An empty instance, filled; gives the marks and the number of queries of each page."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.prepare", str(scale)], cwd=ROOT, env=environment(folder, PORT), check=True,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return told


def serve(command: list[str], folder: Path, port: int, path: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(command, cwd=ROOT, env=environment(folder, port), stdout=subprocess.DEVNULL)
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2).close()
            return process
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    process.terminate()
    raise RuntimeError("the server did not come up")


def measure(path: str, headers: dict[str, str], repeats: int, requests: int) -> tuple[Times, Times, Times, Times]:
    """One and eight clients on the page, alternated with the ceiling; the median run of each."""
    runs: list[list[Times]] = [[], [], [], []]
    for _ in range(repeats):
        for slot, (port, where, who, clients) in enumerate(
            [
                (PORT, path, headers, 1),
                (PORT, path, headers, 8),
                (FLOOR_PORT, "/bare/", {}, 1),
                (FLOOR_PORT, "/bare/", {}, 8),
            ]
        ):
            runs[slot].append(ask(port, where, who, clients=clients, requests=requests))
    middle = [sorted(some, key=lambda times: times.p50)[len(some) // 2] for some in runs]
    return middle[0], middle[1], middle[2], middle[3]


def weigh(path: str, headers: dict[str, str]) -> tuple[int, int]:
    """Bytes on the wire, with their headers: a first view with all that it links, and the next one."""
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    packed = {**headers, "Accept-Encoding": "br, gzip"}

    def size(target: str) -> tuple[int, bytes]:
        _, body, told = get(line, target, packed)
        return len(body) + len(str(told)), body

    following, _ = size(path)
    _, body, _ = get(line, path, {**headers, "Accept-Encoding": "identity"})
    linked = set(re.findall(rb'<(?:link[^>]+href|script[^>]+src)="(/static/[^"]+)"', body))
    return following + sum(size(target.decode())[0] for target in linked), following


def heading() -> None:
    print(
        f"{'page':<26}{'scale':>6}{'p50 1':>8}{'p95 1':>8}{'p50 8':>8}{'p95 8':>8}{'req/s':>8}{'×bare':>7}{'SQL':>5}{'first kB':>10}{'next kB':>9}"
    )


def line(name: str, scale: int, one: Times, eight: Times, ratio: float, told: dict[str, float] | None = None) -> None:
    extra = f"{told['queries']:>5.0f}{told['first'] / 1000:>10.1f}{told['next'] / 1000:>9.1f}" if told else ""
    print(
        f"{name:<26}{scale:>6}{one.p50:>8.2f}{one.p95:>8.2f}{eight.p50:>8.2f}{eight.p95:>8.2f}{eight.rate:>8.0f}{ratio:>7.1f}{extra}",
        flush=True,
    )


def one_scale(scale: int, repeats: int, requests: int) -> dict[str, float]:
    """The whole table for one amount of data; gives the median milliseconds of each page."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="palabre-bench-") as name:
        folder = Path(name)
        told = prepare(folder, scale)
        server = serve([sys.executable, "-m", "bench.serve"], folder, PORT, "/healthz")
        floor = serve([sys.executable, "-m", "bench.floor", name], folder, FLOOR_PORT, "/bare/")
        try:
            headers = sign_in(PORT, EMAIL, PASSPHRASE)
            for page, facts in told["pages"].items():  # type: ignore[attr-defined]
                facts["first"], facts["next"] = weigh(facts["path"], headers)
                one, eight, bare, _ = measure(facts["path"], headers, repeats, requests)
                line(page, scale, one, eight, one.p50 / bare.p50, facts)
                found[page] = one.p50
            if scale == 1:
                ceilings(repeats, requests)
        finally:
            for process in (server, floor):
                process.terminate()
                process.wait(timeout=10)
    return found


def ceilings(repeats: int, requests: int) -> None:
    """The bare view and the floor of 50 items behind Django's own middleware, for comparison."""
    for name, path in (("(bare view, 1 query)", "/bare/"), ("(floor, 50 items)", "/fifty/")):
        ones = [
            ask(FLOOR_PORT, path, {"Accept-Encoding": "gzip"}, clients=1, requests=requests) for _ in range(repeats)
        ]
        eights = [
            ask(FLOOR_PORT, path, {"Accept-Encoding": "gzip"}, clients=8, requests=requests) for _ in range(repeats)
        ]
        one = sorted(ones, key=lambda times: times.p50)[repeats // 2]
        line(
            name,
            1,
            one,
            sorted(eights, key=lambda times: times.p50)[repeats // 2],
            1.0 if path == "/bare/" else one.p50,
        )


def main() -> int:
    parser = argparse.ArgumentParser(prog="palabre bench", description=__doc__)
    parser.add_argument(
        "--scale", type=int, default=100, help="how many times the data for the second table (default 100)"
    )
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--requests", type=int, default=240)
    options = parser.parse_args()
    print(
        "milliseconds; req/s with 8 clients; ×bare = median beside a minimal Django view on the same server in the same run"
    )
    heading()
    small = one_scale(1, options.repeats, options.requests)
    large = one_scale(options.scale, options.repeats, options.requests)
    print("\ngrowth: median at", f"{options.scale}× over 1×")
    for page, cost in small.items():
        print(f"{page:<26}{large[page] / cost:>6.2f}")
    print(f"{'median of pages':<26}{median(large[page] / cost for page, cost in small.items()):>6.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
