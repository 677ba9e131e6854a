"""Starting what is measured, and reading what it costs the machine: processor, memory, time to the first answer."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PORT, FLOOR_PORT = 8471, 8472
OURS = [sys.executable, "-m", "bench.serve"]
HOUSE = [sys.executable, "-m", "palabre.config.cli", "run", "--empty"]
CACHE = "cache"
TICK = os.sysconf("SC_CLK_TCK")


def environment(folder: Path, port: int) -> dict[str, str]:
    foreign = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "ORIGIN", "WORKERS"}
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**kept, "DATA": str(folder), "PORT": str(port), "HOST": "127.0.0.1", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "palabre.config.settings"}  # fmt: skip


def prepare(folder: Path, scale: int) -> dict[str, Any]:
    """An empty instance, filled, and the floor's own; gives what `bench.prepare` printed."""
    surroundings = environment(folder, PORT)
    subprocess.run([*floor(folder), "fill"], cwd=ROOT, env=surroundings, check=True)
    filled = [sys.executable, "-m", "bench.prepare", str(scale)]
    done = subprocess.run(filled, cwd=ROOT, env=surroundings, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def floor(folder: Path) -> list[str]:
    return [sys.executable, "-m", "bench.floor", str(folder)]


@contextmanager
def running(command: list[str], folder: Path, port: int, path: str) -> Iterator[tuple[int, float]]:
    """The process and the seconds until its first answer; it ends with the block."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment(folder, port), stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}{path}")
        yield process.pid, time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(timeout=15)


def _wait(url: str) -> None:
    for _ in range(3000):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.01)
    raise RuntimeError(f"{url} did not come up")


def forget_counts(folder: Path) -> None:
    """Empties the cache that all processes share, and with it what is counted of each person's openings."""
    with closing(sqlite3.connect(folder / "palabre.sqlite3", timeout=10)) as line, line:
        line.execute(f"DELETE FROM {CACHE}")


def family(pid: int) -> list[int]:
    """The process and all that it started."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents.setdefault(int(_fields(stat)[1]), []).append(int(stat.parent.name))
        except OSError:  # it has just ended
            continue
    found = [pid]
    for one in found:
        found.extend(parents.get(one, []))
    return found


def processor(pid: int) -> float:
    """Seconds of processor that the process and its children have used."""
    used = 0
    for one in family(pid):
        fields = _fields(Path(f"/proc/{one}/stat"))
        used += int(fields[11]) + int(fields[12])
    return used / TICK


def memory(pid: int) -> float:
    """Megabytes that the family holds, what it shares counted once (PSS)."""
    held = 0
    for one in family(pid):
        lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        held += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return held / 1000


def _fields(stat: Path) -> list[str]:
    """What stands after the name, which may hold spaces: the state, the parent, …"""
    return stat.read_text().rpartition(")")[2].split()
