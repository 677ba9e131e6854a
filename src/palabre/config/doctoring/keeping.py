"""What must be kept up by people: backups, keepers, who coordinates."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from palabre.config import queries
from palabre.config.choices import InstanceKind
from palabre.config.doctoring.finding import Finding
from palabre.exchange.queries.backups import STALE, backup_state
from palabre.exchange.queries.keepers import keeper_rows, leaderless
from palabre.exchange.queries.retaining import last_run

SOON = timedelta(days=30)
NIGHTS = timedelta(days=3)


def _has_stood() -> bool:
    """A real instance, for longer than a backup may be old."""
    here = queries.instance()
    return here is not None and here.kind == InstanceKind.EMPTY and here.opened_at < timezone.now() - STALE


def backups() -> Finding:
    """One of the last seven days that went well; sealed."""
    state = backup_state()
    if state.last is None or state.is_stale:
        line = "no backup yet" if state.last is None else f"the last backup is of {state.last:%Y-%m-%d}"
        return Finding(line, "./palabre backup; BACKUP_DAYS=30 makes one each night.", not _has_stood())
    line = f"the last backup is of {state.last:%Y-%m-%d}, {'sealed' if state.sealed else 'not sealed'}"
    remedy = "Whoever has the file can read it. ./palabre keys backup-pair, then BACKUP_KEY."
    return Finding(line, "" if state.sealed else remedy, True)


def retention() -> Finding:
    """Data that is past its time."""
    run = last_run()
    if run is None:
        return Finding("retention has not run yet", "The worker does it after two in the morning.", True)
    line = f"retention last ran on {run.day:%Y-%m-%d}"
    if run.failed:
        return Finding(f"{line}, and one kind of data could not be deleted", "The log of the worker says which.")
    late = run.day < timezone.localdate() - NIGHTS
    return Finding(line, "Is the worker at work? ./palabre worker" if late else "")


def keepers() -> Finding:
    """Two persons, each with a second factor, none whose time is over in a month."""
    rows = [one for one in keeper_rows() if one.running]
    if not rows:
        return Finding(
            "nobody keeps this instance", "./palabre keeper you@example.org", settings.DEMO or not _has_stood()
        )
    bare = [one.account for one in rows if not one.has_factor]
    if bare:
        return Finding(f"keepers without a second factor: {', '.join(bare)}", "Under Me, Security.", not _has_stood())
    ending = [one.account for one in rows if one.until and one.until < timezone.now() + SOON]
    if ending:
        return Finding(
            f"keepers whose time ends within a month: {', '.join(ending)}", "Name them again: Keepers.", True
        )
    if len(rows) == 1:
        return Finding("one person alone keeps this instance", "Name a second one: whoever falls ill is missed.", True)
    return Finding(f"{len(rows)} persons keep this instance")


def coordination() -> Finding:
    """A community whose last role of coordination came to its end."""
    found = leaderless()
    if not found:
        return Finding("every community is coordinated")
    names = ", ".join(found[:5])
    return Finding(f"{len(found)} communities without coordination: {names}", "Whoever is above names somebody.", True)
