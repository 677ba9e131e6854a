"""palabre test [--covers] [pytest's arguments]: every test, in a data folder of its own."""

from __future__ import annotations

import os
import sys

from palabre.config.debian import ensure_chromium
from palabre.config.repository import python


def side_by_side(arguments: list[str]) -> list[str]:
    """The whole suite runs in as many processes as there are processors, four at most; a part of it in one."""
    whole = all(one.startswith("-") for one in arguments)
    return ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadgroup"] if whole and "-n" not in arguments else []


def main(arguments: list[str]) -> int:
    # the launcher names the data folder of `run`; tests make their own
    os.environ.pop("DATA", None)
    missing = ensure_chromium()
    if missing:
        print(missing, file=sys.stderr)
    return python("-m", "pytest", *side_by_side(arguments), *arguments)
