"""The machine: its Python, its disk, its clock, who can read the data."""

from __future__ import annotations

import shutil
import stat
import sys
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from palabre.config.checks import found
from palabre.config.debian import CHROMIUM
from palabre.config.doctoring.finding import Finding
from palabre.exchange.backups import UNFINISHED
from palabre.exchange.queries.sealed import sealing
from palabre.journal.queries import last_moment

ENOUGH_DISK = 500 * 1024 * 1024
# between two machines that serve one instance
APART = timedelta(minutes=5)
STATE = (
    "palabre.sqlite3*", "secret.key", "field.keys", "erasures.ledger", "files/*", "mail/*", "backups/*", "before-restore-*",
)  # fmt: skip


def python_version() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(f"Python {version}", "" if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed.")


def configuration() -> Finding:
    unsafe = found()
    remedy = " ".join(f"{one.msg} {one.hint}" for one in unsafe)
    return Finding("the configuration is safe" if not unsafe else "the configuration is unsafe", remedy)


def data_folder() -> Finding:
    free = shutil.disk_usage(settings.DATA).free
    remedy = "" if free > ENOUGH_DISK else "Make room: below 500 MB a backup may not fit."
    return Finding(f"{settings.DATA}: {free // 1024**2} MB free", remedy)


def file_modes() -> Finding:
    """Nothing in DATA may be read by other accounts of this machine."""
    open_ones = [path for path in _state_files() if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]
    if not open_ones:
        return Finding("only this account can read the data")
    names = ", ".join(path.name for path in open_ones[:5])
    return Finding(f"other accounts can read {names}", f"chmod -R go-rwx {settings.DATA}")


def _state_files() -> list[Path]:
    data = Path(settings.DATA)
    return [path for name in STATE for path in data.glob(name)]


def clock() -> Finding:
    """A clock that was set back writes entries before those that are there, and lets old links open again."""
    last = last_moment()
    if last is None or last <= timezone.now() + APART:
        return Finding("the clock goes forward")
    line = f"the clock says {timezone.now():%Y-%m-%d %H:%M} UTC, and the journal was written later than that"
    return Finding(line, "Set the clock of this machine: timedatectl set-ntp true")


def restore() -> Finding:
    """A restore that was broken off has not erased again whoever was erased."""
    if (Path(settings.DATA) / UNFINISHED).exists():
        return Finding("a restore was not finished", "./palabre restore --finish")
    return Finding("no restore is waiting")


def field_keys() -> Finding:
    """The ring is there, and it opens what is sealed."""
    ring = sealing()
    line = f"{len(ring.keys)} keys of sealed fields, {sum(one.sealed for one in ring.keys)} values"
    if ring.strangers:
        return Finding(
            f"{ring.strangers} sealed values open with no key of the ring",
            "Put the key back that was replaced (DATA/field.keys of before, or FIELD_KEYS): ./palabre keys lists them.",
        )
    if ring.waiting:
        return Finding(f"{line}, {ring.waiting} of them under an old key", "./palabre keys rotate finishes it.", True)
    return Finding(line)


def database() -> Finding:
    """It answers; and on PostgreSQL, as a role that can do no more than it needs."""
    connection.ensure_connection()
    line = f"the database answers ({connection.vendor})"
    if connection.vendor != "postgresql":
        return Finding(line)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        mighty = bool(cursor.fetchone()[0])
    remedy = "CREATE ROLE palabre LOGIN; and let it own the database: a superuser is more than Palabre needs."
    return Finding(line, remedy if mighty else "", advice=True)


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Finding(f"{len(waiting)} migrations wait", "./palabre run applies them." if waiting else "")


def chromium() -> Finding:
    if CHROMIUM.exists():
        return Finding("Chromium is there for the browser tests")
    return Finding(
        "no Chromium: browser tests are skipped",
        "sudo apt-get install chromium (only for ./palabre test)",
        True,
    )
