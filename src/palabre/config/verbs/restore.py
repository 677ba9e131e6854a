"""palabre restore FILE [--key FILE]: puts a backup where DATA (and DATABASE_URL) say, and erases again what was erased."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from palabre.config.processes import replace_self
from palabre.config.verbs.run import SECONDS, complain, take_turn, within


def main(arguments: list[str]) -> int:
    reader = argparse.ArgumentParser("palabre restore", description=__doc__)
    reader.add_argument("file", nargs="?", type=Path, help="what palabre backup wrote")
    reader.add_argument("--key", type=Path, help="a file with the secret half of the pair, for a sealed backup")
    reader.add_argument("--check", action="store_true", help="only read it through: is it whole, what does it hold")
    reader.add_argument("--replace", action="store_true", help="what stands here goes to DATA/before-restore-…")
    reader.add_argument("--finish", action="store_true", help="a restore that was interrupted")
    asked = reader.parse_args(arguments)
    if bool(asked.file) == asked.finish:
        reader.error("a file, or --finish")
    import django  # noqa: PLC0415 (a verb that is not called loads nothing)

    django.setup()
    try:
        if asked.check:
            return check(asked.file, secret_of(asked.key))
        return finish() if asked.finish else place(asked)
    except (ValueError, OSError) as wrong:
        return complain(str(wrong))


def secret_of(file: Path | None) -> str:
    """The secret half, wherever it stands in the file: the words around it may have been copied too."""
    words = file.read_text().split() if file else []
    return next((word for word in words if word.startswith("backup-secret-")), "")


def check(file: Path, secret: str) -> int:
    from palabre.exchange.backups.archive import read_through  # noqa: PLC0415 (after setup)

    contents = read_through(file, secret=secret)
    print(f"whole: yes\nmade: {contents.made_at}\nrows: {contents.rows}\nfiles: {contents.files}")
    return 0


def place(asked: argparse.Namespace) -> int:
    """First half; the second begins anew, with the keys that came along."""
    from django.conf import settings  # noqa: PLC0415

    from palabre.exchange.backups.placing import place_backup  # noqa: PLC0415

    turn = within(SECONDS, lambda: take_turn(Path(settings.DATA)))
    if not turn:
        return complain("Palabre runs with this DATA folder. Stop it first.")
    place_backup(asked.file, secret=secret_of(asked.key), replace=asked.replace)
    turn.close()
    return replace_self(["restore", "--finish"])


def finish() -> int:
    from django.conf import settings  # noqa: PLC0415 (after setup)

    from palabre.config.preparing import make_tables  # noqa: PLC0415
    from palabre.exchange.actions.restoring import finish_restore  # noqa: PLC0415
    from palabre.exchange.backups import UNFINISHED  # noqa: PLC0415
    from palabre.exchange.backups.archive import Contents  # noqa: PLC0415
    from palabre.exchange.queries.sealed import sealing  # noqa: PLC0415
    from palabre.journal.queries import check_chain  # noqa: PLC0415

    note = Path(settings.DATA) / UNFINISHED
    if not note.exists():
        return complain("No restore waits to be finished here.")
    contents = Contents(**json.loads(note.read_text()))
    make_tables()
    done = finish_restore(contents=contents)
    chain, strangers = check_chain(), sealing().strangers
    for name, number in sorted(contents.tables.items()):
        print(f"{name}: {number}")
    print(f"rows: {contents.rows}\nfiles: {contents.files}\nmade: {contents.made_at}")
    print(f"erased again: {done.erased_again}\nmails held back: {done.mails_held}")
    print(f"journal: {chain.entries} entries, {'sound' if chain.sound else f'broken at {chain.broken_at}'}")
    if strangers:
        print(
            f"{strangers} sealed values wait for their key: put the old DATA/field.keys in its place.", file=sys.stderr
        )
    note.unlink()
    return 0 if chain.sound else 1
