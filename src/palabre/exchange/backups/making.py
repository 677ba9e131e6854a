"""A backup of a running instance: database, files, and what is needed to begin again; read through once written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.crypto import salted_hmac

from palabre.exchange.backups import base
from palabre.exchange.backups.archive import Contents, Packing, read_through
from palabre.exchange.ledger import NAME as LEDGER

ARCHIVES = "archives"
KEYS = ("secret.key", "field.keys")


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written and read again."""

    path: Path
    size: int
    sealed: bool
    contents: Contents


def make_backup(to: Path, *, public: str = "", keys: bool = False) -> Made:
    """Write `to`, sealed if there is a public key. Raises ValueError or OSError, and leaves nothing behind then."""
    part = to.with_name(f"{to.name}.part")
    scratch = Path(tempfile.mkdtemp(prefix="backup-", dir=settings.FILE_UPLOAD_TEMP_DIR))
    try:
        with part.open("wb") as out:
            packing = Packing(out, _contents(keys), public)
            # the database first: a file that arrives meanwhile is then one too many, never one too few
            base.snapshot(scratch, packing.contents)
            for name, path in _members(scratch, keys):
                if path.exists():
                    packing.add(name, path)
            packing.close()
        read = read_through(part, key=packing.box.key if packing.box else None)
        part.chmod(0o600)
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
        shutil.rmtree(scratch)
    return Made(to, to.stat().st_size, packing.box is not None, read)


def key_mark() -> str:
    """Tells whether SECRET_KEY is the same, and nothing else of it: the ledger of erasures is written under it."""
    return salted_hmac("palabre.exchange.backup", "mark", algorithm="sha256").hexdigest()[:16]


def _contents(keys: bool) -> Contents:
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    return Contents(
        made_at=timezone.now().isoformat(timespec="seconds"),
        kind=settings.ENV.kind,
        keys=keys,
        mark=key_mark(),
        migrations=[list(one) for one in applied],
    )


def _members(scratch: Path, keys: bool) -> Iterator[tuple[str, Path]]:
    data, files = Path(settings.DATA), Path(settings.MEDIA_ROOT)
    for path in sorted(scratch.iterdir()):
        yield f"database/{path.name}", path
    for path in sorted(files.rglob("*")):
        # archives of one's own data hold in one place what the tables hold in many
        if path.is_file() and path.relative_to(files).parts[0] != ARCHIVES:
            yield f"files/{path.relative_to(files)}", path
    for name in ("instance", LEDGER):
        yield name, data / name
    for name in KEYS if keys else ():
        yield f"keys/{name}", data / name
