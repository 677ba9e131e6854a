"""palabre test [--covers] [pytest's arguments]: every test, in a data folder of its own."""

from __future__ import annotations

import os
import sys

from palabre.config.debian import ensure_chromium
from palabre.config.repository import python


def main(arguments: list[str]) -> int:
    # the launcher names the data folder of `run`; tests make their own
    os.environ.pop("DATA", None)
    missing = ensure_chromium()
    if missing:
        print(missing, file=sys.stderr)
    return python("-m", "pytest", *arguments)
