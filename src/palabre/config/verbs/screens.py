"""palabre screens: every page, for a few persons, two widths and two languages, into one sheet (tools/screens)."""

import sys

from palabre.config.debian import ensure_chromium
from palabre.config.repository import module_or_sentence


def main(arguments: list[str]) -> int:
    missing = ensure_chromium()
    if missing:
        print(missing, file=sys.stderr)
        return 1
    return module_or_sentence("tools.screens", arguments)
