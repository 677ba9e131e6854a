"""The database behind one door, whichever it is."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from palabre.exchange.backups import postgresql, sqlite
from palabre.exchange.backups.archive import Contents


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def snapshot(folder: Path, contents: Contents) -> None:
    """The database of one moment in `folder`; what it holds is noted in `contents`."""
    contents.vendor = connection.vendor
    contents.tables, contents.columns = (sqlite if is_sqlite() else postgresql).snapshot(folder)


def is_there() -> bool:
    """Whether something stands where a restore would go."""
    return (sqlite if is_sqlite() else postgresql).is_there()


def put_aside(to: Path) -> None:
    """Make room. What SQLite held is kept in `to`; PostgreSQL's tables go."""
    if is_sqlite():
        sqlite.put_aside(to)
    else:
        postgresql.clear()


def place(folder: Path, contents: Contents) -> None:
    if is_sqlite():
        sqlite.place(folder)
    else:
        known = [(app, name) for app, name in contents.migrations]
        postgresql.place(folder, known, contents.columns)
