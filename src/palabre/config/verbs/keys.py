"""palabre keys [rotate | drop ID | backup-pair]: the keys of sealed fields, and the pair that seals backups."""

from __future__ import annotations

import argparse
import sys


def main(arguments: list[str]) -> int:
    reader = argparse.ArgumentParser("palabre keys", description=__doc__)
    reader.add_argument("step", nargs="?", default="list", choices=["list", "rotate", "drop", "backup-pair"])
    reader.add_argument("key", nargs="?", help="the id of a key, for drop")
    asked = reader.parse_args(arguments)
    if (asked.step == "drop") != bool(asked.key):
        reader.error("drop, and only drop, needs the id of a key")
    if asked.step == "backup-pair":
        return pair()
    import django  # noqa: PLC0415 (a verb that is not called loads nothing)

    django.setup()
    from palabre.config.sealing import NotNow, drop, rotate  # noqa: PLC0415 (after setup)

    try:
        lines = ring() if asked.step == "list" else rotate() if asked.step == "rotate" else drop(asked.key)
    except NotNow as wait:
        print(wait, file=sys.stderr)
        return 1
    print("\n".join(lines))
    return 0


def ring() -> list[str]:
    """One key a line: its id, how many values it seals, whether it is the current one."""
    from palabre.exchange.queries.sealed import sealing  # noqa: PLC0415 (after setup)

    found = sealing()
    lines = [f"{one.name}\t{one.sealed} values{'  (current)' if one.current else ''}" for one in found.keys]
    if found.strangers:
        lines.append(f"?\t{found.strangers} values that no key of the ring opens: was a key file replaced?")
    return lines


def pair() -> int:
    """Prints it once and keeps nothing of it."""
    from palabre.kit.boxes import new_pair  # noqa: PLC0415

    public, secret = new_pair()
    print(f"For this server, in its environment:\nBACKUP_KEY={public}\n")
    print(f"Not for this server: on paper or on a stick, in two places. Only it opens the backups.\n{secret}")
    return 0
