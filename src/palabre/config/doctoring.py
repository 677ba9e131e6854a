"""What the doctor looks at. Each look answers with a line, and with a remedy if something is wrong."""

from __future__ import annotations

import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from palabre.config import queries
from palabre.config.checks import found
from palabre.config.choices import InstanceKind
from palabre.config.debian import CHROMIUM
from palabre.config.story import demo_accounts_here
from palabre.journal.queries import check_chain
from palabre.notices.queries import mail_queue

ENOUGH_DISK = 500 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    """What was seen; an empty remedy says that all is well. Advice is not counted as wrong."""

    line: str
    remedy: str = ""
    advice: bool = False

    @property
    def wrong(self) -> bool:
        return bool(self.remedy) and not self.advice


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
    return [path for name in ("palabre.sqlite3*", "secret.key", "files/*", "mail/*") for path in data.glob(name)]


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


def journal_chain() -> Finding:
    report = check_chain()
    if report.sound:
        return Finding(
            f"the journal holds together: {report.entries} entries, sealed {report.seal[:16]} (note it elsewhere)"
        )
    remedy = "Somebody changed the database by hand, or the disk failed: keep this copy, restore the last backup."
    return Finding(f"the journal is broken at entry {report.broken_at}", remedy)


def worker() -> Finding:
    if queries.worker_is_alive():
        return Finding("the worker is at work")
    return Finding("no worker was seen for a minute and a half", "./palabre run starts one, or: ./palabre worker")


def mails() -> Finding:
    queue = mail_queue()
    line = f"{queue.waiting} mails wait, {queue.sent} went out in seven days, {queue.given_up} were given up"
    if not queue.is_late:
        return Finding(line)
    since = timezone.localtime(queue.since).strftime("%Y-%m-%d %H:%M") if queue.since else ""
    return Finding(
        line,
        f"They wait since {since} ({queue.error or 'no error noted'}). Check EMAIL_URL and the mail server.",
    )


def instance_kind() -> Finding:
    here = queries.instance()
    if here is None:
        return Finding("not started yet", "./palabre run, or ./palabre run --empty for a real community.")
    if here.kind == InstanceKind.EMPTY and demo_accounts_here():
        return Finding(
            "demo accounts exist here", "This is not a demo: delete every account that ends in @demo.example."
        )
    kind = "demo" if here.kind == InstanceKind.DEMO else "real"
    return Finding(f"a {kind} instance since {here.opened_at:%Y-%m-%d}")


def chromium() -> Finding:
    if CHROMIUM.exists():
        return Finding("Chromium is there for the browser tests")
    return Finding(
        "no Chromium: browser tests are skipped",
        "sudo apt-get install chromium (only for ./palabre test)",
        True,
    )


LOOKS: tuple[Callable[[], Finding], ...] = (
    python_version,
    configuration,
    data_folder,
    file_modes,
    database,
    migrations,
    instance_kind,
    journal_chain,
    worker,
    mails,
    chromium,
)


def look(at: Callable[[], Finding]) -> Finding:
    """One look. A look that fails is itself a finding: its type, never its words."""
    try:
        return at()
    except Exception as wrong:  # the doctor goes on to the next look, whatever this one met
        name = at.__name__.replace("_", " ")
        return Finding(
            f"{name}: {type(wrong).__name__}",
            "If the lines above do not explain it: ./palabre run, then again.",
        )
