"""palabre backup [FILE]: database and files while Palabre runs, into one file that is read again before it counts."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    reader = argparse.ArgumentParser("palabre backup", description=__doc__)
    reader.add_argument("file", nargs="?", type=Path, help="by default a new one in DATA/backups")
    reader.add_argument("--keys", action="store_true", help="with secret.key and field.keys: keep such a file apart")
    asked = reader.parse_args(arguments)
    import django  # noqa: PLC0415 (a verb that is not called loads nothing)

    django.setup()
    from palabre.exchange.actions.backing_up import back_up  # noqa: PLC0415 (after setup)

    try:
        made = back_up(to=asked.file, keys=asked.keys)
    except (ValueError, OSError) as wrong:
        print(f"No backup was made. {wrong}", file=sys.stderr)
        return 1
    if not made.sealed:
        print(
            "Not sealed: whoever has this file can read it. palabre keys backup-pair, then BACKUP_KEY.", file=sys.stderr
        )
    told = {**dict(sorted(made.contents.tables.items())), "rows": made.contents.rows, "files": made.contents.files}
    for name, number in {**told, "bytes": made.size, "sealed": "yes" if made.sealed else "no"}.items():
        print(f"{name}: {number}")
    print(made.path)
    return 0
