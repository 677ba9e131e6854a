"""palabre keeper EMAIL: the first keeper of an instance that is not a demo; --confirm, --end: who keeps it from now on."""

from __future__ import annotations

import argparse
import getpass
import sys


def main(arguments: list[str]) -> int:
    reader = argparse.ArgumentParser("palabre keeper", description=__doc__)
    reader.add_argument("email")
    reader.add_argument("--name", help="the name others see; by default what stands before the @")
    reader.add_argument("--confirm", action="store_true", help="an account that stands keeps the instance for a year")
    reader.add_argument("--end", action="store_true", help="and this one no longer")
    asked = reader.parse_args(arguments)
    import django  # noqa: PLC0415 (a verb that is not called loads nothing)

    django.setup()
    if asked.confirm or asked.end:
        return change(asked.email, end=asked.end)
    from palabre.config.keeping import make_keeper  # noqa: PLC0415 (after setup)
    from palabre.config.preparing import NotThisData, make_tables, open_house  # noqa: PLC0415
    from palabre.kit.verdict import Refused  # noqa: PLC0415

    try:
        make_tables()
        open_house(empty=True)
        link = make_keeper(email=asked.email, name=asked.name or asked.email.split("@")[0], password=ask())
    except NotThisData:
        print("This DATA folder holds the demo, which has its own keeper: ./palabre demo --accounts", file=sys.stderr)
        return 1
    except Refused as refusal:
        print(refusal.verdict.why, file=sys.stderr)
        return 1
    print(f"{asked.email} keeps this instance now.")
    if link:
        print(f"To choose a passphrase, once:\n{link}")
    return 0


def change(email: str, *, end: bool) -> int:
    from palabre.config import keeping  # noqa: PLC0415 (after setup)
    from palabre.kit.verdict import Refused  # noqa: PLC0415

    try:
        (keeping.end if end else keeping.confirm)(email=email)
    except Refused as refusal:
        print(refusal.verdict.why, file=sys.stderr)
        return 1
    print(f"{email} {'no longer keeps' if end else 'keeps'} this instance{'' if end else ' for a year'}.")
    return 0


def ask() -> str:
    """The passphrase, typed twice, shown never; nothing when nobody sits at a keyboard."""
    while sys.stdin.isatty():
        first = getpass.getpass("Passphrase (12 characters or more; empty for a link instead): ")
        if not first or first == getpass.getpass("Again: "):
            return first
        print("The two differ.")
    return ""
