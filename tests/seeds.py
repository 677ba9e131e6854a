"""What `palabre run` makes at its first start, made once for a whole run of the tests and copied by those who begin there.

For SQLite only, where a house is one folder. Tests of the first start itself make their own.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

MAKE = "import django; django.setup(); from palabre.config.preparing import prepare; prepare(empty={empty})"


def sow(data: Path, *, empty: bool) -> None:
    """A prepared house into the folder `data`, which does not exist yet or holds nothing."""
    if data.exists() and any(data.iterdir()):
        return
    shutil.copytree(_seed(empty=empty), data, dirs_exist_ok=True)


def _seed(*, empty: bool) -> Path:
    """The folder that is copied; processes side by side wait until one of them has made it."""
    seeds = Path(os.environ["DATA"]) / "seeds"  # one for all processes of this run, and gone with it
    seeds.mkdir(exist_ok=True)
    made = seeds / ("empty" if empty else "demo")
    with (seeds / f"{made.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            half = seeds / f"{made.name}-half"
            half.mkdir(mode=0o700)
            outside = {"DATABASE_URL", "REDIS_URL", "ORIGIN"}
            kept = {name: value for name, value in os.environ.items() if name not in outside}
            done = subprocess.run(
                [sys.executable, "-c", MAKE.format(empty=empty)],
                env={**kept, "DATA": str(half), "DJANGO_SETTINGS_MODULE": "palabre.config.settings"},
                capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=300,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr[-3000:]
            half.rename(made)
    return made
