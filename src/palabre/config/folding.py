"""What SQLite writes beside its file, folded into it and emptied."""

from __future__ import annotations

from django.db import connection

from palabre.config.databases import SECONDS


def fold_log() -> None:
    """The write-ahead log keeps pages in the order in which they were written: who came, then what was said without a
    name. It is folded into the file and cut to nothing; where somebody is reading, the next round does it."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 200")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {SECONDS * 1000}")
