"""A backup put where an instance is to stand. What only a new process can do comes after (exchange.backups.finishing)."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from palabre.exchange.backups import UNFINISHED, base
from palabre.exchange.backups.archive import Contents, read_through
from palabre.exchange.backups.making import key_mark
from palabre.exchange.ledger import NAME as LEDGER
from palabre.kit.keyfile import put, read_ring, written

FOREIGN = (
    "The ledger of erasures was written under another SECRET_KEY: whoever was erased would come back. "
    "Put the old DATA/secret.key here first, or give SECRET_KEY."
)


class NotHere(ValueError):
    """Why this backup is not restored here; the sentence is for the person at the server."""


def place_backup(file: Path, *, secret: str = "", replace: bool = False) -> Contents:
    """Check the whole backup, then put it here. What stood here is kept beside. Raises NotHere, BadBox."""
    contents = read_through(file, secret=secret)
    _require_fit(contents, replace)
    data = Path(settings.DATA)
    scratch = Path(tempfile.mkdtemp(prefix="restore-", dir=settings.FILE_UPLOAD_TEMP_DIR))
    try:
        read_through(file, secret=secret, into=scratch)
        # from here on nothing is served before the restore is finished: an erasure could come back
        put(data / UNFINISHED, json.dumps(asdict(contents)))
        _put_aside(data)
        base.place(scratch / "database", contents)
        _place_files(scratch, data)
    finally:
        shutil.rmtree(scratch)
    return contents


def _require_fit(contents: Contents, replace: bool) -> None:
    if contents.vendor != connection.vendor:
        raise NotHere(f"This backup is of {contents.vendor}, and here is {connection.vendor}: see DATABASE_URL.")
    known = set(MigrationLoader(None).disk_migrations)
    ours = {app for app, _name in known}
    if any((app, name) not in known for app, name in contents.migrations if app in ours):
        raise NotHere("This backup was made by a newer Palabre: update first.")
    erased = LEDGER in contents.digests or (Path(settings.DATA) / LEDGER).exists()
    if erased and not contents.keys and contents.mark != key_mark():
        raise NotHere(FOREIGN)
    if base.is_there() and not replace:
        raise NotHere(
            "An instance stands here already. DATA=another-folder, or --replace to put this one in its place."
        )


def _put_aside(data: Path) -> None:
    aside = data / f"before-restore-{_stamp(timezone.now())}"
    aside.mkdir(mode=0o700)
    base.put_aside(aside)
    files = Path(settings.MEDIA_ROOT)
    if files.exists():
        files.rename(aside / "files")
    if not any(aside.iterdir()):
        aside.rmdir()


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d-%H%M%S")


def _place_files(scratch: Path, data: Path) -> None:
    files = Path(settings.MEDIA_ROOT)
    if (scratch / "files").exists():
        shutil.move(scratch / "files", files)
    files.mkdir(exist_ok=True, mode=0o700)
    if (scratch / "instance").exists():
        put(data / "instance", (scratch / "instance").read_text())
    _merge_ledger(data / LEDGER, scratch / LEDGER)
    _place_keys(scratch / "keys", data)


def _merge_ledger(here: Path, brought: Path) -> None:
    """What was erased stays erased: the lines of both, those of here first; none is ever lost."""
    lines = [line for file in (here, brought) if file.exists() for line in file.read_text().splitlines() if line]
    if lines:
        put(here, "".join(f"{line}\n" for line in dict.fromkeys(lines)))


def _place_keys(brought: Path, data: Path) -> None:
    """The key of cookies and links is taken over; the rings are joined, the current key of here first."""
    if (brought / "secret.key").exists():
        put(data / "secret.key", (brought / "secret.key").read_text())
    if not (brought / "field.keys").exists():
        return
    rings = [read_ring(file.read_text()) for file in (data / "field.keys", brought / "field.keys") if file.exists()]
    put(data / "field.keys", written(tuple({name: (name, key) for ring in rings for name, key in ring}.values())))
