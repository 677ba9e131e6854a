"""SQLite's own way of copying a database that others are writing."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection, connections

from palabre.exchange.backups.tables import LEFT_OUT

FILE = "database.sqlite3"


def live_file() -> Path:
    return Path(connection.settings_dict["NAME"])


def snapshot(folder: Path) -> tuple[dict[str, int], dict[str, list[str]]]:
    """A whole and consistent copy in `folder`, without what is of the moment; rows by table. Raises ValueError."""
    copy = folder / FILE
    with closing(sqlite3.connect(live_file())) as source, closing(sqlite3.connect(copy)) as target:
        source.execute("PRAGMA busy_timeout = 20000")
        source.backup(target)
        target.execute("PRAGMA secure_delete = ON")
        target.execute("PRAGMA journal_mode = DELETE")
        names = _tables(target)
        for name in LEFT_OUT & names:
            target.execute(f'DELETE FROM "{name}"')  # noqa: S608 (names of ours)
        target.commit()
        target.execute("VACUUM")
        _require_whole(target)
        counts = {name: _count(target, name) for name in sorted(names - LEFT_OUT)}
    return counts, {}


def _tables(base: sqlite3.Connection) -> set[str]:
    rows = base.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return {row[0] for row in rows}


def _count(base: sqlite3.Connection, name: str) -> int:
    return int(base.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0])  # noqa: S608 (a table of ours)


def _require_whole(base: sqlite3.Connection) -> None:
    said = base.execute("PRAGMA integrity_check").fetchone()[0]
    if said != "ok" or base.execute("PRAGMA foreign_key_check").fetchone():
        raise ValueError("The database is not whole: palabre doctor.")


def is_there() -> bool:
    file = live_file()
    return file.exists() and file.stat().st_size > 0


def put_aside(to: Path) -> None:
    """The database that stands there goes into the folder `to`."""
    connections.close_all()
    for suffix in ("", "-wal", "-shm"):
        part = live_file().with_name(live_file().name + suffix)
        if part.exists():
            part.replace(to / part.name)


def place(folder: Path) -> None:
    """The copy in `folder` becomes the database."""
    connections.close_all()
    live_file().parent.mkdir(parents=True, exist_ok=True)
    shutil.move(folder / FILE, live_file())
    live_file().chmod(0o600)
