"""palabre check: everything that can be said about the code without running the whole of it."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from palabre.config.repository import ROOT

BIN = Path(sys.executable).parent
PYTHON = sys.executable
STEPS: dict[str, list[str]] = {
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "lint": [str(BIN / "ruff"), "check", "--quiet", "."],
    "types": [str(BIN / "mypy"), "--no-error-summary"],
    "imports": [str(BIN / "lint-imports"), "--no-cache"],
    "migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "settings": [PYTHON, "-m", "django", "check", "--fail-level", "WARNING"],
    "messages": [PYTHON, "-m", "palabre.config.cli", "words", "check"],
    "house": [PYTHON, "-m", "pytest", "-q", "tests/house"],
}


def main(arguments: list[str]) -> int:
    reader = argparse.ArgumentParser("palabre check", description=__doc__)
    reader.add_argument("steps", nargs="*", metavar="step", help=", ".join(STEPS))
    chosen = reader.parse_args(arguments).steps or list(STEPS)
    if unknown := [step for step in chosen if step not in STEPS]:
        reader.error(f"no such step: {', '.join(unknown)}")
    with tempfile.TemporaryDirectory(prefix="palabre-check-") as data:
        broken = [step for step in chosen if not passes(step, data)]
    print(f"check: {len(chosen) - len(broken)}/{len(chosen)}" + (f", broken: {', '.join(broken)}" if broken else ""))
    return 1 if broken else 0


def passes(step: str, data: str) -> bool:
    """Runs one step; prints one line for it, and its words only if it is broken."""
    begun = time.monotonic()
    surroundings = {**os.environ, "DATA": data}
    done = subprocess.run(STEPS[step], cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    good = done.returncode == 0
    print(f"{step:10} {'ok' if good else 'BROKEN':6} {time.monotonic() - begun:5.1f} s", flush=True)
    if not good:
        print(done.stdout + done.stderr)
    return good
