"""From one address to Django's settings of a database."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# WAL: readers never wait for the writer. FULL: what was acknowledged survives a power cut, not only a killed process.
# secure_delete: what is erased leaves no trace in the file (SR-66).
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"

# how long a writer waits for its turn
SECONDS = 20


def sqlite(file: Path) -> dict[str, Any]:
    """SQLite as Palabre uses it: one writer at a time who waits its turn instead of failing."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": SECONDS, "init_command": PRAGMAS},
        "TEST": {"NAME": str(file.with_name("test.sqlite3"))},
    }


def postgresql(url: str) -> dict[str, Any]:
    """PostgreSQL from `postgres://user:password@host:port/name?sslmode=require`. Raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ValueError("DATABASE_URL: expected postgres://user:password@host:port/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def database(url: str, data: Path) -> dict[str, Any]:
    """The database of `url`, or SQLite in the data folder if there is none."""
    return postgresql(url) if url else sqlite(data / "palabre.sqlite3")
