"""palabre demo --accounts: the demo accounts, one a line: role, e-mail, passphrase, separated by tabs; then the code of
this minute, for those of a community of high risk that are asked for one.

palabre demo --scale [N]: an alliance of 50 networks and 1,050 members in 80 countries (N times that) into DATA.
"""

from __future__ import annotations

import argparse
import os
import sys

from palabre.config.env import read_env
from palabre.demo.cast import GENERATOR, GROWN_ACCOUNT, PASSPHRASES, accounts_table, code_now, secured


def main(arguments: list[str]) -> int:
    reader = argparse.ArgumentParser("palabre demo", description=__doc__)
    reader.add_argument("--accounts", action="store_true", help="print them")
    reader.add_argument("--scale", type=int, nargs="?", const=1, help="build the large alliance, N times", metavar="N")
    told = reader.parse_args(arguments)
    if read_env(os.environ).kind == "empty":
        print("This instance is not a demo: it has no demo accounts.", file=sys.stderr)
        return 1
    if told.scale is not None:
        return _scale(told.scale)
    print_accounts()
    return 0


def print_accounts() -> None:
    """What is not of the table is said beside it, on the other stream."""
    asked, code = secured(), code_now()
    for role, email, passphrase in accounts_table():
        print("\t".join((role, email, passphrase, *([code] if email in asked else []))))
    sys.stdout.flush()
    print(f"The code changes every half minute. Key for a code generator of your own: {GENERATOR}", file=sys.stderr)


def _scale(times: int) -> int:
    """Prints one line a count, read again from the database."""
    import django  # noqa: PLC0415 (the accounts are printed without)

    django.setup()
    from palabre.config.preparing import make_tables, open_house  # noqa: PLC0415 (after setup)
    from palabre.demo.actions import AlreadyGrown, grow  # noqa: PLC0415

    if times < 1:
        print("--scale: a whole number from 1.", file=sys.stderr)
        return 2
    make_tables()
    open_house(empty=False)
    try:
        counts = grow(times)
    except AlreadyGrown:
        print("The large alliance is already in this DATA folder.", file=sys.stderr)
        return 1
    print(f"network coordination of the large alliance\t{GROWN_ACCOUNT}\t{PASSPHRASES['steward']}")
    for name in ("communities", "members", "countries"):
        print(f"{name}: {getattr(counts, name)}")
    return 0
