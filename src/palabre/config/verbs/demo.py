"""palabre demo --accounts: the demo accounts, one a line: role, e-mail, passphrase, separated by tabs."""

from __future__ import annotations

import argparse
import os
import sys

from palabre.config.env import read_env
from palabre.demo.cast import accounts_table


def main(arguments: list[str]) -> int:
    reader = argparse.ArgumentParser("palabre demo", description=__doc__)
    reader.add_argument("--accounts", action="store_true", help="print them")
    reader.parse_args(arguments)
    if read_env(os.environ).kind == "empty":
        print("This instance is not a demo: it has no demo accounts.", file=sys.stderr)
        return 1
    for line in accounts_table():
        print("\t".join(line))
    return 0
