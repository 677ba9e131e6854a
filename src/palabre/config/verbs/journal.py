"""palabre journal check: walks the chain of the journal from its first entry to its last; ends with 1 if it is broken."""

from __future__ import annotations

import argparse


def main(arguments: list[str]) -> int:
    reader = argparse.ArgumentParser("palabre journal", description=__doc__)
    reader.add_argument("step", choices=["check"])
    reader.parse_args(arguments)
    import django  # noqa: PLC0415 (a verb that is not called loads nothing)

    django.setup()
    from palabre.journal.queries import check_chain  # noqa: PLC0415 (after setup)

    report = check_chain()
    print(f"entries: {report.entries}\nemptied: {report.emptied}\nseal: {report.seal}")
    if report.sound:
        print("sound: yes\nWhoever notes count and seal elsewhere can tell later that the end was cut off.")
        return 0
    print(f"sound: no, broken at entry {report.broken_at}")
    return 1
