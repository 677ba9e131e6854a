"""What the doctor looks at. Each look answers with a line, and with a remedy if something is wrong."""

from __future__ import annotations

from collections.abc import Callable

from palabre.config.doctoring.finding import Finding, look
from palabre.config.doctoring.house import chores, instance_kind, journal_chain, mails, outbox, worker
from palabre.config.doctoring.keeping import backups, coordination, keepers, retention
from palabre.config.doctoring.machine import (
    chromium,
    clock,
    configuration,
    data_folder,
    database,
    field_keys,
    file_modes,
    migrations,
    python_version,
    restore,
)

__all__ = ["LOOKS", "Finding", "look"]

LOOKS: tuple[Callable[[], Finding], ...] = (
    python_version,
    configuration,
    data_folder,
    file_modes,
    database,
    migrations,
    restore,
    instance_kind,
    clock,
    field_keys,
    journal_chain,
    worker,
    chores,
    outbox,
    mails,
    backups,
    retention,
    keepers,
    coordination,
    chromium,
)
