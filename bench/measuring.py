"""One page beside the floor and the bare view, alternated, so that a loaded machine is unfair to all three alike."""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from statistics import median

from bench.load import Times, ask, get
from bench.running import PORT, processor

CLIENTS = (1, 8, 16)


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked for, at which port, as whom; the process whose time is counted; what is done before each run."""

    port: int
    path: str
    headers: dict[str, str]
    pid: int
    before: Callable[[], object] = bool


@dataclass(slots=True)
class Cost:
    """The runs of one target, by number of clients, and the milliseconds of processor of each answer."""

    runs: dict[int, list[Times]] = field(default_factory=lambda: {clients: [] for clients in CLIENTS})
    processor: list[float] = field(default_factory=list)

    def run(self, target: Target, clients: int, requests: int) -> None:
        target.before()
        before = processor(target.pid)
        times = ask(target.port, target.path, target.headers, clients=clients, requests=requests)
        self.runs[clients].append(times)
        self.processor.append((processor(target.pid) - before) / len(times.answers) * 1000)

    def p50(self, clients: int) -> float:
        return median(times.p50 for times in self.runs[clients])

    def p95(self, clients: int) -> float:
        return median(times.p95 for times in self.runs[clients])

    @property
    def rate(self) -> float:
        """Answers per second at saturation: with 8 clients or 16, whichever gives more."""
        return max(median(times.rate for times in self.runs[clients]) for clients in CLIENTS[1:])

    @property
    def cpu(self) -> float:
        return median(self.processor)


def beside(page: Target, floor: Target, bare: Target, repeats: int, requests: int) -> tuple[Cost, Cost, Cost]:
    """Each with one client, with eight and with sixteen, in turn, `repeats` times; after some answers that warm up."""
    costs = [(Cost(), page), (Cost(), floor), (Cost(), bare)]
    for _cost, target in costs:
        target.before()
        ask(target.port, target.path, target.headers, clients=4, requests=16)
    for _ in range(repeats):
        for clients in CLIENTS:
            for cost, target in costs:
                cost.run(target, clients, requests)
    return costs[0][0], costs[1][0], costs[2][0]


def merged(costs: list[Cost]) -> Cost:
    """All runs of a ceiling, whichever page they stood beside."""
    whole = Cost()
    for cost in costs:
        whole.processor.extend(cost.processor)
        for clients, runs in cost.runs.items():
            whole.runs[clients].extend(runs)
    return whole


def weigh(port: int, path: str, headers: dict[str, str]) -> tuple[int, int]:
    """Bytes on the wire, with their headers: a first view with all that it links, and the next one."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    size: Callable[[str], int] = partial(_size, line, {**headers, "Accept-Encoding": "br, gzip"})
    following = size(path)
    _, body, _ = get(line, path, {**headers, "Accept-Encoding": "identity"})
    linked = set(re.findall(rb'<(?:link[^>]+href|script[^>]+src)="(/static/[^"]+)"', body))
    return following + sum(size(target.decode()) for target in linked), following


def _size(line: http.client.HTTPConnection, headers: dict[str, str], target: str) -> int:
    _, body, told = get(line, target, headers)
    return len(body) + len(str(told))


def ours(path: str, headers: dict[str, str], pid: int, before: Callable[[], object] = bool) -> Target:
    return Target(PORT, path, headers, pid, before)
